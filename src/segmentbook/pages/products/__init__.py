"""The exhibits of the chapter on products."""

from segmentbook.pages.products.favourites import favourites
from segmentbook.pages.products.offers import offers
from segmentbook.pages.products.recommended import recommended

__all__ = ["favourites", "offers", "recommended"]
