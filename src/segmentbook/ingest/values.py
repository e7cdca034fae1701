"""Values as exports write them: missing ones, ids, and the shapes of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import ibis
import ibis.expr.types as ir

_MOST_SHAPES = 5_000  # dates and numbers have a few shapes; only a column of other texts has more

MISSING = (
    "", "-", "NA", "N/A", "#N/A", "<NA>", "nan", "NaN", "NaT", "NULL", "Null", "null", "None",
)  # fmt: skip
"""What programs write for an id, number or date that is missing."""

_WORDS = "|".join(re.escape(word) for word in MISSING)
_NOTHING = rf"^\s*(?:{_WORDS})\s*$"
_OPEN = rf"^\s|\s$|^(?:{_WORDS})$"


def known(column: ir.Value) -> ir.Value:
    """Return a column of ids, numbers or dates without outer blanks, null where one is missing."""
    if column.type().is_floating():
        return column.isnan().ifelse(None, column)
    if not column.type().is_string():
        return column
    # One pattern covers the usual case, so that the engine examines only the other texts closely. It
    # would join a list of words to the table instead, which takes many times as long.
    closer = column.re_search(_NOTHING).ifelse(None, column.strip())
    return column.re_search(_OPEN).ifelse(closer, column)


def read_ids(table: ir.Table, names: Iterable[str]) -> dict[str, ir.StringValue]:
    """Return some columns as ids, null where one is missing.

    Programs whose integers cannot be missing write 17850 as 17850.0; where a whole column is written
    like that, the `.0` is removed.

    Args:
        table: The raw table.
        names: Columns of it, of any type.
    """
    columns = list(dict.fromkeys(names))
    texts = [name for name in columns if table[name].type().is_string()]
    # Few exports contain such texts, and a cheap test shows that before every text is examined.
    pointed = _evaluate(table, {name: table[name].contains(".0").any() for name in texts})
    whole = _evaluate(
        table,
        {name: known(table[name]).re_search(r"^\d+\.0$").all() for name in texts if pointed[name]},
    )
    return {name: id_text(table[name], cut=whole.get(name, False)) for name in columns}


def _evaluate(table: ir.Table, conditions: dict[str, ir.BooleanValue]) -> dict[str, bool]:
    if not conditions:
        return {}
    named = {f"c{number}": one for number, one in enumerate(conditions.values())}
    [found] = table.aggregate(**named).to_pyarrow().to_pylist()
    return {name: bool(value) for name, value in zip(conditions, found.values(), strict=True)}


def id_text(column: ir.Value, *, cut: bool = False) -> ir.StringValue:
    """Return a column as ids: whole floats and decimals without their `.0`, null where missing.

    Args:
        column: Values of any type.
        cut: Whether texts are whole numbers written as 17850.0.
    """
    value = known(column)
    if value.type().is_floating() or value.type().is_decimal():
        # An id with a true fraction keeps it: rounding would make one customer of two. One beyond
        # the whole numbers of the engine stays as it is written.
        whole = value.try_cast("int64").cast("string")
        return (value % 1 == 0).ifelse(whole.fill_null(value.cast("string")), value.cast("string"))
    text = value.cast("string")
    return text.re_replace(r"\.0$", "") if cut else text


def shape_of(text: ir.StringValue) -> ir.StringValue:
    """Return the shape of each text: the text with every digit as 9.

    Values of one shape are equally long and written alike, so a column of millions of dates or numbers
    reduces to a handful of shapes, which are interpreted one by one, outside the engine.
    """
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
    rows = counted.order_by([ibis.desc("n"), "shape"]).limit(_MOST_SHAPES).to_pyarrow().to_pylist()
    return {row.pop("shape"): row for row in sorted(rows, key=lambda row: row["shape"])}
