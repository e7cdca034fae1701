"""The exhibits of the chapter on sales."""

from segmentbook.pages.eda.months import months

__all__ = ["months"]
