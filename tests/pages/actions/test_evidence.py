"""The evidence in words, and advice apart from what is none."""

from __future__ import annotations

import pytest

from exhibits import blocks_of
from segmentbook.actions.choose import advise
from segmentbook.actions.evidence import parse
from segmentbook.actions.measures import known
from segmentbook.actions.playbook import Action, Advice
from segmentbook.features import RFM
from segmentbook.pages.actions import evidence
from segmentbook.report.blocks import plain
from segmentbook.report.formats import Formats

KNOWN = known(RFM)


def action(id_, *conditions, **more):
    parsed = tuple(parse(text, KNOWN) for text in conditions)
    return Action(id_, f"Do {id_}.", "all", "mail", parsed, "", **more)


ACTIONS = (
    action("holds", "unbought_share >= 0.5", "revenue_share > customer_share"),
    action("fails", "order_value < 0.5 * all.order_value"),
    action("few", "overdue_share >= 0.05", audience="overdue_share"),
    action("unknown", "discount_share > all.discount_share"),
)
SEGMENT = {
    "customers": 100,
    "customer_share": 0.25,
    "revenue_share": 0.5,
    "unbought_share": 0.75,
    "order_value": 90.0,
    "overdue_share": 0.06,
}
EVERYONE = {"order_value": 100.0}


def shown(*actions):
    """Return the blocks about a segment with these actions and one without an archetype."""
    segments = [SEGMENT, {"customers": 300, "customer_share": 0.75}]
    advised = advise(["Best", "Odd"], [Advice(actions, "noise"), None], segments, EVERYONE)
    return blocks_of(evidence(advised, EVERYONE, RFM, Formats("GBP")))


def column(block, name):
    place = [head["name"] for head in block["columns"]].index(name)
    return [row[place] for row in block["rows"]]


def test_every_action_is_listed_with_what_was_needed_and_found():
    holds, considered = shown(*ACTIONS)
    assert [plain(block["title"]) for block in (holds, considered)] == [
        "Supported by the data",
        "Considered, but not supported",
    ]
    assert column(holds, "Needed") == [
        "average share of best sellers never bought at least 50%; "
        "share of revenue above their share of customers"
    ]
    assert column(holds, "Found") == ["75%; 50% (share of customers: 25%)"]
    assert "Verdict" not in [head["name"] for head in holds["columns"]]
    assert column(considered, "Found") == ["£90.00 (all customers: £100)", "under 10%", "not known"]
    assert column(considered, "Verdict") == [
        "not supported",
        "not supported: fewer than 10 customers",
        "not checkable here",
    ]


def test_where_nothing_was_considered_the_tables_are_not_applicable():
    blocks = shown()
    assert [block["kind"] for block in blocks] == ["not_applicable"] * 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("quiet_share >= 0.5", "customers without an order in the last quarter at least 50%"),
        ("order_value < 20", "revenue per order below £20.00"),
        ("order_value > all.order_value", "revenue per order above that of all customers"),
        (
            "order_value <= 0.9 * all.order_value",
            "revenue per order at most 90% of that of all customers",
        ),
        ("revenue_share > all.customer_share", "share of revenue above the share of customers of"),
        ("revenue_share > customer_share", "share of revenue above their share of customers"),
    ],
)
def test_a_condition_in_words(text, words):
    tables = [block for block in shown(action("x", text)) if block["kind"] == "table"]
    [needed] = column(tables[0], "Needed")
    assert needed.startswith(words)
