"""The table of scores."""

from __future__ import annotations

from exhibits import blocks_of
from fixtures import customer_view
from segmentbook.features import RFM
from segmentbook.features import scores as methods
from segmentbook.pages.customers import scores


def test_values_and_customers_of_each_score_are_shown():
    scored = methods.add_scores(customer_view(), RFM)
    table = methods.score_table(scored, RFM)
    [block] = blocks_of(scores(table))
    assert len(block["rows"]) == len(table)
    assert block["rows"][0][:2] == ["Recency", "5"]
    assert {row[0] for row in block["rows"]} == {feature.title for feature in RFM}


def test_what_must_stay_hidden_is_a_dash():
    scored = methods.add_scores(customer_view(20), RFM)
    [block] = blocks_of(scores(methods.score_table(scored, RFM)))
    assert {tuple(row[2:]) for row in block["rows"]} == {("–", "–", "–")}
