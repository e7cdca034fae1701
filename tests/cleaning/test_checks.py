"""The sanity checks: what each text is taken for, and which checks an export gets."""

from __future__ import annotations

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.cleaning.checks import row_checks, text_checks
from small_export import OWN, table

pytestmark = pytest.mark.whole


def faults_of(column, texts):
    """Return for each text the faults that are found in it."""
    frame = pd.DataFrame({column: pd.array(texts, dtype="string"), "export_row": range(len(texts))})
    [(values, checks)] = text_checks(ibis.memtable(frame))
    hits = values.select(column, **{check.fault: check.hit for check in checks}).to_pandas()
    return {
        row[column]: {fault for fault in row.index[1:] if row[fault] is True}
        for _, row in hits.iterrows()
    }


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("plain", set()),
        ('[{"a": 1}]', {"json"}),
        ('{"a": 1}', {"json"}),
        ("[1, 2]", {"lists"}),
        (" N/A", {"placeholder", "outer_blanks"}),
        ("-", {"placeholder"}),
        ("-1", set()),
        ("-x", {"formula"}),
        ("+1", {"formula"}),
        ("@name", {"formula"}),
    ],
)
def test_texts(text, faults):
    assert faults_of("note", [text]) == {text: faults}


def test_orders_with_letters_and_products_without_digits():
    assert faults_of("order", ["C1", "12"]) == {"C1": {"order_with_letters"}, "12": set()}
    assert faults_of("product", ["POST", "85A"]) == {
        "POST": {"product_without_digits"},
        "85A": set(),
    }


def test_values_of_customers_and_orders_are_not_shown():
    for column in ("customer", "order"):
        frame = pd.DataFrame({column: pd.array(["=secret"], dtype="string"), "export_row": [0]})
        [(values, checks)] = text_checks(ibis.memtable(frame))
        shown = [check.example for check in checks if check.example is not None]
        texts = values.select(**{f"e{n}": one for n, one in enumerate(shown)}) if shown else None
        assert texts is None or "secret" not in texts.to_pandas().to_csv()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=8), min_size=1, max_size=10, unique=True))
def test_outer_blanks_are_those_that_strip_removes(texts):
    texts = [text for text in texts if text.isprintable() and "\x00" not in text] or ["x"]
    for text, faults in faults_of("note", texts).items():
        assert ("outer_blanks" in faults) == (text != text.strip(" "))


def test_the_checks_of_rows_fit_the_columns():
    checks = {(check.fault, check.column) for check in row_checks(table(), OWN)}
    assert {("below_zero", "quantity"), ("zero", "price"), ("strange_year", "timestamp")} <= checks
    assert ("below_zero", "amount") not in checks, "money follows from the price"
    assert not {fault for fault, _ in checks} & {"repeated_customer", "unreadable"}
    fewer = {(check.fault, check.column) for check in row_checks(table().drop("price"), OWN[:3])}
    assert ("below_zero", "amount") in fewer


def test_an_export_of_customers_has_checks_of_its_own():
    export = table().drop("order").mutate(orders=ibis.literal(1), discount_orders=ibis.literal(2))
    faults = {check.fault for check in row_checks(export, ["customer", "age"])}
    assert {"repeated_customer", "repeated_but_for_customer", "discounts_above_orders"} <= faults


def test_zero_and_negative_values_are_counted_apart():
    lines = table().mutate(quantity=ibis.row_number().over(order_by="export_row") - 1)
    checks = {c.fault: c for c in row_checks(lines, OWN) if c.column == "quantity"}
    hits = lines.aggregate(
        zero=checks["zero"].hit.sum(), below=checks["below_zero"].hit.sum()
    ).to_pandas()
    assert hits.iloc[0].to_dict() == {"zero": 1, "below": 1}
