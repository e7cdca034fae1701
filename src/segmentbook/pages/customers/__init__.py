"""The pages of chapter 3: the features of customers, their scores and the named RFM groups."""

from segmentbook.pages.customers.activity import activity
from segmentbook.pages.customers.description import description
from segmentbook.pages.customers.distributions import distributions
from segmentbook.pages.customers.features import features
from segmentbook.pages.customers.headline import headline
from segmentbook.pages.customers.next_value import next_value
from segmentbook.pages.customers.recency_frequency import recency_frequency
from segmentbook.pages.customers.rfm_groups import rfm_groups
from segmentbook.pages.customers.score_cuts import score_cuts
from segmentbook.pages.customers.scores import scores
from segmentbook.pages.customers.value_errors import value_errors

__all__ = [
    "activity",
    "description",
    "distributions",
    "features",
    "headline",
    "next_value",
    "recency_frequency",
    "rfm_groups",
    "score_cuts",
    "scores",
    "value_errors",
]
