"""The exhibit of what other choices and another month change."""

from __future__ import annotations

import pandas as pd
import pytest

from exhibits import blocks_of, texts_of
from segmentbook.clustering.sensitivity import Sensitivity
from segmentbook.core.claims import KINDS
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.clustering import sensitivity
from segmentbook.pages.clustering.sensitivity import _TITLES, NAMES
from segmentbook.report.exhibit import claims

NONE = NotApplicable(mark("the export has no cancellations"))


def labels(values):
    return pd.Series(values, index=pd.Index([f"c{n}" for n in range(len(values))], name="customer"))


MAIN = labels([1] * 400 + [2] * 400)
MOVED = labels([1] * 300 + [2] * 500)


def test_the_title_is_of_the_variant_that_changes_most():
    found = Sensitivity(MAIN, {"scores": MAIN, "earlier": MOVED}, {"net": NONE})
    exhibits = sensitivity(found, {1: 0.9, 2: 0.9})
    title, *texts = texts_of(exhibits)
    assert title.startswith("One month earlier, segments differ most: 12% of customers were")
    assert any(text.startswith("No segment passes the test") for text in texts)
    assert texts[-1] == (
        "Not applicable: net of cancellations in place of gross revenue (the export has no "
        "cancellations)."
    )
    assert claims(exhibits) == ["exact"]


def test_what_stays_is_called_stable():
    found = Sensitivity(MAIN, {"earlier": MAIN}, {})
    exhibits = sensitivity(found, {1: 0.9, 2: 0.9})
    assert claims(exhibits) == ["exact", "stable"]
    assert exhibits[0].metrics["segment_stability"][0]["badge"] == "highly stable"


def test_without_any_variant_the_reason_is_shown():
    [block] = blocks_of(sensitivity(Sensitivity(MAIN, {}, {"scores": NONE}), {1: 0.9}))
    assert block["reason"] == "the export has no cancellations"


@pytest.mark.parametrize("variant", NAMES)
def test_every_variant_has_a_title(variant):
    assert _TITLES[variant].kind in KINDS
