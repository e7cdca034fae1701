"""What `make new` prints."""

from __future__ import annotations

from segmentbook.commands.new.params_file import Rule
from segmentbook.commands.new.summary import summary

KNOWN = {
    "export": "sales.csv: 1,200 rows, 3 columns",
    "recognised": [("customer", "Kunde")],
    "rules": [Rule({"rule": "drop_missing"}, 1234), Rule({"rule": "keep_positive"}, None)],
    "unsure": ["amount           Betrag"],
    "missing": ["product", "currency"],
}


def test_a_study_that_can_be_built_names_the_next_step():
    assert summary("shop", **KNOWN, question="") == [
        "sales.csv: 1,200 rows, 3 columns",
        "Recognised:",
        "  customer         Kunde",
        "  drop_missing     would remove 1,234 rows",
        "Not sure of:",
        "  amount           Betrag",
        "Not found: product, currency",
        "Written: params/shop.yaml. Next: make report STUDY=shop",
    ]


def test_a_question_comes_last():
    bare = {**KNOWN, "rules": [], "unsure": [], "missing": []}
    assert summary("shop", **bare, question="day or month?")[-2:] == [
        "Written: params/shop.yaml. Before make report STUDY=shop, settle one question:",
        "day or month?",
    ]
