"""Who moved from segment to segment: pictures and sentences."""

from __future__ import annotations

import pytest

from customer_moves import movement
from drawing import AWKWARD, svg, texts
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.movement import moves
from segmentbook.report import theme

NAMES = {1: "Best", 2: "Middle"}


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


@pytest.mark.parametrize("names", [NAMES, dict(enumerate(AWKWARD[:2], start=1))])
def test_heatmap(names):
    picture = picture_of(moves(movement(), names))
    svg(picture)
    assert "30" in texts(picture)
    assert "4" not in texts(picture)
    assert f"{names[2]}: 50% stayed" in picture.alt


def test_flows_hide_what_the_heatmap_hides_and_name_nobody():
    [sankey] = picture_of(moves(movement(), NAMES)).interactive["data"]
    shown = sankey["link"]["value"]
    assert min(shown) >= 10
    labels = sankey["node"]["label"]
    assert labels[:2] == list(NAMES.values())
    ends = {
        (labels[s], labels[t])
        for s, t in zip(sankey["link"]["source"], sankey["link"]["target"], strict=True)
    }
    assert ("Best", "no order") not in ends
    assert ("first order", "Middle") in ends


def test_flows_bear_the_months_of_their_periods():
    [sankey] = picture_of(moves(movement(), NAMES)).interactive["data"]
    assert sorted(set(sankey["node"]["customdata"])) == [
        "Apr 2023 - Jun 2023",
        "Dec 2022 - Mar 2023",
        "Oct 2022 - Dec 2022",
    ]


def test_spending_of_those_who_moved_up_and_down():
    said = texts_of(moves(movement({(2, 1): 8.0, (1, 2): -5.0}), NAMES))
    assert said == [
        "15 customers moved up, 12 moved down, 29 lapsed",
        "Customers by segment in the 91 days before 1 April 2023 and in those from then on",
        "Customers who moved up spent £120 more than in the period before; those who moved down spent "
        "£60.00 less.",
        "23% of the customers of the earlier period placed no order in the later one; new customers "
        "brought £71.00, returning ones £18.00.",
    ]


@pytest.mark.parametrize(("up", "down"), [(-8.0, -5.0), (8.0, 5.0), (0.0, 0.0), (-8.0, 5.0)])
def test_spending_that_changed_against_the_move_has_its_sign(up, down):
    [said] = [
        text
        for text in texts_of(moves(movement({(2, 1): up, (1, 2): down}), NAMES))
        if "spending" in text
    ]
    signs = {True: "−", False: ""}
    assert f"changed by {signs[up < 0]}£" in said
    assert f"moved down by {signs[down < 0]}£" in said


def test_kinds_of_moves_of_too_few_customers_are_not_mentioned():
    found = movement(minimum=14)
    assert (found.latest.groupby("kind")["customers"].sum()["downgraded"]) == 12
    said = texts_of(moves(found, NAMES))
    assert said[0] == "Who moved from segment to segment"
    assert not any(f" {number} " in f" {' '.join(said)} " for number in (12, 15))
    assert not any("moved up" in text for text in said)


def test_without_periods_the_reason_is_given():
    values = {"days": 179, "length": 91}
    reason = "the export covers {days:count} days, two periods of {length:count} days are needed"
    [block] = blocks_of(moves(NotApplicable(reason=reason, values=values), NAMES))
    assert block["what"] == "Movement between segments"
    assert block["reason"] == "the export covers 179 days, two periods of 91 days are needed"
