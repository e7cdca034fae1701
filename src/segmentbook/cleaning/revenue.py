"""Gross, net and matched revenue: three figures that are often called by one name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis.expr.types as ir

from segmentbook.cleaning.marks import line_id
from segmentbook.cleaning.matching import matched
from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest.read import UNREADABLE
from segmentbook.report.sentences import Said


def revenue_kinds(export: ir.Table) -> dict[str, Any] | NotApplicable:
    """Return the revenue of known customers before any other rule, by three definitions.

    Returns:
        `revenue_gross`: lines that bring money. `revenue_net`: all lines, so that cancellations
        count against it. `revenue_matched`: lines that bring money and that no cancellation takes
        back, see `matching.matched`. `cancellation_lines`: lines of negative quantity.
        `cancelled_lines`: the lines that they take back.
    """
    needed = {"customer", "product", "quantity", "timestamp"}
    if not needed <= set(export.columns):
        what = _("Gross, net and matched revenue")
        return NotApplicable(what, _("the export has no quantity and product in its rows"))
    lines = export.filter(export.customer.notnull())
    if UNREADABLE in export.columns:
        lines = lines.filter(lines[UNREADABLE].isnull())
    [found] = (
        lines.aggregate(
            gross=lines.amount.sum(where=lines.amount > 0).fill_null(0),
            net=lines.amount.sum().fill_null(0),
            cancellations=(lines.quantity < 0).sum().fill_null(0),
        )
        .to_pyarrow()
        .to_pylist()
    )
    taken = {"money": 0, "lines": 0}
    if found["cancellations"] > 0:
        back = lines.filter(line_id(lines).isin(matched(lines).line) & (lines.amount > 0))
        [taken] = (
            back.aggregate(money=back.amount.sum().fill_null(0), lines=back.count())
            .to_pyarrow()
            .to_pylist()
        )
    return {
        "revenue_gross": float(found["gross"]),
        "revenue_net": float(found["net"]),
        "revenue_matched": float(found["gross"] - taken["money"]),
        "cancellation_lines": int(found["cancellations"]),
        "cancelled_lines": int(taken["lines"]),
    }


def revenue_sentences(metrics: Mapping[str, Any]) -> list[Said]:
    """Tell the three apart, and say which the report uses; nothing where they are not known."""
    if "revenue_gross" not in metrics:
        return []
    used: Said = (_("This report counts {revenue:money_exact}, after all of its rules."), {})
    if metrics["cancellation_lines"] == 0:
        return [_without_cancellations(metrics), used]
    said = _(
        "Known customers bought for {revenue_gross:money_exact} (gross). "
        "{cancellation_lines:count} cancelled lines leave {revenue_net:money_exact} (net). Without the "
        "{cancelled_lines:count} purchases that a cancellation takes back in full it is "
        "{revenue_matched:money_exact} (matched); the other cancellations have no such purchase in the "
        "export."
    )
    return [(said, {}), used]


def _without_cancellations(metrics: Mapping[str, Any]) -> Said:
    if metrics["revenue_gross"] == metrics["revenue_net"]:
        said = _(
            "No line of the export takes an order back: known customers bought for "
            "{revenue_gross:money_exact}, gross and net."
        )
    else:
        said = _(
            "No line of the export has a negative quantity: gross and net revenue of known customers "
            "differ only by what was corrected with negative money ({revenue_gross:money_exact} gross, "
            "{revenue_net:money_exact} net)."
        )
    return (said, {})
