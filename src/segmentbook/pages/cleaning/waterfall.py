"""The rows of the export, rule by rule, as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from segmentbook import cleaning
from segmentbook.core.language import gettext, ngettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.pages.cleaning.rules import named, rule_name
from segmentbook.params.cleaning import Rule
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import count
from segmentbook.report.theme import CORAL, INK, NAVY, SHORT_NUMBERS, canvas, clipped

_TITLES = {
    "order_line": mark(
        "{rows_kept_share:percent} of the export's rows are purchases of known customers"
    ),
    "customer": mark("{rows_kept_share:percent} of the export's rows are customers to segment"),
}


@page(mark("What each rule removed"))
def waterfall(ledger: pd.DataFrame, rules: Sequence[Rule], grain: str) -> Exhibit:
    """Show what each rule removed, from the rows of the export to those of the result.

    Args:
        ledger: See `cleaning.ledger`.
        rules: The rules that it is of.
        grain: `order_line` or `customer`.
    """
    metrics = cleaning.metrics(ledger)
    for step, rule in zip(metrics["ledger"], rules, strict=True):
        step["rule"] = rule_name(rule)
    title = mark("Rows of the export, rule by rule: {rows_in:count} in, {rows_out:count} out")
    parts = [_bars(named(ledger, rules)).titled(title), *points(_sentences(metrics))]
    return Exhibit(_TITLES[grain], parts, metrics)


def _sentences(metrics: dict[str, Any]) -> list[str]:
    """Say how many rows are kept, and how many customers, orders and how much money they hold."""
    sentences = [mark("{rows_out:count} of {rows_in:count} rows are kept.")]
    if metrics["orders"] is None:
        sentences.append(mark("They belong to {customers:count} customers."))
    else:
        sentences.append(mark("{customers:count} customers placed {orders:count} orders."))
    if metrics["revenue"] is not None and metrics["orders"] is not None:
        sentences.append(mark("Their orders are worth {revenue:money_exact}."))
    elif metrics["revenue"] is not None:
        sentences.append(mark("Their purchases are worth {revenue:money_exact}."))
    return sentences


def _bars(ledger: pd.DataFrame) -> Picture:
    """Draw the rows that each step removed; a rule that neither removed nor changed any is left out."""
    figure, [axes] = canvas()
    rules = ledger.iloc[1:-1]
    idle = rules[(rules["rows"] == 0) & (rules["rows_changed"] == 0)]
    alt = _alt(ledger, idle)
    ledger = ledger.drop(index=idle.index)
    left = ledger["rows"].iloc[0]
    total = max(left, 1)
    labels = [clipped(gettext(step), 36) for step in ledger["step"]]
    for position, row in enumerate(ledger.itertuples()):
        whole = position in (0, len(ledger) - 1)
        start = 0 if whole else left - row.rows
        axes.barh(position, row.rows, left=start, color=NAVY if whole else CORAL, height=0.62)
        left = left if whole else start
        text = count(row.rows) if whole or row.rows == 0 else f"−{count(row.rows)}"
        if not whole and row.rows == 0 and row.rows_changed > 0:
            text = _("{number} changed", number=count(row.rows_changed))
        # Long bars carry their number inside, short ones beside them, on the side with room.
        if row.rows > total * 0.25:
            axes.text(start + row.rows / 2, position, text, ha="center", va="center", color="w")
        elif start + row.rows > total * 0.8:
            axes.text(start - total * 0.01, position, text, ha="right", va="center", color=INK)
        else:
            axes.text(start + row.rows + total * 0.01, position, text, va="center", color=INK)
    axes.set_yticks(range(len(labels)), labels)
    middle, half = (len(labels) - 1) / 2, max(len(labels), 4) / 2 + 0.1
    axes.set_ylim(middle + half, middle - half)
    axes.xaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_xlabel(_axis_title(len(idle)))
    axes.grid(axis="y", visible=False)
    return Picture(figure, alt)


def _alt(ledger: pd.DataFrame, idle: pd.DataFrame) -> str:
    rules = ledger.iloc[1:-1].drop(index=idle.index)
    parts = {
        _("Removed"): [f"{row.step}: {count(row.rows)}" for row in rules.itertuples() if row.rows],
        _("Changed"): [
            f"{row.step}: {count(row.rows_changed)}"
            for row in rules.itertuples()
            if row.rows_changed
        ],
        _("No effect"): list(idle["step"]),
    }
    whole = _(
        "Waterfall from {rows_in} rows of the export to {rows_out} rows that are kept.",
        rows_in=count(ledger["rows"].iloc[0]),
        rows_out=count(ledger["rows"].iloc[-1]),
    )
    return whole + "".join(
        f" {title}: {'; '.join(steps)}." for title, steps in parts.items() if steps
    )


def _axis_title(idle: int) -> str:
    if idle == 0:
        return _("rows of the export")
    return ngettext(
        "rows of the export (1 rule had no effect)",
        "rows of the export ({number} rules had no effect)",
        idle,
        number=count(idle),
    )
