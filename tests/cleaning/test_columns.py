"""The values of a column as rules read them."""

from __future__ import annotations

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.cleaning import columns
from segmentbook.core.errors import UserError
from small_export import table


def texts(*values):
    frame = pd.DataFrame({"t": pd.array(values, dtype="string"), "export_row": range(len(values))})
    return ibis.memtable(frame)


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet=" \t\nxé0", max_size=5))
def test_a_text_is_missing_where_it_has_nothing_but_blanks(text):
    export = texts(text)
    assert bool(export.select(m=columns.missing(export.t)).to_pandas()["m"][0]) == (
        not text.strip()
    )


def test_texts_of_numbers_are_read():
    export = texts("1", " 2.5 ", None, "-3e2")
    read = export.select(n=columns.number(export, "t", "")).to_pandas()["n"]
    assert read.tolist()[:2] == [1, 2.5]
    assert read[3] == -300
    assert pd.isna(read[2])


@pytest.mark.parametrize(
    ("export", "column", "message"),
    [
        (texts("1", "many"), "t", r"holds 'many' \(data row 2\)"),
        (table(), "timestamp", r"'timestamp' holds timestamp"),
    ],
)
def test_other_values_are_refused(export, column, message):
    with pytest.raises(UserError, match=message):
        columns.number(export, column, "cleaning, rule 1 (cap)")


def test_numbers_fit_the_type_of_their_column():
    export = table()
    found = export.select(
        money=columns.fit(ibis.literal(1.23456), export.price),
        pieces=columns.fit(ibis.literal(2.6), export.quantity),
    )
    row = found.to_pandas().iloc[0]
    assert (str(row["money"]), row["pieces"]) == ("1.2346", 3)
