"""The value at stake: money with assumptions beside it, else the formula."""

from __future__ import annotations

import pytest

from exhibits import blocks_of
from segmentbook.actions.choose import Advised, Judged
from segmentbook.actions.economics import at_stake
from segmentbook.actions.playbook import Action
from segmentbook.pages.actions import stake
from segmentbook.params.economics import Economics, Response
from segmentbook.report.blocks import plain

ECONOMICS = Economics(
    margin=0.5, contact_cost=1.0, discount=0.25, response=Response(low=0.01, middle=0.02, high=0.1)
)


def action(id_, audience):
    return Judged(Action(id_, f"Do {id_}.", "all", "mail", (), ""), "supported", audience)


def blocks(economics, *actions):
    values = {"customers": 100, "revenue_per_customer": 500.0, "order_value": 90.0}
    segments = [Advised("Best", None, values, actions), Advised("Odd", None, {"customers": 300})]
    return blocks_of(stake(at_stake(segments, economics), economics))


def text(block):
    return plain(block.get("spans") or block["title"])


def test_without_economics_audience_and_formula_only():
    heading, table, note = blocks(None, action("this", 100))
    assert text(heading) == "The data support 1 action; the most is at stake with Best"
    assert table["rows"] == [["Do this.", "Best", "100", "£500", "£90.00"]]
    assert "contact cost ÷ (revenue per order × (margin − discount))" in text(note)
    assert not [span for span in note["spans"] if "metric" in span]


def test_with_economics_every_assumption_stands_beside_the_result():
    heading, table, note = blocks(ECONOMICS, action("this", 100))
    assert text(heading) == "0 of 1 action pays at a response of 2.0%"
    # 90 * 0.5 = 45 for a response; 100 * (r * 45 - 1)
    assert table["rows"][0][3:] == ["£500", "£90.00", "2.2%", "−£55.00", "−£10.00", "£350"]
    assert {span["metric"] for span in note["spans"] if "metric" in span} == {
        f"stake.assumed.{name}"
        for name in (
            "margin",
            "contact_cost",
            "discount",
            "response.low",
            "response.middle",
            "response.high",
        )
    }


def test_a_slide_shows_the_most_valuable_actions():
    actions = [action(f"n{number}", 10 + number) for number in range(9)]
    heading, table, _ = blocks(None, *actions)
    assert text(heading).startswith("The data support 9 actions")
    assert [row[2] for row in table["rows"]] == ["18", "17", "16", "15", "14", "13"]


@pytest.mark.parametrize("economics", [None, ECONOMICS])
def test_without_advice_nothing_is_at_stake(economics):
    heading, missing = blocks(economics)
    assert text(heading) == "The data support no action of the playbook"
    assert missing["kind"] == "not_applicable"
    assert missing["what"] == "Value at stake"
