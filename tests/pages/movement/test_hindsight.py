"""What the segments made before a cut date did after it: pictures and sentences."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from drawing import AWKWARD, svg
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement.hindsight import Hindsight
from segmentbook.movement.outcomes import TemporalSplit
from segmentbook.pages.movement import hindsight, hindsight_table
from segmentbook.report import theme
from segmentbook.report.exhibit import claims

SPLIT = TemporalSplit(date(2023, 1, 1), date(2023, 9, 28), date(2023, 12, 26))
PAIRS = [(1, 2), (1, 3), (2, 3)]


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def found(again=(0.9, 0.6, 0.25), names=("Best", "Middle", "Low"), alike=()):
    """Return three segments, of which the pairs `alike` do not differ."""
    bounds = [not isinstance(share, float) for share in again]
    segments = pd.DataFrame(
        {
            "segment": [1, 2, 3],
            "name": names,
            "customers": [40, 30, 200],
            "again": pd.Series(again, dtype=object),
            "again_low": [None if bound else 0.2 for bound in bounds],
            "again_high": [None if bound else 1.0 for bound in bounds],
            "revenue": [50.0, 812.5, 0.0],
            "revenue_low": [40.0, 700.0, 0.0],
            "revenue_high": [60.0, 900.0, 0.0],
        }
    )
    values = [0.8 if pair in alike else 0.001 for pair in PAIRS]
    pairs = pd.DataFrame(PAIRS, columns=["one", "other"]).assign(again=values, revenue=values)
    return Hindsight(SPLIT, segments, pairs)


def test_segments_that_all_differ():
    assert texts_of(hindsight(found(), "GBP"))[:-1] == [
        "90% of Best ordered again within 90 days; 25% of Low did",
        "Repeat orders and revenue after the cut date, with 95% confidence intervals",
        "Segments made only from orders before 28 September 2023, followed for the 90 days from then "
        "on.",
        "Mean revenue per customer in those days was £812 for Middle and £0.00 for Low.",
        "All segments differ significantly in the share that ordered again.",
        "All segments differ significantly in revenue per customer.",
    ]


def test_the_method_is_a_note():
    note = blocks_of(hindsight(found(), "GBP"))[-1]
    assert note["style"] == "note"


@pytest.mark.parametrize(
    ("alike", "wanted"),
    [
        ([(1, 2)], ["The pair of Best and Middle does not pass the test on revenue per customer."]),
        (
            [(1, 2), (2, 3)],
            [
                "The pair of Best and Middle does not pass the test on revenue per customer.",
                "The pair of Middle and Low does not pass the test on revenue per customer.",
            ],
        ),
        (PAIRS, ["No pair of segments passes the test on revenue per customer."]),
    ],
)
def test_pairs_that_do_not_differ_are_named(alike, wanted):
    texts = texts_of(hindsight(found(alike=alike), "GBP"))
    assert [text for text in texts if " revenue per customer." in text] == wanted
    again = [text for text in texts if "the share that ordered again." in text]
    assert len(again) == len(wanted)


def test_segments_that_do_not_differ_are_not_contrasted():
    exhibits = hindsight(found(alike=[(1, 3), (2, 3)]), "GBP")
    texts = texts_of(exhibits)
    assert texts[0] == "What the segments did in the 90 days from 28 September 2023 on"
    assert not any(text.startswith("Mean revenue") for text in texts)
    assert set(claims(hindsight(found(alike=PAIRS), "GBP"))) == set()
    assert claims(hindsight(found(), "GBP")) == [
        "later.repeat_differs", "later.revenue_differs", "later.repeat_differs",
        "later.revenue_differs",
    ]  # fmt: skip


def test_many_pairs_that_do_not_differ_are_counted(monkeypatch):
    monkeypatch.setitem(hindsight.__wrapped__.__globals__, "MOST_NAMED", 1)
    texts = texts_of(hindsight(found(alike=PAIRS[:2]), "GBP"))
    assert "1 of 3 pairs of segments differ significantly in revenue per customer." in texts


@pytest.mark.parametrize(
    ("again", "title"),
    [
        (({"above": 0.95}, 0.6, 0.25), "Over 95% of Best ordered again within 90 days; 25% of Low did"),
        (
            ({"below": 0.25}, 0.0, {"below": 0.05}),
            "Under 25% of Best ordered again within 90 days; under 5.0% of Low did",
        ),
    ],
)  # fmt: skip
def test_a_title_that_begins_with_a_bound_has_a_capital_letter(again, title):
    assert texts_of(hindsight(found(again), "GBP"))[0] == title


@pytest.mark.parametrize("names", [("Best", "Middle", "Low"), AWKWARD[:3]])
def test_intervals_are_in_the_text_alternative(names):
    picture = picture_of(hindsight(found(names=names), "GBP"))
    svg(picture)
    assert f"{names[0]}: 90% (20% to 100%) ordered again, £50.00 (£40.00 to £60.00) each" in (
        picture.alt
    )


def test_a_bound_has_no_interval():
    picture = picture_of(hindsight(found(({"above": 0.95}, 0.6, 0.25)), "GBP"))
    svg(picture)
    assert "with 95% confidence intervals. Best: over 95% ordered again, £50.00 (" in picture.alt


def test_the_table_has_every_interval():
    known = {"later_confidence_level": 0.95}
    [table] = blocks_of(hindsight_table(found(({"above": 0.95}, 0.6, 0.25)).segments), known)
    assert table["rows"][0] == [
        "Best", "40", "over 95%", "–", "–", "£50.00", "£40.00", "£60.00",
    ]  # fmt: skip
    assert len(table["rows"]) == 3


def test_without_a_look_back_the_reason_is_given_once():
    missing = NotApplicable(
        reason="{number:count} customers ordered before {date:date}",
        values={"number": 3, "date": SPLIT.cut},
    )
    [block] = blocks_of(hindsight(missing, "GBP"))
    assert block["what"] == "What the segments did later"
    assert block["reason"] == "3 customers ordered before 28 September 2023"
    assert hindsight_table(missing) == []
