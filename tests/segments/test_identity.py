"""Segments keep their numbers from one report to the next."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlier_segments import NAMES, earlier, profiles, segmented
from fixtures import customer_view, study
from segmentbook.clustering.model import Segmentation
from segmentbook.core.errors import UserError
from segmentbook.segments import identity


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


def test_without_an_earlier_segmentation_numbers_stay_as_they_are():
    view = customer_view()
    now = segmented(view)
    assert identity.earlier(study(), NAMES) is None
    assert identity.keep(now, view, None) is now


def test_a_file_that_is_no_earlier_segmentation_is_refused(run_folders):
    view = customer_view()
    path = run_folders / "model.json"
    with pytest.raises(UserError, match="there is no file"):
        identity.earlier(study(previous=str(path)), NAMES)
    path.write_text("[1, 2]")
    with pytest.raises(UserError, match=r"model\.json is not a segmentation"):
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
