"""Rules in words, and the ledger with them."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from segmentbook.cleaning.rules import STEPS
from segmentbook.core import language
from segmentbook.pages.cleaning.rules import NAMES, either, named, rule_name, rule_reason
from segmentbook.params.cleaning import RULES, DropUnreadable
from small_export import ALL_RULES, clean, rule, table

UNREADABLE = DropUnreadable(rule="drop_unreadable", columns=["quantity", "timestamp"], reason="")


def test_rules_have_the_same_names_in_params_methods_and_pages():
    assert set(NAMES) == set(STEPS) == {*RULES, "drop_unreadable"}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_words(name):
    assert len(rule_name(rule(name, **ALL_RULES[name])).split()) > 1


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (UNREADABLE, "drop rows with an unreadable quantity or timestamp"),
        (rule("drop_missing", columns=["a", "b"]), "drop rows without a or b"),
        (rule("drop_duplicates"), "drop exact duplicates"),
        (rule("drop_cancelled", prefix="C"), "drop cancelled orders (C...)"),
        (rule("drop_cancelled", column="s", value=True), "drop cancelled orders (s = True)"),
        (rule("drop_cancelled", negative_quantity=True), "drop cancelled orders (quantity below 0)"),
        (rule("match_cancellations"), "drop orders with their cancellations"),
        (rule("keep_positive", columns=["a", "b"]), "keep a and b above 0"),
        (rule("keep_period", **{"from": "2021-02"}), "keep from 2021-02 on"),
        (rule("keep_period", **{"from": "2021-02", "to": "2021-02"}), "keep 2021-02"),
        (rule("drop_period", to="2021-01-31"), "drop up to 2021-01-31"),
        (rule("drop_period", **{"from": "2021-01", "to": "2021-03"}),
         "drop 2021-01 to 2021-03"),
        (rule("fill", column="a", constant="x"), "fill a with 'x'"),
        (rule("fill", column="a", **{"with": "mode"}), "fill a with its mode"),
        (rule("cap", column="a", percentile=0.99), "cap a above its 0.99 quantile"),
        (rule("drop_outliers", column="a", iqr=1.5), "drop a beyond 1.5 quartile ranges"),
        (rule("drop_outliers", column="a", lower=1, upper=1e6), "drop a below 1 or above 1,000,000"),
        (rule("drop_products", codes=["a", "b", "c", "d", "e"]), "drop products a, b, c and 2 more"),
        (rule("drop_products", pattern="^A{2}"), "drop products like ^A{2}"),
        (rule("parse_items", column="j", product="p", quantity="q"), "make order lines of j"),
        (rule("derive", column="a", by="ratio", of=["b", "c"]), "add a = b / c"),
        (rule("derive", column="a", by="years", of=["b"], reference_year=2020), "add a = 2020 − b"),
    ],
)  # fmt: skip
def test_rules_in_words(one, words):
    assert rule_name(one) == words


def test_the_reason_is_that_of_the_params_but_for_unreadable_rows():
    assert rule_reason(rule("drop_duplicates")) == "so"
    words = "What these rows hold as quantity or timestamp could not be read."
    assert rule_reason(UNREADABLE) == words
    assert either(["a", "b", "c"]) == "a or b or c"


@pytest.mark.whole
def test_a_ledger_gets_names_and_reasons_in_the_place_of_keys():
    export = table(unreadable=[None, "timestamp", None, None, "quantity", None, None])
    found = clean(rule("drop_duplicates"), export=export)
    words = named(found.ledger, found.rules)
    assert list(words.columns)[:3] == ["step", "reason", "rows"]
    assert words["step"].tolist() == [
        "export", rule_name(UNREADABLE), "drop exact duplicates", "result",
    ]  # fmt: skip
    assert words["reason"].tolist() == [
        "The export as it came.", rule_reason(UNREADABLE), "so", "What the report is about.",
    ]  # fmt: skip
    assert_frame_equal(words.drop(columns=["step", "reason"]), found.ledger.drop(columns="rule"))


def test_export_and_result_keep_their_english_names_until_they_are_shown(monkeypatch):
    monkeypatch.setattr(language, "_current", "id")
    ledger = pd.DataFrame({"rule": ["export", "result"], "rows": [1, 1]})
    words = named(ledger, [])
    assert words["step"].tolist() == ["export", "result"]
    assert words["reason"].iloc[0] != "The export as it came."
