"""Scores as features are the scores of the report, to the customer."""

from __future__ import annotations

import ibis
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core.engine import frame
from segmentbook.features import RFM
from segmentbook.features.score_columns import base_of, score_features, with_scores
from segmentbook.features.scores import add_scores

RECENCY, FREQUENCY, _ = RFM


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_engine_gives_the_scores_of_the_frame(values: list[int], given_cuts: bool) -> None:
    view = pd.DataFrame({"customer": range(len(values)), "recency": values, "frequency": values})
    cuts = {"frequency": [1.0, 2.0, 4.0, 7.0]} if given_cuts else {}
    features = (RECENCY, FREQUENCY)
    expected = add_scores(view, features, cuts)
    found = frame(with_scores(ibis.memtable(view), features, cuts).order_by("customer"))
    pd.testing.assert_frame_equal(found[expected.columns], expected)


def test_a_score_stands_for_its_feature() -> None:
    assert [base_of(feature.name) for feature in score_features(RFM)] == [f.name for f in RFM]
    assert base_of("credit_score") == "credit_score"
    assert {feature.better for feature in score_features(RFM)} == {"high"}
