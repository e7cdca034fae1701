"""Ids stay texts: leading zeros, capitals and letters are part of them."""

from __future__ import annotations

from collections.abc import Iterable

import ibis.expr.types as ir

from segmentbook.ingest.missing import known


def read_ids(table: ir.Table, names: Iterable[str]) -> dict[str, ir.StringValue]:
    """Return some columns as ids, null where one is missing.

    Programs that know no gaps among whole numbers write 17850 as 17850.0: where a whole column is
    written so, the `.0` is taken off.

    Args:
        table: The raw table.
        names: Columns of it, of any type.
    """
    columns = list(dict.fromkeys(names))
    texts = [name for name in columns if table[name].type().is_string()]
    # Few exports have such texts at all, and that is told without looking at every text's form.
    pointed = _told(table, {name: table[name].contains(".0").any() for name in texts})
    whole = _told(
        table,
        {name: known(table[name]).re_search(r"^\d+\.0$").all() for name in texts if pointed[name]},
    )
    return {name: _id(table[name], cut=whole.get(name, False)) for name in columns}


def _told(table: ir.Table, conditions: dict[str, ir.BooleanValue]) -> dict[str, bool]:
    if not conditions:
        return {}
    named = {f"c{number}": one for number, one in enumerate(conditions.values())}
    [found] = table.aggregate(**named).to_pyarrow().to_pylist()
    return {name: bool(value) for name, value in zip(conditions, found.values(), strict=True)}


def _id(column: ir.Value, *, cut: bool) -> ir.StringValue:
    value = known(column)
    if value.type().is_floating() or value.type().is_decimal():
        # An id with a true fraction keeps it: rounding would make one customer of two.
        return (value == value.floor()).ifelse(
            value.try_cast("int64").cast("string"), value.cast("string")
        )
    text = value.cast("string")
    return text.re_replace(r"\.0$", "") if cut else text
