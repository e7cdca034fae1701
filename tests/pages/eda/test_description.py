"""Descriptive statistics of every column."""

from __future__ import annotations

from exhibits import blocks_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.eda import sales
from segmentbook.pages.eda import description


def test_every_column_has_a_row_and_texts_have_no_mean():
    table = sales.describe(in_engine(order_lines(20)))
    shown = description(table)
    [_, block] = blocks_of(shown)
    assert [row[0] for row in block["rows"]] == table["column"].tolist()
    assert len(block["columns"]) == 8
    [mean] = [row[4] for row in block["rows"] if row[0] == "product"]
    assert mean == "–"
    assert texts_of(shown)[0] == "The cleaned data, column by column"
