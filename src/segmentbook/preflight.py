"""What can be known to be wrong before a notebook runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from segmentbook import cleaning, engine, reading
from segmentbook.advice import playbook
from segmentbook.advice.column_measures import require_columns
from segmentbook.customer_params import CustomerColumns
from segmentbook.features import chosen, described
from segmentbook.reading import dates, shapes
from segmentbook.study import Columns, Study


def look(study: Study, files: list[Path]) -> int:
    """Look at the playbook of a study and at the columns of its export.

    Args:
        study: The study.
        files: Its export, see `sources.fetch`.

    Returns:
        The number of rows of the export.

    Raises:
        UserError: If the playbook is wrong, a role is for a column that customers do not have, or a
            column of the export is missing or of a wrong type.
    """
    _require_playbook(study)
    table = reading.read(engine.connect(), study, files)
    return int(table.count().to_pyarrow().as_py())


def tell(study: Study, files: list[Path]) -> list[str]:
    """Say how an export is understood and what cleaning would remove, running no notebook.

    Args:
        study: The study.
        files: Its export, see `sources.locate`.

    Returns:
        Lines on rows, columns, forms of dates, and the ledger as it would be.

    Raises:
        UserError: As `look`; or if no row would be left.
    """
    _require_playbook(study)
    connection = engine.connect()
    table = reading.read(connection, study, files)
    rules = cleaning.all_rules(table, study.cleaning)
    marked = cleaning.mark(table, rules, reading.own_columns(study, table)).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, table)
    cleaning.require_result(ledger)
    total = int(ledger["rows"].iloc[0])
    said = [f"rows: {total:,}", "columns:", *_columns(study, table, total)]
    said += _dates(connection, study, files)
    said.append("cleaning would remove, rule by rule, and leave as the result:")
    said += [
        f"  {row.rows:>12,} rows {row.customers:>10,} customers {row.orders:>10,} orders   {row.step}"
        for row in ledger.iloc[1:].itertuples()
    ]
    return said


def _require_playbook(study: Study) -> None:
    params = study.segments
    playbook.load(params.playbook, chosen(study), params.roles, study.language)
    require_columns(params.roles, [feature.name for feature in described(study)])


def _columns(study: Study, table: ir.Table, total: int) -> list[str]:
    names = reading.single_columns(study.columns)
    shown = [name for name in names if name in table.columns]
    [filled] = (
        table.aggregate(**{name: table[name].count() for name in shown}).to_pyarrow().to_pylist()
    )
    return [
        f"  {name:13} {names[name]}  ({table[name].type()}, {filled[name] / total:.1%} of rows)"
        for name in shown
    ]


def _dates(connection: Any, study: Study, files: list[Path]) -> list[str]:
    own = files[: len(files) - len(study.source.lookups)]
    raw = reading.read_raw(connection, study.source, own)
    said = []
    for name in date_columns(study.columns):
        if raw[name].type().is_temporal():
            continue  # the export itself says what they are
        found = dates.readings(
            shapes.distinct(connection, raw, name),
            name,
            day_first=study.columns.day_first,
            zone=study.timezone,
            file=own[0].name if own else "the database",
        )
        said.append(f"dates of {name!r}:")
        said += [
            f"  {one.form}: {one.rows:,} rows, e.g. {one.example!r} is {one.when:%Y-%m-%d %H:%M}"
            if one.form
            else f"  no date: {one.rows:,} rows, e.g. {one.example!r}"
            for one in found
        ]
    return said


def date_columns(columns: Columns | CustomerColumns) -> list[str]:
    """Return the export's columns that are read as dates."""
    if isinstance(columns, CustomerColumns):
        return list(columns.dates.values())
    return [columns.timestamp]
