"""Segments keep their numbers from one report to the next."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import Shown, customer_view, study
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Scaling
from segmentbook.core.errors import UserError
from segmentbook.features import RFM
from segmentbook.movement import changes
from segmentbook.params.clustering import Clustering
from segmentbook.segments import identity
from segmentbook.segments.identity import Earlier

NAMES = [feature.name for feature in RFM]


def segmented(view: pd.DataFrame, k: int = 4) -> Segmentation:
    params = Clustering(n_init=2)
    scaling = Scaling.fit(view, NAMES, params)
    return segment(fit_points(view, scaling, params), scaling, k, params)


def profiles(view: pd.DataFrame, segmentation: Segmentation) -> pd.DataFrame:
    sizes = pd.Series(segmentation.assign(view)).value_counts().sort_index()
    return pd.DataFrame(
        {
            "segment": sizes.index,
            "name": [f"Name {number}" for number in sizes.index],
            "customers": sizes.to_numpy(),
            "customer_share": sizes.to_numpy() / len(view),
            "revenue_share": 1 / len(sizes),
        }
    )


def earlier(view: pd.DataFrame, k: int = 4, kept: tuple[int, ...] | None = None) -> Earlier:
    found = replace(segmented(view, k), kept=kept)
    return Earlier(found, profiles(view, found))


@settings(max_examples=8, deadline=None)
@given(st.permutations([1, 2, 3, 4]))
def test_the_same_groups_keep_their_numbers_whatever_they_were(numbers):
    before = earlier(customer_view(), kept=tuple(numbers))
    now = segmented(customer_view(seed=9))
    kept = identity.keep(now, customer_view(seed=9), before)
    assert kept.numbers == tuple(numbers)
    view = customer_view(seed=9)
    assert (kept.assign(view) == np.array(numbers)[now.assign(view) - 1]).all()
    assert Segmentation.from_json(json.loads(json.dumps(kept.to_json()))).numbers == tuple(numbers)


def test_a_new_group_takes_a_number_that_none_has_had():
    view = customer_view()
    before = earlier(view[view["segment"] != 1], k=3, kept=(5, 2, 7))
    now = identity.keep(segmented(view), view, before)
    assert {2, 5, 7} < set(now.numbers)
    assert max(now.numbers) == 8
    found = changes.changes(profiles(view, now), before).set_index("segment")
    assert found["what"].to_dict() == {2: "kept", 5: "kept", 7: "kept", 8: "new"}


def test_an_earlier_segmentation_of_the_same_customers_still_fits(monkeypatch):
    view = customer_view()
    before = earlier(view)
    values = changes.metrics(view, segmented(view), before)
    assert values["earlier_fits"]
    assert values["earlier_movers"] == 0
    assert values["earlier_agreement"] == values["earlier_spread"] == pytest.approx(1)
    assert changes.drift(view, before)["shift"].abs().max() == pytest.approx(0, abs=1e-9)
    shown = Shown(monkeypatch, values)
    changes.show_changes(shown.show, profiles(view, segmented(view)), view, before, values)
    assert [block["kind"] for block in shown.blocks] == ["heading", "table", "table"]


def test_customers_who_spend_twenty_times_as_much_no_longer_fit():
    view = customer_view()
    richer = view.assign(monetary=view["monetary"] * 20)
    values = changes.metrics(richer, segmented(richer), earlier(view))
    assert not values["earlier_fits"]
    assert values["earlier_drift_feature"] == "monetary"
    said = " ".join(template for template, _ in changes.sentences(values))
    assert "no longer fits" in said
    assert "{earlier_drift_feature}" in said


def test_without_an_earlier_segmentation_there_is_no_page(monkeypatch):
    view = customer_view()
    now = segmented(view)
    assert identity.earlier(study(), NAMES) is None
    assert identity.keep(now, view, None) is now
    assert changes.metrics(view, now, None) == {}
    shown = Shown(monkeypatch, {})
    changes.show_changes(shown.show, profiles(view, now), view, None, {})
    assert shown.blocks == []


def test_a_file_that_is_no_earlier_segmentation_is_refused(run_folders):
    view = customer_view()
    path = run_folders / "model.json"
    with pytest.raises(UserError, match="there is no file"):
        identity.earlier(study(previous=str(path)), NAMES)
    path.write_text("[1, 2]")
    with pytest.raises(UserError, match=r"model\.json is no segmentation"):
        identity.earlier(study(previous=str(path)), NAMES)
    listed = profiles(view, segmented(view)).to_dict("records")
    path.write_text(json.dumps({**segmented(view).to_json(), "segments": listed}, default=float))
    assert identity.earlier(study(previous=str(path)), NAMES).segments["customers"].sum() == len(
        view
    )
    with pytest.raises(UserError, match="were made from recency, frequency, monetary"):
        identity.earlier(study(previous=str(path)), ["age", "income"])
    own = run_folders / "reports" / "shop" / "model.json"
    own.parent.mkdir(parents=True)
    own.write_text(path.read_text())
    with pytest.raises(UserError, match="the folder that this report is written to"):
        identity.earlier(study(previous=str(own)), NAMES)
