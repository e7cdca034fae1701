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


def count_shapes(
    table: ir.Table, text: ir.StringValue, **counts: ir.Value
) -> dict[str, dict[str, Any]]:
    """Return the shapes of a whole column, with `n`, `example` and further counts of each.

    Args:
        table: The raw table.
        text: An expression over it.
        counts: Names of values to add up for each shape.
    """
    values = table.select(text=text, shape=shape_of(text), **counts)
    values = values.filter(values["shape"].notnull())
    counted = values.group_by("shape").aggregate(
        n=values.count(),
        example=values["text"].min(),
        **{name: values[name].sum() for name in counts},
    )
    rows = counted.order_by([ibis.desc("n"), "shape"]).limit(_MOST).to_pyarrow().to_pylist()
    return {row.pop("shape"): row for row in sorted(rows, key=lambda row: row["shape"])}
