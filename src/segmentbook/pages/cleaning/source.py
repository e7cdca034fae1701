"""Where the export comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Table, notes, page

_COLUMNS = {
    "name": (mark("File"), "text"),
    "bytes": (mark("Bytes"), "count"),
    "sha256": (mark("SHA-256"), "text"),
}


@page(mark("The files of the export"))
def source(inputs: Sequence[Mapping[str, Any]], metrics: Mapping[str, Any]) -> Exhibit:
    """Show the files of the export, and whether it is the known original.

    Args:
        inputs: See `ingest.locate.describe_inputs`.
        metrics: See `cleaning.export_metrics`.
    """
    files = pd.DataFrame(list(inputs), columns=[*_COLUMNS])
    title = mark("Files read: the export has {rows_in:count} rows")
    return Exhibit("", [Table(files, _COLUMNS, title), *notes(_original(metrics))], metrics)


def _original(metrics: Mapping[str, Any]) -> list[str]:
    if not metrics["export_known"]:
        return []
    if metrics["export_difference"] is None:
        return [mark("The export is the known original: rows, customers and money agree.")]
    return [mark("The export is not the known original ({export_difference}).")]
