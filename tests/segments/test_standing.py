"""Who stands best, and how widely values spread."""

from __future__ import annotations

from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.segments.profile import profile
from segmentbook.segments.standing import leading, spread_metrics, standing_metrics


def profiles_of(view):
    return profile(view, RFM, REFERENCE).assign(name=["Best", "Good", "New", "Gone"])


def test_features_in_which_a_segment_stands_best_are_counted():
    assert standing_metrics(profiles_of(customer_view()), RFM) == {
        "best_standing_name": "Best",
        "best_standing_features": 3,
        "standing_features": 3,
    }


def test_of_equal_segments_the_first_stands_best():
    view = customer_view().assign(recency=5, frequency=2, monetary=10.0)
    metrics = standing_metrics(profiles_of(view), RFM)
    assert (metrics["best_standing_name"], metrics["best_standing_features"]) == ("Best", 3)


def test_the_spread_is_that_of_the_segment_with_the_highest_median():
    view = customer_view()
    values = view.loc[view["segment"] == 1, "monetary"]
    assert spread_metrics(view, profiles_of(view), RFM) == {
        "spread_name": "Best",
        "spread_feature": "Monetary value",
        "spread_low": values.quantile(0.25),
        "spread_high": values.quantile(0.75),
    }


def test_the_leading_feature_is_the_last_of_money_or_the_last():
    assert leading(RFM).name == "monetary"
    assert leading(RFM[:2]).name == "frequency"
    assert leading((RFM[2], *RFM[:2])).name == "monetary"
