"""The shape of a text: the text with every digit as 9.

Values of one shape are as long as each other and written alike, so a column of millions of dates or
numbers comes down to a handful of shapes. These are understood one by one, outside the engine.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

_MOST = 5_000  # dates and numbers have a few shapes; only a column of other texts has more


def shape_of(text: ir.StringValue) -> ir.StringValue:
    """Return the shape of every text."""
    return text.translate("0123456789", "9999999999")


def distinct(connection: Any, table: ir.Table, name: str) -> ir.Table:
    """Return the distinct values of a column, with `n`, the number of rows that have each.

    Dates and numbers repeat, so that looking at each value once is many times faster.
    """
    values = table.group_by(value=table[name]).aggregate(n=table.count())
    return connection.create_table(ibis.util.gen_name("values"), values, temp=True)


def count_shapes(
    values: ir.Table, text: ir.StringValue, **counts: ir.Value
) -> dict[str, dict[str, Any]]:
    """Return the shapes of a whole column, with `n`, `example` and further counts of each.

    Args:
        values: What `distinct` returned.
        text: An expression over it.
        counts: Names of conditions, whose rows are counted for each shape.
    """
    looked = values.select(text=text, shape=shape_of(text), n=values["n"], **counts)
    looked = looked.filter(looked["shape"].notnull())
    counted = looked.group_by("shape").aggregate(
        n=looked["n"].sum(),
        example=looked["text"].min(),
        **{name: looked["n"].sum(where=looked[name]) for name in counts},
    )
    rows = counted.order_by([ibis.desc("n"), "shape"]).limit(_MOST).to_pyarrow().to_pylist()
    return {row.pop("shape"): row for row in sorted(rows, key=lambda row: row["shape"])}
