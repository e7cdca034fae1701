"""Every number that evidence may name has a title and a format."""

from __future__ import annotations

from segmentbook.actions.measures import known
from segmentbook.features import RFM
from segmentbook.pages.actions.measures import titles
from segmentbook.report.formats import KINDS


def test_every_number_has_a_title_of_its_own():
    described = titles(RFM)
    assert set(described) == set(known(RFM))
    assert len({title for title, _ in described.values()}) == len(described)
    assert {kind for _, kind in described.values()} <= {*KINDS}


def test_a_feature_is_named_in_the_title():
    assert titles(RFM)["recency_mean"] == ("mean recency", "number")
    assert titles(RFM)["monetary_standing"][1] == "percent"
