"""The pages of the advice as a whole."""

from __future__ import annotations

import pytest

from fixtures import Shown
from segmentbook.actions import economics
from segmentbook.actions.choose import judge
from segmentbook.actions.evidence import parse
from segmentbook.actions.measures import known
from segmentbook.core import metrics
from segmentbook.features import RFM
from segmentbook.pages.actions import advice
from segmentbook.params.segments import Economics, Response
from segmentbook.report.formats import Formats
from segmentbook.segments.naming import Name
from segmentbook.segments.playbook import Action, Archetype

KNOWN = known(RFM)
ECONOMICS = Economics(
    margin=0.5, contact_cost=1.0, discount=0.25, response=Response(low=0.01, middle=0.02, high=0.1)
)


def action(id_, *conditions, **more):
    evidence = tuple(parse(text, KNOWN) for text in conditions)
    return Action(id_, f"Do {id_}.", "all", "mail", evidence, "", **more)


ACTIONS = (
    action("holds", "unbought_share >= 0.5", "revenue_share > customer_share"),
    action("fails", "order_value < 0.5 * all.order_value"),
    action("few", "overdue_share >= 0.05", audience="overdue_share"),
    action("unknown", "discount_share > all.discount_share"),
)
NAMES = [
    Name("Best", Archetype("best", "Best", "The best.", {}, ACTIONS, "Noise."), 0.93),
    Name("Odd", None, 0.0),
]
SEGMENTS = [
    {
        "customers": 100,
        "customer_share": 0.25,
        "revenue_share": 0.5,
        "unbought_share": 0.75,
        "order_value": 90.0,
        "overdue_share": 0.06,
        "revenue_per_customer": 500.0,
    },
    {"customers": 300, "customer_share": 0.75},
]
EVERYONE = {"order_value": 100.0}
JUDGED = [judge(name, values, EVERYONE) for name, values in zip(NAMES, SEGMENTS, strict=True)]


def text(block):
    return "".join(span["text"] for span in block.get("spans", block.get("title", [])))


def evidence():
    return advice.evidence_table(NAMES, JUDGED, SEGMENTS, EVERYONE, KNOWN, Formats("GBP"))


def test_every_action_is_listed_with_what_was_needed_and_found():
    table = evidence()
    assert table["verdict"].tolist() == [
        "supported",
        "not supported",
        "not supported: fewer than 10 customers",
        "not checkable here",
    ]
    assert table["needed"][0] == (
        "share of the best sellers that a customer has never bought at least 50%; "
        "share of revenue more than their share of customers"
    )
    assert table["found"].tolist() == [
        "75%; 50% (share of customers 25%)",
        "£90.00 (all customers £100)",
        "under 10%",
        "not known",
    ]


def test_advice_and_what_is_none_stand_apart(monkeypatch):
    shown = Shown(monkeypatch, {})
    advice.show_evidence(shown.show, evidence())
    assert [text(block) for block in shown.blocks] == [
        "Supported by the data",
        "Considered, not supported",
    ]
    assert [len(block["rows"]) for block in shown.blocks] == [1, 3]
    assert [column["name"] for column in shown.blocks[1]["columns"]][-1] == "Verdict"


def test_where_nothing_was_considered_that_is_said(monkeypatch):
    shown = Shown(monkeypatch, {})
    advice.show_evidence(shown.show, evidence().iloc[:0])
    assert [block["kind"] for block in shown.blocks] == ["not_applicable"] * 2


def stake(monkeypatch, assumed, judged=JUDGED):
    table = economics.at_stake(NAMES, judged, SEGMENTS, assumed)
    shown = Shown(monkeypatch, metrics.plain(economics.metrics(table, assumed)))
    advice.show_stake(shown.show, table, assumed)
    return shown.blocks


def test_without_economics_audience_and_formula_only(monkeypatch):
    heading, table, note = stake(monkeypatch, None)
    assert text(heading) == "1 action is supported by the data; most is at stake with Best"
    assert table["rows"] == [["Do holds.", "Best", "100", "£500", "£90.00"]]
    assert "contact cost ÷ (value per order × (margin − discount))" in text(note)
    assert not [span for span in note["spans"] if "metric" in span]


def test_with_economics_every_assumption_stands_beside_the_result(monkeypatch):
    heading, table, note = stake(monkeypatch, ECONOMICS)
    assert text(heading) == "0 of 1 action pays when 2.0% respond"
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


@pytest.mark.parametrize("economics", [None, ECONOMICS])
def test_without_advice_nothing_is_at_stake(monkeypatch, economics):
    heading, missing = stake(monkeypatch, economics, [[], []])
    assert text(heading) == "The data support no action of the playbook"
    assert missing["kind"] == "not_applicable"


def test_names_with_the_quality_of_their_match():
    table = advice.names_table(NAMES)
    assert table["fit"].tolist() == ["fits closely", "describes them, as no archetype fits"]
    assert table["match"][0] == 0.93
    assert table["match"].isna().tolist() == [False, True]
