"""What a reader must know of the export before she trusts the figures."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import propagate_not_applicable
from segmentbook.ingest.locate import difference
from segmentbook.params.source import Fingerprint
from segmentbook.report.sentences import Said


def fingerprint(ledger: pd.DataFrame, known: Fingerprint | None) -> dict[str, Any]:
    """Compare the export with the known original, where the study knows one.

    Returns:
        `export_known` (whether an original is known) and `export_difference` (text or None).
    """
    if known is None:
        return {"export_known": False, "export_difference": None}
    export = ledger.iloc[0]
    found = difference(
        known, int(export["rows"]), int(export["customers"]), float(export.get("money", 0))
    )
    return {"export_known": True, "export_difference": found}


def fingerprint_sentences(metrics: dict[str, Any]) -> list[Said]:
    """Say whether the export is the known original; nothing where none is known."""
    if not metrics["export_known"]:
        return []
    if metrics["export_difference"] is None:
        return [(_("The export is the known original: rows, customers and money agree."), {})]
    return [(_("The export is not the known original ({export_difference})."), {})]


@propagate_not_applicable
def unnamed_items(lines: ir.Table) -> dict[str, Any]:
    """Count the order lines whose item has no name, which no ranking shows."""
    return {
        "unnamed_lines": int(frame(lines.aggregate(n=lines.item.isnull().sum()))["n"].fillna(0)[0])
    }


def unnamed_sentences(metrics: dict[str, Any]) -> list[Said]:
    """Say how many order lines cannot be named; nothing where all can."""
    if metrics.get("unnamed_lines", 0) == 0:
        return []
    said = _(
        "{unnamed_lines:count} order lines are of products without a name: they count in every sum, "
        "but no ranking of products shows them."
    )
    return [(said, {})]
