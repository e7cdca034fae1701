"""Cancellations: which rows are one, the lines that they cancel (against a loop), and the money."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import real_export, study
from segmentbook import cleaning, features
from segmentbook.cleaning.cancellations import matched
from segmentbook.core import engine
from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest import read
from segmentbook.params.cleaning import DropMissing, MatchCancellations
from segmentbook.params.study import load_study
from small_export import clean, rule
from small_export import table as small_table

pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (rule("drop_cancelled", prefix="C"), [0, 1, 2, 4, 5, 6]),
        (rule("drop_cancelled", negative_quantity=True), [0, 1, 2, 4, 5, 6]),
        (rule("drop_cancelled", column="product", value="POST"), [0, 1, 3, 4, 5, 6]),
        (rule("drop_cancelled", column="age", value=40), [0, 1, 3, 4, 5]),
        (rule("match_cancellations"), [0, 1, 2, 4, 5]),
    ],
)
def test_rows_that_cancel_orders_are_dropped(one, kept):
    assert clean(one).rows["export_row"].tolist() == kept


def test_a_flag_may_be_a_truth_value_in_the_params_and_a_text_in_the_export():
    export = small_table()
    export = export.mutate(status=(export.quantity < 0).ifelse("True", "false"))
    found = clean(rule("drop_cancelled", column="status", value=True), export=export)
    assert found.rows["export_row"].tolist() == [0, 1, 2, 4, 5, 6]


def test_a_flag_of_another_type_is_refused():
    with pytest.raises(UserError, match="the column 'age' holds int64 values, not 'old'"):
        clean(rule("drop_cancelled", column="age", value="old"))


LINE = st.tuples(
    st.sampled_from(["1", "2", None]),
    st.sampled_from(["x", "y", None]),
    st.integers(0, 4),
    st.sampled_from([-2, -1, -1, 0, 1, 1, 2]),
)


def table(lines):
    frame = pd.DataFrame(lines, columns=["customer", "product", "day", "quantity"])
    frame["export_row"] = range(len(frame))
    frame["timestamp"] = pd.Timestamp("2021-01-01") + pd.to_timedelta(frame.pop("day"), unit="D")
    return frame.astype({"customer": "string", "product": "string", "quantity": "int64"})


def by_hand(frame):
    """Follow the definition: each cancellation takes the latest earlier line that is free."""
    known = frame.dropna(subset=["customer", "product"])
    events = known.assign(closes=known["quantity"] < 0).sort_values(
        ["timestamp", "closes", "export_row"]
    )
    free: dict[tuple, list[int]] = {}
    pairs = set()
    for line in events.itertuples():
        open_lines = free.setdefault((line.customer, line.product, abs(line.quantity)), [])
        if line.quantity > 0:
            open_lines.append(line.export_row)
        elif line.quantity < 0 and open_lines:
            pairs |= {open_lines.pop(), line.export_row}
    return pairs


@settings(max_examples=10, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=20))
def test_pairs_are_those_of_a_loop(lines):
    frame = table(lines)
    found = matched(ibis.memtable(frame)).to_pandas()["line"].tolist()
    assert len(found) == len(set(found))
    assert set(found) == by_hand(frame)


def test_an_order_is_cancelled_once():
    lines = [("1", "x", 0, 5), ("1", "x", 1, -5), ("1", "x", 2, -5), ("1", "x", 3, 5)]
    assert sorted(matched(ibis.memtable(table(lines))).to_pandas()["line"]) == [0, 1]


@pytest.mark.studies
def test_the_two_huge_orders_of_online_retail_are_matched():
    study = load_study("online_retail")
    path = real_export("online_retail.parquet")
    export = read.read(engine.connect(), study, [path]).cache()
    rules = [
        DropMissing(rule="drop_missing", columns=["customer"], reason="nobody"),
        MatchCancellations(rule="match_cancellations", reason="undone"),
    ]
    marked = cleaning.mark(export, rules, read.own_columns(study, export)).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, export)
    assert ledger["rows"].tolist() == [541909, 135080, 5798, 401031]
    huge = marked.filter((marked.removed_by == 2) & (marked.quantity.abs() > 70000)).to_pandas()
    assert sorted(huge["order"]) == ["541431", "581483", "C541433", "C581484"]
    kinds = cleaning.revenue_kinds(export)
    # published definitions A (net) and B (gross)
    assert round(kinds["revenue_net"], 2) == 8300065.81
    assert round(kinds["revenue_gross"], 2) == 8911407.90
    assert kinds["revenue_net"] < kinds["revenue_matched"] < kinds["revenue_gross"]


LINES = pd.DataFrame(
    [
        ("a", "1", "mug", 5, "10.00"),  # taken back in full by C2
        ("a", "C2", "mug", -5, "-10.00"),
        ("a", "3", "cup", 4, "8.00"),
        ("a", "C4", "cup", -1, "-2.00"),  # a part, of no line of one piece
        ("b", "5", "mug", 1, "3.00"),
        ("c", "C6", "mug", -1, "-3.00"),  # cancellations only
        (None, "C7", "mug", -1, "-3.00"),
        ("b", "8", "mug", 0, "-7.00"),  # a correction, which keep_positive removes
    ],
    columns=["customer", "order", "product", "quantity", "amount"],
)
RULES = [
    {"rule": "drop_missing", "columns": ["customer"], "reason": "nobody"},
    {"rule": "drop_cancelled", "prefix": "C", "reason": "undone"},
    {"rule": "keep_positive", "columns": ["amount"], "reason": "free"},
]


def marked(rules):
    frame = LINES.assign(
        export_row=range(len(LINES)),
        timestamp=pd.date_range("2023-01-01", periods=len(LINES)),
        amount=[Decimal(value) for value in LINES["amount"]],
    )
    table = ibis.memtable(frame)
    table = table.mutate(amount=table.amount.cast(MONEY))
    return cleaning.mark(table, rules, list(LINES.columns))


def test_money_taken_back():
    rules = study(cleaning=RULES).cleaning
    found = engine.frame(cleaning.taken_back(marked(rules), rules)).set_index("customer")
    assert found["cancelled"].to_dict() == {"a": 12.0, "b": 7.0, "c": 3.0}
    assert found["matched"].to_dict() == {"a": 10.0, "b": 0.0, "c": 0.0}


@pytest.mark.parametrize(
    ("revenue", "money"),
    [("gross", [18.0, 3.0]), ("net", [6.0, -4.0]), ("matched", [8.0, 3.0])],
)
def test_monetary_value_by_definition(revenue, money):
    one = study(cleaning=RULES, customers={"monetary": {"revenue": revenue}})
    rules = cleaning.all_rules(marked([]), one.cleaning, revenue)
    table = marked(rules).cache()
    kept, back = cleaning.order_lines(table), cleaning.taken_back(table, rules)
    none = NotApplicable(reason="the rows are of orders")
    reference = pd.Timestamp("2024-01-01").date()
    view = engine.frame(features.customer_view(one, kept, none, back, reference))
    assert view["customer"].tolist() == ["a", "b"]
    assert view["monetary"].tolist() == money


def test_pairs_that_a_rule_removed_are_not_taken_back_again():
    rules = study(
        cleaning=[RULES[0], {"rule": "match_cancellations", "reason": "pairs"}, *RULES[1:]]
    ).cleaning
    found = engine.frame(cleaning.taken_back(marked(rules), rules)).set_index("customer")
    assert found["cancelled"].to_dict() == {"a": 2.0, "b": 7.0, "c": 3.0}
    assert found["matched"].to_dict() == {"a": 10.0, "b": 0.0, "c": 0.0}


def names(export, rules, revenue="matched"):
    declared = study(cleaning=rules).cleaning
    return [rule.rule for rule in cleaning.all_rules(export, declared, revenue)]


def test_matching_comes_by_itself_before_the_rule_that_would_drop_cancellations_alone():
    found = ["drop_missing", "match_cancellations", "drop_cancelled", "keep_positive"]
    assert names(marked([]), RULES) == found
    assert names(marked([]), RULES, "gross") == [rule["rule"] for rule in RULES]
    assert names(marked([]), RULES, "net") == [rule["rule"] for rule in RULES]


def test_matching_comes_before_a_rule_that_keeps_positive_lines():
    assert names(marked([]), RULES[2:]) == ["match_cancellations", "keep_positive"]
    prices = {"rule": "keep_positive", "columns": ["price"], "reason": "free"}
    assert names(marked([]), [prices]) == ["keep_positive"]  # cancellations stay in


def test_matching_is_not_added_where_it_is_declared_or_nothing_is_cancelled():
    declared = [{"rule": "match_cancellations", "reason": "pairs"}, *RULES[1:]]
    assert names(marked([]), declared) == [rule["rule"] for rule in declared]
    table = marked([])
    for export in (table.filter(table.quantity >= 0), table.drop("product")):
        assert names(export, RULES) == [rule["rule"] for rule in RULES]


def test_the_ledger_adds_up_with_matched_lines():
    export = marked([]).drop("removed_by")
    rules = cleaning.all_rules(export, study(cleaning=RULES).cleaning)
    table = cleaning.mark(export, rules, list(LINES.columns)).cache()
    ledger = cleaning.ledger(table, rules)
    cleaning.check(ledger, export)
    cleaning.check_lines(ledger, cleaning.order_lines(table))
    assert ledger["rows"].tolist() == [8, 1, 2, 2, 1, 2]
    assert cleaning.metrics(ledger)["revenue"] == 11.0


def test_an_export_without_products_has_no_cancellations():
    table = marked(study(cleaning=[]).cleaning).drop("product")
    for found in (cleaning.taken_back(table, []), cleaning.revenue_kinds(table)):
        assert found == NotApplicable(reason="the export has no quantity and product in its rows")


def test_kinds_of_revenue_before_any_rule():
    assert cleaning.revenue_kinds(marked([])) == {
        "revenue_gross": 21.0,
        "revenue_net": -1.0,
        "revenue_matched": 11.0,
        "cancellation_lines": 3,
        "cancelled_lines": 1,
    }


@pytest.mark.studies
def test_online_retail_net_is_definition_a():
    """Reference facts and published definitions: A less C is what cancellations took back."""
    one = load_study("online_retail")
    rules = one.cleaning[:3]  # without the rule against duplicates: definition C
    export = read.read(engine.connect(), one, [real_export("online_retail.parquet")]).cache()
    table = cleaning.mark(export, rules, read.own_columns(one, export)).cache()
    back = engine.frame(cleaning.taken_back(table, rules))
    kept = cleaning.order_lines(table)
    gross = float(kept.amount.sum().to_pyarrow().as_py())
    assert gross == pytest.approx(8_911_407.90, abs=0.005)
    assert gross - back["cancelled"].sum() == pytest.approx(8_300_065.81, abs=0.005)
    kinds = cleaning.revenue_kinds(export)
    assert gross - back["matched"].sum() == pytest.approx(kinds["revenue_matched"], abs=0.005)
