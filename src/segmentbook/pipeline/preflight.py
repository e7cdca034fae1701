"""Find errors in params and export before a notebook runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from segmentbook import cleaning
from segmentbook.actions import playbook
from segmentbook.actions.column_measures import require_columns
from segmentbook.core import engine
from segmentbook.features import chosen, described
from segmentbook.ingest import customer_lookups, dates, locate, read, values
from segmentbook.pages.cleaning.rules import named
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import Columns
from segmentbook.params.study import Study
from segmentbook.report.formats import Formats
from segmentbook.segments import identity


def check_choices(study: Study) -> None:
    """Check what a study names besides its export: the playbook and the earlier segmentation.

    Raises:
        UserError: If the playbook is wrong, a role names a column that customers do not have, or the
            earlier segmentation cannot be read or has other features.
    """
    params, features = study.segments, chosen(study)
    playbook.load(params.playbook, features, params.roles, study.language)
    require_columns(params.roles, [feature.name for feature in described(study)])
    identity.earlier(study, [feature.name for feature in features])


def check_columns(study: Study, files: list[Path]) -> int:
    """Check the columns of an export.

    Args:
        study: The study.
        files: Its export, see `locate.fetch`.

    Returns:
        The number of rows of the export.

    Raises:
        UserError: If a column is missing or of a wrong type.
    """
    connection = engine.connect()
    table = read.read(connection, study, files)
    customer_lookups.read(connection, study, locate.customer_lookups(study), table)
    return int(table.count().to_pyarrow().as_py())


def report(study: Study, files: list[Path]) -> list[str]:
    """Return how an export is read and what cleaning would remove, running no notebook.

    Args:
        study: The study.
        files: Its export, see `locate.locate`.

    Returns:
        Lines on rows, columns, date formats, and the ledger as it would be.

    Raises:
        UserError: As `check_choices` and `check_columns`, or if no row would be left.
    """
    check_choices(study)
    connection = engine.connect()
    table = read.read(connection, study, files)
    rules = cleaning.all_rules(table, study.cleaning, study.customers.monetary.revenue)
    marked = cleaning.mark(table, rules, read.own_columns(study, table)).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, table)
    cleaning.require_result(ledger)
    total = int(ledger["rows"].iloc[0])
    lines = [f"rows: {total:,}", "columns:", *_columns(study, table, total)]
    lines += _dates(connection, study, files)
    about = locate.customer_lookups(study)
    facts = customer_lookups.read(connection, study, about, table)
    known = customer_lookups.added(facts)
    lines += ["about customers, by which segments are described:"] if known else []
    lines += [f"  {name}: known of {count:,} of {of:,} customers" for name, count, of in known]
    lines.append("cleaning would remove, rule by rule, and leave as the result:")
    formats = Formats(study.currency)
    counted = [name for name in cleaning.LEDGER_COLUMNS if name in ledger.columns]
    for row in named(ledger, rules).iloc[1:].to_dict("records"):
        numbers = [f"{row[name]:>12,} {name}" for name in counted if name != "money"]
        numbers += (
            [f"{formats.write(row['money'], 'money_exact'):>18}"] if "money" in counted else []
        )
        lines.append(f"  {' '.join(numbers)}   {row['step']}")
    return lines


def _columns(study: Study, table: ir.Table, total: int) -> list[str]:
    names = read.single_columns(study.columns)
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
    raw = read.read_raw(connection, study.source, own)
    lines = []
    for name in date_columns(study.columns):
        if raw[name].type().is_temporal():
            continue  # the export itself says what they are
        found = dates.readings(
            values.distinct(connection, raw, name),
            name,
            day_first=study.columns.day_first,
            zone=study.timezone,
            file=own[0].name if own else "the database",
        )
        lines.append(f"dates of {name!r}:")
        lines += [
            f"  {one.form}: {one.rows:,} rows, e.g. {one.example!r} is {one.when:%Y-%m-%d %H:%M}"
            if one.form
            else f"  no date: {one.rows:,} rows, e.g. {one.example!r}"
            for one in found
        ]
    return lines


def date_columns(columns: Columns | CustomerColumns) -> list[str]:
    """Return the export's columns that are read as dates."""
    if isinstance(columns, CustomerColumns):
        return list(columns.dates.values())
    return [columns.timestamp]
