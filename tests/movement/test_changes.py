"""What has changed since an earlier segmentation."""

from __future__ import annotations

import pytest

from earlier_segments import earlier, profiles, segmented
from fixtures import customer_view
from segmentbook.movement.changes import change_metrics, changes, sizes
from segmentbook.segments import identity


def compared(view, before, segmentation=None):
    now = segmentation or segmented(view)
    return changes(profiles(view, now), view, now, before)


def test_the_same_customers_are_in_the_same_segments():
    view = customer_view()
    found = compared(view, earlier(view))
    assert found.fit.movers == found.fit.movers_share == 0
    assert found.fit.agreement == found.fit.spread == pytest.approx(1)
    assert found.drift["shift"].abs().max() == pytest.approx(0, abs=1e-9)
    assert found.segments["status"].tolist() == ["kept"] * 4
    metrics = change_metrics(found)
    assert set(metrics) == {
        "earlier_agreement", "earlier_movers", "earlier_movers_share", "earlier_spread",
        "earlier_drift", "earlier_drift_feature",
    }  # fmt: skip


def test_customers_who_spend_twenty_times_as_much_have_shifted():
    view = customer_view()
    found = compared(view.assign(monetary=view["monetary"] * 20), earlier(view))
    assert found.fit.drift > 0.5
    assert found.fit.drift_feature == "monetary"


def test_a_segment_that_was_not_there_before_is_new_and_one_that_went_is_gone():
    view = customer_view()
    before = earlier(view[view["segment"] != 1], k=3, kept=(5, 2, 7))
    now = identity.keep(segmented(view), view, before)
    found = sizes(profiles(view, now), before).set_index("segment")
    assert found["status"].to_dict() == {2: "kept", 5: "kept", 7: "kept", 8: "new"}
    left = profiles(view, now)
    found = sizes(left[left["segment"] != 5], before).set_index("segment")
    assert found["status"].to_dict() == {2: "kept", 5: "gone", 7: "kept", 8: "new"}
    assert found.loc[5, ["name", "customers", "share"]].isna().all()
    assert found.loc[8, ["name_then", "customers_then", "share_then"]].isna().all()


def test_without_an_earlier_segmentation_there_is_nothing_to_compare():
    assert compared(customer_view(), None) is None
