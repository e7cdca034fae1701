"""The exhibits of the chapter on sales."""

from segmentbook.pages.eda.best_products import best_products
from segmentbook.pages.eda.categories import categories
from segmentbook.pages.eda.category_table import category_table
from segmentbook.pages.eda.channels import channels
from segmentbook.pages.eda.cohorts import cohorts
from segmentbook.pages.eda.concentration import concentration
from segmentbook.pages.eda.customer_headline import customer_headline
from segmentbook.pages.eda.description import description
from segmentbook.pages.eda.joined import joined
from segmentbook.pages.eda.months import months
from segmentbook.pages.eda.numbers import numbers
from segmentbook.pages.eda.order_headline import order_headline
from segmentbook.pages.eda.order_sizes import order_sizes
from segmentbook.pages.eda.places import places
from segmentbook.pages.eda.rhythm import rhythm
from segmentbook.pages.eda.spend import spend

__all__ = [
    "order_headline",
    "customer_headline",
    "spend",
    "channels",
    "numbers",
    "categories",
    "category_table",
    "joined",
    "months",
    "rhythm",
    "places",
    "best_products",
    "order_sizes",
    "concentration",
    "cohorts",
    "description",
]
