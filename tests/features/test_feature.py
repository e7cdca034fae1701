"""A feature can be kept in sets, whatever the values of its definition."""

from __future__ import annotations

from dataclasses import replace

from segmentbook.features import RFM
from segmentbook.features.single_view import SINGLE_VIEW


def test_features_are_told_apart_by_all_that_they_hold():
    everything = {*RFM, *SINGLE_VIEW}
    assert len(everything) == len(RFM) + len(SINGLE_VIEW)
    other = replace(RFM[0], values={"month": "30"})
    assert other != RFM[0]
    assert hash(other) == hash(RFM[0])
