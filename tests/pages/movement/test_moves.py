"""Who moved between bands of spending: pictures and sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from customer_moves import movement
from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement.exchange import QUANTITIES
from segmentbook.pages.movement import moves
from segmentbook.report import theme
from segmentbook.report.exhibit import claims


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_heatmap():
    picture = picture_of(moves(movement(), "GBP"))
    svg(picture)
    assert "30" in texts(picture)
    assert "4" not in texts(picture)
    assert "below £400: 50% stayed" in picture.alt


@pytest.mark.parametrize(
    ("new_known", "state"), [(True, "first order"), (False, "no order before")]
)
def test_flows_hide_what_the_heatmap_hides_and_name_nobody(new_known, state):
    picture = picture_of(moves(movement(new_known=new_known), "GBP"))
    svg(picture)
    [sankey] = picture.interactive["data"]
    shown = sankey["link"]["value"]
    assert min(shown) >= 10
    labels = sankey["node"]["label"]
    assert labels[:2] == ["£400 and above", "below £400"]
    ends = {
        (labels[s], labels[t])
        for s, t in zip(sankey["link"]["source"], sankey["link"]["target"], strict=True)
    }
    assert ("£400 and above", "no order") not in ends
    assert (state, "below £400") in ends


def test_flows_bear_the_months_of_their_periods():
    [sankey] = picture_of(moves(movement(), "GBP")).interactive["data"]
    assert sorted(set(sankey["node"]["customdata"])) == [
        "Apr 2023 - Jun 2023",
        "Dec 2022 - Mar 2023",
        "Oct 2022 - Dec 2022",
    ]


def test_what_does_not_exceed_chance_is_described():
    exhibits = moves(movement(), "GBP")
    assert claims(exhibits) == []
    assert texts_of(exhibits) == [
        "15 customers moved up a band of spending, 12 moved down, 29 placed no order",
        "Customers by what they spent in the 91 days before 1 April 2023 and in those from then on",
        "23% of the customers of the earlier period placed no order in the later one; first orders "
        "brought £71.00, customers who returned £18.00.",
    ]
    unknown = texts_of(moves(movement(new_known=False), "GBP"))
    assert unknown[-1].endswith("customers without an order in the earlier one brought £89.00.")


def test_absent_customers_are_overdue_only_by_their_own_rhythm():
    exhibits = moves(replace(movement(), overdue=13), "GBP")
    assert claims(exhibits) == ["activity.overdue"]
    assert texts_of(exhibits)[-1] == (
        "Of the 29 customers without an order in the later period, 13 are overdue by their own rhythm."
    )


def test_what_exceeds_chance_is_claimed_with_its_season():
    exhibits = moves(movement(dict.fromkeys(QUANTITIES, "up")), "GBP")
    assert claims(exhibits) == [
        "movement.net_up", "movement.movers_up", "movement.active_up", "movement.revenue_up",
    ]  # fmt: skip
    said = texts_of(exhibits)
    assert said[0] == (
        "More customers moved up a band of spending than down, beyond chance, season not ruled out: "
        "15 against 12"
    )
    assert "does not hold the same days of a year earlier" in said[2]
    assert said[3:6] == [
        "Customers who moved up or down spent £27.00 more in all than in the earlier period, beyond "
        "chance.",
        "60 more customers placed an order than in the earlier period, beyond chance.",
        "Revenue rose by £1,215 from the earlier period, beyond chance.",
    ]


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_only_what_exceeds_chance_is_claimed(quantity):
    exhibits = moves(movement({quantity: "down"}, year=True), "GBP")
    name = "net" if quantity == "level" else quantity
    assert claims(exhibits) == [f"movement.{name}_down"]
    said = texts_of(exhibits)
    assert "with the same days a year earlier, from 2 April 2022 on." in said[2]
    assert (said[0].startswith("More customers moved down")) == (quantity == "level")
    if quantity == "level":
        assert said[0].endswith("20 against 20")


def test_kinds_of_moves_of_too_few_customers_are_not_mentioned():
    found = movement({"level": "up", "movers": "up", "revenue": "up"}, minimum=14)
    assert (found.latest.groupby("kind")["customers"].sum()["down"]) == 12
    exhibits = moves(found, "GBP")
    said = texts_of(exhibits)
    assert said[0] == "Movement between bands of spending"
    assert claims(exhibits) == ["movement.revenue_up"]
    assert not any(f" {number} " in f" {' '.join(said)} " for number in (12, 15))
    assert not any("moved up" in text for text in said)


def test_without_periods_the_reason_is_given():
    values = {"days": 179, "length": 91}
    reason = "the export covers {days:count} days, two periods of {length:count} days are needed"
    [block] = blocks_of(moves(NotApplicable(reason=reason, values=values), "GBP"))
    assert block["what"] == "Movement between bands of spending"
    assert block["reason"] == "the export covers 179 days, two periods of 91 days are needed"
