"""One segmentation for all periods."""

from __future__ import annotations

import pandas as pd

from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.movement.period_model import agreement, assign, ranks
from segmentbook.movement.periods import Periods
from segmentbook.params.clustering import Clustering


def pooled():
    """Return two periods of customers in four plain groups, the later ones spending a little more."""
    first = customer_view().assign(period=0)
    second = customer_view(seed=4).assign(period=1)
    second["monetary"] *= 1.05
    return pd.concat([first, second], ignore_index=True)


def test_groups_take_the_segments_that_they_share_most_customers_with():
    views = pooled()
    main = customer_view()[["customer", "segment"]]
    swapped = main.assign(segment=main["segment"].map({1: 3, 2: 1, 3: 4, 4: 2}))
    for wanted in (main, swapped):
        found = assign(views.drop(columns="segment"), wanted, RFM, Clustering())
        states = views.assign(segment=found)
        assert agreement(states, wanted, 1) > 0.95
        assert (states.merge(wanted, on="customer").eval("segment_x == segment_y")).mean() > 0.95
    assert ranks(views) == {1: 1, 2: 2, 3: 3, 4: 4}
    assert Periods(REFERENCE, 91, 2).number == views["period"].nunique()
