"""Ids stay texts: leading zeros, capitals and letters are part of them."""

from __future__ import annotations

from collections.abc import Iterable

import ibis.expr.types as ir

from segmentbook.reading.missing import known


def read_ids(table: ir.Table, names: Iterable[str]) -> dict[str, ir.StringValue]:
    """Return some columns as ids, null where one is missing.

    Programs that know no gaps among whole numbers write 17850 as 17850.0: where a whole column is
    written so, the `.0` is taken off.

    Args:
        table: The raw table.
        names: Columns of it, of any type.
    """
    columns = list(dict.fromkeys(names))
    texts = {
        f"t{number}": known(table[name])
        for number, name in enumerate(columns)
        if table[name].type().is_string()
    }
    whole = {}
    if texts:
        looked = table.select(**texts)
        told = looked.aggregate(**{key: looked[key].re_search(r"^\d+\.0$").all() for key in texts})
        whole = told.to_pyarrow().to_pylist()[0]
    return {
        name: _id(table[name], cut=bool(whole.get(f"t{number}")))
        for number, name in enumerate(columns)
    }


def _id(column: ir.Value, *, cut: bool) -> ir.StringValue:
    value = known(column)
    if value.type().is_floating() or value.type().is_decimal():
        # An id with a true fraction keeps it: rounding would make one customer of two.
        return (value == value.floor()).ifelse(
            value.try_cast("int64").cast("string"), value.cast("string")
        )
    text = value.cast("string")
    return text.re_replace(r"\.0$", "") if cut else text
