"""Where the export comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Table, notes, page
from segmentbook.report.formats import NO_CURRENCY, Formats

_COLUMNS = {
    "name": (mark("File"), "text"),
    "bytes": (mark("Bytes"), "count"),
    "sha256": (mark("SHA-256"), "text"),
}
_DIFFERENCES = {
    "rows": (mark("rows: {number}, not {known}"), "count"),
    "customers": (mark("customers: {number}, not {known}"), "count"),
    "money": (mark("quantity x price: {number}, not {known}"), "money_exact"),
}


@page(mark("The files of the export"))
def source(inputs: Sequence[Mapping[str, Any]], metrics: Mapping[str, Any]) -> Exhibit:
    """Show the files of the export, and whether it is the known original.

    Args:
        inputs: See `ingest.locate.describe_inputs`.
        metrics: See `cleaning.export_metrics`; `export_difference` is recorded in words.
    """
    metrics = {**metrics, "export_difference": _in_words(metrics["export_difference"])}
    files = pd.DataFrame(list(inputs), columns=[*_COLUMNS])
    title = mark("Files read: the export has {rows_in:count} rows")
    return Exhibit("", [Table(files, _COLUMNS, title), *notes(_original(metrics))], metrics)


def _original(metrics: Mapping[str, Any]) -> list[str]:
    if not metrics["export_known"]:
        return []
    if metrics["export_difference"] is None:
        return [mark("The export is the known original: rows, customers and money agree.")]
    return [mark("The export is not the known original ({export_difference}).")]


def _in_words(difference: Mapping[str, tuple[float, float]] | None) -> str | None:
    if difference is None:
        return None
    # The study's currency does not matter: the numbers are compared.
    formats = Formats(NO_CURRENCY)
    parts = []
    for name, pair in difference.items():
        message, kind = _DIFFERENCES[name]
        number, known = (formats.write(value, kind) for value in pair)
        parts.append(gettext(message, number=number, known=known))
    return "; ".join(parts)
