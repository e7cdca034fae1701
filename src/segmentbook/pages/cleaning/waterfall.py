"""The rows of the export, rule by rule, as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from segmentbook import cleaning
from segmentbook.core.language import gettext, ngettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.pages.cleaning.rules import named, rule_name
from segmentbook.params.cleaning import Rule
from segmentbook.report.exhibit import Exhibit, Part, Picture, page, points
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
    parts: list[Part] = [_bars(named(ledger, rules)).titled(title), *points(_sentences(metrics))]
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
    steps = [
        _Step(str(step), int(rows), int(changed))
        for step, rows, changed in zip(
            ledger["step"], ledger["rows"], ledger["rows_changed"], strict=True
        )
    ]
    export, *rules, result = steps
    active = [rule for rule in rules if rule.rows or rule.changed]
    drawn = [export, *active, result]
    left, total = export.rows, max(export.rows, 1)
    for position, step in enumerate(drawn):
        whole = step in (export, result)
        start = 0 if whole else left - step.rows
        axes.barh(position, step.rows, left=start, color=NAVY if whole else CORAL, height=0.62)
        left = left if whole else start
        text = count(step.rows) if whole or step.rows == 0 else f"−{count(step.rows)}"
        if not whole and step.rows == 0:
            text = _("{number} changed", number=count(step.changed))
        # Long bars carry their number inside, short ones beside them, on the side with room.
        if step.rows > total * 0.25:
            axes.text(start + step.rows / 2, position, text, ha="center", va="center", color="w")
        elif start + step.rows > total * 0.8:
            axes.text(start - total * 0.01, position, text, ha="right", va="center", color=INK)
        else:
            axes.text(start + step.rows + total * 0.01, position, text, va="center", color=INK)
    axes.set_yticks(range(len(drawn)), [clipped(gettext(step.name), 36) for step in drawn])
    middle, half = (len(drawn) - 1) / 2, max(len(drawn), 4) / 2 + 0.1
    axes.set_ylim(middle + half, middle - half)
    axes.xaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_xlabel(_axis_title(len(rules) - len(active)))
    axes.grid(axis="y", visible=False)
    return Picture(figure, _alt(export, rules, result))


@dataclass(frozen=True, eq=False)
class _Step:
    """A step of the ledger: its name, and the rows that it counts and changed."""

    name: str
    rows: int
    changed: int


def _alt(export: _Step, rules: Sequence[_Step], result: _Step) -> str:
    parts = {
        _("Removed"): [f"{rule.name}: {count(rule.rows)}" for rule in rules if rule.rows],
        _("Changed"): [f"{rule.name}: {count(rule.changed)}" for rule in rules if rule.changed],
        _("No effect"): [rule.name for rule in rules if not rule.rows and not rule.changed],
    }
    whole = _(
        "Waterfall from {rows_in} rows of the export to {rows_out} rows that are kept.",
        rows_in=count(export.rows),
        rows_out=count(result.rows),
    )
    return whole + "".join(
        f" {title}: {'; '.join(names)}." for title, names in parts.items() if names
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
