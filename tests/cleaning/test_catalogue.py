"""What one item is, and what it is called."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import customer_table
from fixtures import floats, in_engine, order_lines, study
from segmentbook.cleaning import catalogue
from segmentbook.core.not_applicable import NotApplicable


def lines_of(names):
    """Return lines of one product each, called by the given names."""
    return in_engine(
        order_lines(1)
        .iloc[[0] * len(names)]
        .assign(
            export_row=range(len(names)),
            product=[code for code, _ in names],
            product_name=pd.array([name for _, name in names], dtype="string"),
        )
        .drop(columns="item")
    )


def test_the_most_frequent_name_counts_then_the_alphabet():
    table = catalogue.with_item(
        lines_of(
            [
                ("22", "MUG "), ("22", "MUG"), ("22", "?broken"), ("22", "mug"),
                ("30", "Zebra"), ("30", "Ape"),
                ("41", None), ("41", None), ("41", "found"),
                ("55", None),
            ]
        ),
        "product",
    )  # fmt: skip
    found = catalogue.items(table).to_pandas()
    # An item without a name is called by its code; blanks at the ends are not part of a name.
    expected = pd.DataFrame({"item": ["22", "30", "41", "55"], "name": ["MUG", "Ape", "41", "55"]})
    assert_frame_equal(found[["item", "name"]], expected, check_dtype=False)


def test_items_by_name_leave_unnamed_products_out():
    table = catalogue.with_item(lines_of([("1", "Tea"), ("2", "Tea"), ("3", None)]), "product_name")
    found = catalogue.items(table).to_pandas()
    assert found["item"].tolist() == ["Tea"]
    assert found["name"].tolist() == ["Tea"]


def test_an_export_without_names_and_categories_has_codes():
    lines = order_lines(30).drop(columns=["product_name", "category", "item"])
    found = catalogue.items(catalogue.with_item(in_engine(lines), "product")).to_pandas()
    codes = sorted(lines["product"].unique())
    assert found["item"].tolist() == codes
    assert found["name"].tolist() == codes
    assert found["category"].isna().all()


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["x", "y ", " y", "", None])),
        min_size=1,
        max_size=12,
    )
)
def test_every_item_has_one_name_whatever_the_order_of_lines(names):
    found, backwards = (
        catalogue.items(catalogue.with_item(lines_of(each), "product")).to_pandas()
        for each in (names, names[::-1])
    )
    assert_frame_equal(found, backwards)
    assert found["item"].tolist() == sorted({code for code, _ in names})
    assert found["name"].notna().all()
    assert (found["name"].str.strip() != "").all()


def test_one_row_for_each_item_of_realistic_lines():
    lines = floats(order_lines())
    found = catalogue.items(in_engine(order_lines())).to_pandas()
    assert found["item"].tolist() == sorted(lines["item"].dropna().unique())
    assert found["name"].tolist() == found["item"].tolist()
    kinds = lines.dropna(subset="item").groupby("item")["category"].first()
    assert found.set_index("item")["category"].tolist() == kinds.tolist()


def test_unnamed_items_are_counted():
    lines = order_lines()
    missing = int(lines["item"].isna().sum())
    assert missing > 10
    assert catalogue.unnamed_items(in_engine(lines)) == {"unnamed_lines": missing}
    named = lines.dropna(subset="item")
    assert catalogue.unnamed_items(in_engine(named)) == {"unnamed_lines": 0}
    assert catalogue.unnamed_items(in_engine(named.iloc[:0])) == {"unnamed_lines": 0}


def test_an_export_has_order_lines_or_customer_rows():
    lines, columns = in_engine(order_lines(3)), study().columns
    assert "item" in catalogue.order_lines(lines, columns).columns
    missing = catalogue.customer_rows(lines, columns)
    assert missing == NotApplicable(reason="the rows of the export are order lines")
    of_customers = customer_table.study().columns
    assert isinstance(catalogue.order_lines(lines, of_customers), NotApplicable)
    assert catalogue.customer_rows(lines, of_customers) is lines
    assert catalogue.unnamed_items(catalogue.order_lines(lines, of_customers)) == NotApplicable(
        reason="the export has one row for each customer, no orders"
    )
