"""What has changed since the segmentation of an earlier report."""

from __future__ import annotations

from segmentbook.core.message import mark
from segmentbook.movement.changes import Changes, Fit, change_metrics
from segmentbook.report.exhibit import Column, Exhibit, Part, Table, page, points


@page()
def changes(found: Changes | None) -> list[Exhibit]:
    """Show whether the earlier segmentation still fits, and which segments and features changed.

    Args:
        found: See `movement.changes.changes`; without an earlier segmentation nothing is shown.
    """
    if found is None:
        return []
    sizes = found.segments.assign(status=found.segments["status"].map(_STATUS))
    with_money = sizes["revenue_share"].notna().any()
    columns = {**_SIZES, **(_MONEY if with_money else {})}
    parts: list[Part] = [
        Table(sizes, columns, mark("Segments then and now")),
        *points(_misfits(found.fit)),
        Table(found.drift, _DRIFT, mark("How far the features have shifted")),
    ]
    return [Exhibit(_FITS[found.fit.fits], parts, change_metrics(found))]


_FITS = {
    True: mark(
        "The earlier segmentation still fits: it would put {earlier_movers_share:percent} of today's "
        "customers into another segment"
    ),
    False: mark(
        "The earlier segmentation no longer fits: it would put {earlier_movers_share:percent} of "
        "today's customers into another segment"
    ),
}


def _misfits(fit: Fit) -> list[str]:
    """Return the reasons why an earlier segmentation no longer fits."""
    reasons = {
        mark(
            "The two segmentations agree with an adjusted Rand index of {earlier_agreement:number} "
            "(1: identical)."
        ): fit.disagrees,
        mark(
            "The mean of {earlier_drift_feature} has shifted most, by {earlier_drift:number} times its "
            "earlier spread."
        ): fit.drifted,
        mark(
            "Customers scatter {earlier_spread:number} times as widely within the earlier segments as "
            "within today's (mean squared distance)."
        ): fit.scattered,
    }
    return [template for template, holds in reasons.items() if holds]


_STATUS = {"kept": mark("kept"), "new": mark("new"), "gone": mark("gone")}
_SIZES: dict[str, Column] = {
    "name": (mark("Segment"), "text"),
    "name_then": (mark("Earlier name"), "text"),
    "status": (mark("Status"), "term"),
    "customers_then": (mark("Customers then"), "people"),
    "customers": (mark("Customers now"), "people"),
    "share_then": (mark("Share then"), "percent"),
    "share": (mark("Share now"), "percent"),
}
_MONEY: dict[str, Column] = {
    "revenue_share_then": (mark("Share of revenue then"), "percent"),
    "revenue_share": (mark("Share of revenue now"), "percent"),
}
_DRIFT: dict[str, Column] = {
    "feature": (mark("Feature"), "text"),
    "shift": (mark("Shift of the mean, in units of the earlier spread"), "number"),
    "spread": (mark("Spread now (earlier: 1)"), "number"),
}
