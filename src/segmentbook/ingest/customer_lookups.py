"""Read the tables about customers that lie beside an export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.core.errors import UserError
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest.canonical import read_text_value
from segmentbook.ingest.files import read_file
from segmentbook.ingest.headers import ROW
from segmentbook.ingest.lookups import require_columns
from segmentbook.ingest.values import read_ids
from segmentbook.params.source import CustomerLookup, Source
from segmentbook.params.study import Study

_KEY = "source.customer_lookups"


def read(
    connection: Any, study: Study, files: Sequence[Path], customers: ir.Table
) -> ir.Table | NotApplicable:
    """Return what the tables about customers say of each customer of the export.

    Args:
        connection: The engine's connection.
        study: The study.
        files: See `locate.customer_lookups`.
        customers: A table with `customer`; only these are kept.

    Returns:
        One row for each customer: `customer` and the columns that the params name. A count is 0 for who
        is not in its table; with `of` it is 1 or 0, and missing for who is not asked. By customer.

    Raises:
        UserError: If a column is missing, or a table of columns has two rows of one customer.
    """
    if not files:
        return NotApplicable(reason=mark("the study names no table about its customers"))
    table = customers.select("customer").filter(customers.customer.notnull()).distinct()
    for lookup, path in zip(study.source.customer_lookups, files, strict=True):
        other = read_file(connection, path, Source(files=lookup.files)).drop(ROW)
        require_columns(other, [lookup.key, *lookup.columns], path.name, _KEY)
        right = _right(other, lookup, path.name)
        table = table.left_join(right, "customer").drop("customer_right")
    return _counts(table, study.source.customer_lookups).order_by("customer")


def _right(other: ir.Table, lookup: CustomerLookup, file: str) -> ir.Table:
    """Return one row for each customer of a table."""
    ids = read_ids(other, [lookup.key])[lookup.key]
    columns = {name: read_text_value(other[name]) for name in lookup.columns}
    right = other.select(customer=ids, **columns)
    right = right.filter(right.customer.notnull())
    if lookup.count is not None:
        return right.group_by("customer").aggregate(**{lookup.count: right.count()})
    [found] = (
        right.aggregate(n=right.count(), customers=right.customer.nunique())
        .to_pyarrow()
        .to_pylist()
    )
    if found["n"] > found["customers"]:
        raise UserError(
            f"{found['n'] - found['customers']} rows repeat a value of {lookup.key!r}",
            where=file,
            expected="one row for each customer",
            todo="give 'count' in place of 'columns' to count the rows of each customer.",
        )
    return right


def _counts(table: ir.Table, lookups: Sequence[CustomerLookup]) -> ir.Table:
    """Fill counts, and turn those with `of` into answers."""
    filled = {
        one.count: table[one.count].fill_null(0).cast("int64")
        for one in lookups
        if one.count is not None
    }
    answers = {
        one.count: (filled[one.of] > 0).ifelse((filled[one.count] > 0).cast("int64"), ibis.null())
        for one in lookups
        if one.count is not None and one.of is not None
    }
    return table.mutate(**(filled | answers))


def added(facts: ir.Table | NotApplicable) -> list[tuple[str, int, int]]:
    """Return for each column that tables about customers add: name, customers known, customers.

    Args:
        facts: See `read`.
    """
    if isinstance(facts, NotApplicable):
        return []
    names = [name for name in facts.columns if name != "customer"]
    counted = facts.aggregate(
        customers=facts.count(),
        **{f"n{place}": facts[name].count() for place, name in enumerate(names)},
    )
    [found] = counted.to_pyarrow().to_pylist()
    return [(name, found[f"n{place}"], found["customers"]) for place, name in enumerate(names)]
