"""What has changed since the segmentation of an earlier report."""

from __future__ import annotations

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.movement.changes import Changes, change_metrics
from segmentbook.report.exhibit import Column, Exhibit, Part, Table, page, points


@page()
def changes(found: Changes | None) -> list[Exhibit]:
    """Show how far the earlier segmentation agrees with today's, and how segments and features changed.

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
        *points([_AGREEMENT, _SPREAD, _SHIFT]),
        Table(found.drift, _DRIFT, mark("How far the features have shifted")),
    ]
    return [Exhibit(_TITLE, parts, change_metrics(found))]


_TITLE = mark(
    "The earlier segmentation puts {earlier_movers_share:percent} of today's customers into another "
    "segment than today's does"
)
_AGREEMENT = mark(
    "The two segmentations agree with an adjusted Rand index of {earlier_agreement:number} (1: "
    "identical, 0: as by chance)."
)
_SPREAD = claim(
    "exact",
    "Customers scatter {earlier_spread:number} times as widely within the earlier segments as within "
    "today's (mean squared distance).",
)
_SHIFT = mark(
    "The mean of {earlier_drift_feature} has shifted by {earlier_drift:number} times its earlier spread."
)

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
