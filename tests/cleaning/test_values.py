"""Values within bounds: positive, without outliers, capped."""

from __future__ import annotations

from decimal import Decimal

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook import cleaning
from segmentbook.cleaning.values import bounds, outside
from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError
from segmentbook.params.cleaning import KeepPositive
from small_export import ROWS, clean, rule, table

pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (rule("keep_positive", columns=["quantity", "price"]), [0, 1, 2, 4, 6]),
        (rule("drop_outliers", column="age", upper=100), [0, 1, 2, 3, 4, 6]),
        (rule("drop_outliers", column="born", lower=1900, upper=1985), [2, 3, 4, 6]),
        (rule("drop_outliers", column="quantity", percentile=0.9), [0, 1, 2, 3, 5, 6]),
        (rule("drop_outliers", column="age", iqr=1.5), [0, 1, 2, 3, 4, 6]),
    ],
)
def test_rows_out_of_bounds_are_dropped(one, kept):
    found = clean(one)
    assert found.rows["export_row"].tolist() == kept
    assert found.ledger["rows"][1] == 7 - len(kept)
    assert found.ledger["order_lines"].tolist() == [7, len(kept), len(kept)]


def test_keep_positive_drops_gaps():
    frame = pd.DataFrame(
        {"export_row": range(4), "customer": ["1"] * 4, "order": ["A"] * 4, "n": [1, 0, -1, None]}
    )
    export = ibis.memtable(frame).mutate(amount=ibis.literal(1).cast(MONEY))
    one = KeepPositive(rule="keep_positive", columns=["n"], reason="none")
    kept = cleaning.order_lines(cleaning.mark(export, [one], ["n"]))
    assert kept.to_pandas()["export_row"].tolist() == [0]


def test_a_cap_changes_the_money():
    found = clean(rule("cap", column="quantity", upper=10))
    assert found.rows["quantity"].tolist() == [2, 2, 1, -1, 10, 1, 1]
    assert found.ledger["rows_changed"].tolist() == [0, 1, 1]
    assert found.ledger["money_changed"][1] == Decimal("-0.9")


def test_integers_are_capped_at_integers_within_the_bounds():
    found = clean(rule("cap", column="quantity", lower=0.5, upper=1.5))
    assert found.rows["quantity"].tolist() == [1] * 7


def test_texts_that_are_not_numbers_are_refused_with_an_example():
    with pytest.raises(UserError, match=r"holds 'x' \(data row 1\)"):
        clean(rule("cap", column="product", upper=1))


def test_a_column_without_values_has_no_percentile():
    with pytest.raises(UserError, match="no row has a 'born'"):
        clean(
            rule("drop_outliers", column="born", percentile=0.9),
            export=table(ROWS.assign(born=None)),
        )


@settings(max_examples=15, deadline=None)
@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20),
    share=st.floats(0.01, 0.99),
    iqr=st.floats(0.1, 5),
)
def test_bounds_are_quantiles_by_linear_interpolation(values, share, iqr):
    marked = ibis.memtable(pd.DataFrame({"n": values, "removed_by": 0}))
    _, upper = bounds(marked, marked.n, rule("cap", column="n", percentile=share), "")
    assert upper == pytest.approx(np.quantile(values, share), abs=1e-6)
    lower, upper = bounds(marked, marked.n, rule("cap", column="n", iqr=iqr), "")
    first, third = np.quantile(values, [0.25, 0.75])
    assert (lower, upper) == pytest.approx(
        (first - iqr * (third - first), third + iqr * (third - first)), abs=1e-5
    )
    found = marked.aggregate(n=outside(marked.n, lower, upper).sum()).to_pandas()["n"][0]
    assert found == sum(value < lower or value > upper for value in values)


def test_equal_values_are_never_out_of_bounds():
    # As a DECIMAL literal this number is one bit above itself.
    marked = ibis.memtable(pd.DataFrame({"n": [0.40051516550721805] * 3, "removed_by": 0}))
    limits = bounds(marked, marked.n, rule("cap", column="n", iqr=1), "")
    assert not marked.select(out=outside(marked.n, *limits)).to_pandas()["out"].any()
