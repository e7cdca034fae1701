"""The exhibits of the chapter on sales."""

from segmentbook.pages.eda.best_products import best_products
from segmentbook.pages.eda.categories import categories
from segmentbook.pages.eda.category_table import category_table
from segmentbook.pages.eda.channels import channels
from segmentbook.pages.eda.cohort_revenue import cohort_revenue
from segmentbook.pages.eda.cohorts import cohorts
from segmentbook.pages.eda.concentration import concentration
from segmentbook.pages.eda.customer_headline import customer_headline
from segmentbook.pages.eda.description import description
from segmentbook.pages.eda.joined import joined
from segmentbook.pages.eda.months import months
from segmentbook.pages.eda.numbers import numbers
from segmentbook.pages.eda.order_headline import order_headline
from segmentbook.pages.eda.order_sizes import order_sizes
from segmentbook.pages.eda.periods import periods
from segmentbook.pages.eda.places import places
from segmentbook.pages.eda.rhythm import rhythm
from segmentbook.pages.eda.spend import spend
from segmentbook.pages.eda.tenths import tenths
from segmentbook.pages.eda.trends import trends

__all__ = [
    "order_headline",
    "customer_headline",
    "trends",
    "periods",
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
    "tenths",
    "cohorts",
    "cohort_revenue",
    "description",
]
