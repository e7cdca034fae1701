"""Rows that repeat others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.marks import LISTED, is_kept
from segmentbook.cleaning.step import Answers, Removal, Step
from segmentbook.ingest.read import ROW
from segmentbook.params import cleaning as params

_ALL = ibis.literal(True)


class DropDuplicates(Removal[params.DropDuplicates]):
    """Of rows that agree in every column of the export, keep the first."""

    def columns(self) -> Sequence[str]:
        """Return no column: every export can be compared with itself."""
        return []

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows repeat an earlier row that is kept."""
        # A row that an earlier rule removed must not make a kept row a repetition; an item list that
        # was turned into lines is represented by its hash.
        own = [column if column in table.columns else LISTED for column in self.own_columns]
        return table[ROW].isin(repetitions(table, own, is_kept(table))[ROW])

    def answers(self) -> Answers:
        """Return that repeated rows are dealt with."""
        return {(Fault.REPEATED_ROW, ""), (Fault.REPEATED_CUSTOMER, "")}


STEPS: dict[str, type[Step[Any]]] = {
    "drop_duplicates": DropDuplicates,
}
"""The rules of this family by the names that the params give them."""


def repetitions(
    table: ir.Table, own_columns: Sequence[str], among: ir.BooleanValue = _ALL
) -> ir.Table:
    """Return `export_row` of each row that agrees with an earlier one in every given column.

    Args:
        table: One row per row of the export.
        own_columns: The columns in which rows must agree; two gaps agree.
        among: Which of the rows are compared.
    """
    # Only rows whose hashes agree are compared column by column. These are found in a query of their
    # own: in one expression the engine would write the whole table to disk for it, twice.
    parts = {f"c{i}": table[column] for i, column in enumerate(own_columns)}
    hashed = table.filter(among).select(ROW, hash=ibis.struct(parts).hash()).cache()
    shared = hashed.group_by("hash").having(hashed.count() > 1).aggregate(n=hashed.count())
    alike = hashed.semi_join(shared, "hash").select(ROW).cache()
    rows = table.select(ROW, **parts).semi_join(alike, ROW)
    first = rows[ROW].min().over(ibis.window(group_by=list(parts)))
    return rows.mutate(first=first).filter(lambda t: t[ROW] != t["first"]).select(ROW).cache()
