"""What cleaning left, in sentences; the metrics of the ledger must be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.sentences import Said

_TITLES = {
    "order_line": mark(
        "{rows_kept_share:percent} of the export's rows are purchases of known customers"
    ),
    "customer": mark("{rows_kept_share:percent} of the export's rows are customers to be grouped"),
}


def result_title(grain: str) -> Said:
    """Return the title over the ledger.

    Args:
        grain: `order_line` or `customer`.
    """
    return (_TITLES[grain], {})


def result_sentences(metrics: Mapping[str, Any]) -> list[Said]:
    """Say how many rows stay, and whose and worth how much they are as far as that is known."""
    said: list[Said] = [(_("{rows_in:count} rows came, {rows_out:count} stay."), {})]
    if metrics["orders"] is None:
        said.append((_("They are of {customers:count} customers."), {}))
    else:
        said.append((_("{customers:count} customers placed {orders:count} orders."), {}))
    if metrics["revenue"] is not None:
        if metrics["orders"] is not None:
            said.append((_("Their orders are worth {revenue:money_exact}."), {}))
        else:
            said.append((_("What they bought is worth {revenue:money_exact}."), {}))
    return said
