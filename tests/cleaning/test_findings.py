"""Findings: every fault is found, counted, and assigned to the rules that deal with it."""

from __future__ import annotations

import ibis
import pandas as pd
import pytest

from faulty_lines import found, planted
from fixtures import order_lines, study
from segmentbook.cleaning.faults import HEADING_OF, HEADINGS
from segmentbook.cleaning.findings import FINDING_COLUMNS, failing

pytestmark = pytest.mark.whole

PLANTED = [
    ("empty", "category"),
    ("json", "category"),
    ("lists", "category"),
    ("placeholder", "place"),
    ("outer_blanks", "place"),
    ("formula", "place"),
    ("product_without_digits", "product"),
    ("below_zero", "quantity"),
    ("zero", "price"),
    ("below_zero", "price"),
    ("strange_year", "timestamp"),
    ("order_of_several_customers", ""),
    ("repeated_row", ""),
    ("codes_differ_by_case", "product"),
    ("months_without_rows", ""),
]


def faults(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(["fault", "column"]).sort_index()


def test_every_planted_fault_is_found_and_none_where_there_is_none():
    clean, dirty = planted()
    table = found(dirty)
    assert list(table.columns) == list(FINDING_COLUMNS)
    by_fault = faults(table)
    assert set(PLANTED) <= set(by_fault.index)
    assert (by_fault.loc[PLANTED[:4], "count"] == 1).all()
    assert all(rules == [] for rules in table["rules"])
    assert not set(PLANTED) & set(faults(found(clean)).index)


def test_the_first_row_of_a_fault_is_its_example():
    by_fault = faults(found(planted()[1]))
    assert by_fault.loc[("outer_blanks", "place"), ["row", "value"]].tolist() == [6, " North"]
    assert by_fault.loc[("empty", "category"), "row"] == 3
    assert pd.isna(by_fault.loc[("empty", "category"), "value"])
    assert by_fault.loc[("below_zero", "price"), "value"].startswith("-1")


def test_findings_are_in_the_order_of_the_headings():
    table = found(planted()[1])
    order = [list(HEADINGS).index(heading) for heading in table["heading"]]
    assert order == sorted(order)
    rows = table[table["heading"] != "lacking"]
    assert [HEADING_OF[fault] for fault in rows["fault"]] == rows["heading"].tolist()


def test_the_rules_that_deal_with_a_finding_are_numbered():
    rules = study().cleaning
    assert [rule.rule for rule in rules] == [
        "drop_missing", "drop_cancelled", "keep_positive", "drop_duplicates",
    ]  # fmt: skip
    by_fault = faults(found(planted()[1], rules))
    assert by_fault.loc[("repeated_row", ""), "rules"] == [4]
    assert by_fault.loc[("below_zero", "quantity"), "rules"] == [2, 3]
    assert by_fault.loc[("zero", "price"), "rules"] == [3]
    assert by_fault.loc[("empty", "category"), "rules"] == []


def test_partial_months_and_what_an_export_lacks():
    lines = order_lines()
    inside = lines[(lines["timestamp"] >= "2023-02-10") & (lines["timestamp"] < "2023-05-11")]
    table = found(inside.drop(columns=["item", "category"]).reset_index(drop=True))
    periods = table[table["heading"] == "periods"]
    assert periods["fault"].tolist() == ["first_month_incomplete", "last_month_incomplete"]
    lacks = table[table["heading"] == "lacking"]
    assert {"categories", "place"} & {*lacks["fault"]} == {"categories"}
    assert lacks["count"].isna().all()


def test_flags_that_no_row_has_are_left_out():
    table = ibis.memtable(pd.DataFrame({"a": [False, True], "b": [False, False]}))
    assert failing(table, ["a", "b"]) == ["a"]
    assert failing(table, []) == []
    assert failing(table.filter(False), ["a", "b"]) == []
