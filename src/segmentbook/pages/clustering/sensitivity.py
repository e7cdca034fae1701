"""How many customers would be in another segment had other choices been made, or a month earlier."""

from __future__ import annotations

from collections.abc import Mapping

from segmentbook.clustering import sensitivity as method
from segmentbook.clustering.sensitivity import Sensitivity
from segmentbook.clustering.variants import VariantName
from segmentbook.core import privacy
from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import literal, mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.exhibit import Column, Exhibit, Table, Template, notes, page, points
from segmentbook.report.formats import NO_CURRENCY, Formats
from segmentbook.report.sentences import compute, plain_text

_COLUMNS: dict[str, Column] = {
    "name": (mark("What is done otherwise"), "term"),
    "customers": (mark("Customers compared"), "count"),
    "changed": (mark("In another segment"), "percent"),
    "rand_index": (mark("Adjusted Rand index"), "number3"),
}

NAMES: dict[VariantName, str] = {
    "scores": mark("scores in place of values"),
    "values": mark("values in place of scores"),
    "net": mark("net of cancellations in place of gross revenue"),
    "gross": mark("gross revenue, cancellations not taken off"),
    "large_orders": mark("orders of extreme value left out"),
    "wholesalers": mark("customers with extreme order values set apart"),
    "earlier": mark("one month earlier"),
}
"""What each variant is called."""

_TITLES: dict[VariantName, str] = {
    "scores": claim(
        "exact",
        "Made from scores, segments differ most: {changed:percent} of customers would be in another",
    ),
    "values": claim(
        "exact",
        "Made from values, segments differ most: {changed:percent} of customers would be in another",
    ),
    "net": claim(
        "exact",
        "Net of cancellations, segments differ most: {changed:percent} of customers would be in "
        "another",
    ),
    "gross": claim(
        "exact",
        "With gross revenue, segments differ most: {changed:percent} of customers would be in another",
    ),
    "large_orders": claim(
        "exact",
        "Without the largest orders, segments differ most: {changed:percent} of customers would be "
        "in another",
    ),
    "wholesalers": claim(
        "exact",
        "With extreme order values set apart, segments differ most: {changed:percent} of customers "
        "would be in another",
    ),
    "earlier": claim(
        "exact",
        "One month earlier, segments differ most: {changed:percent} of customers were in another",
    ),
}

_HOW = mark(
    "For each line, the customers are grouped again and the groups matched one to one with the "
    "segments. Orders of extreme value are the upper {sensitivity_large_share:percent} of all; a "
    "customer's mean order value is extreme from {sensitivity_extreme:number} times the scaled median "
    "absolute deviation above the median on, on a logarithmic scale."
)
_STABLE = claim(
    "stable",
    "{stable_segments:count} of {judged_segments:count} segments are stable: resamples, every line of "
    "the table and the month before give at least three quarters of the same customers.",
)
_NOT_STABLE = mark(
    "No segment passes the test: at least three quarters of the same customers in resamples, under "
    "every line of the table and a month before."
)
_UNDATED = mark(
    "Nothing is known of time: the export does not give the segments of an earlier month."
)


@page(mark("Sensitivity of the segments to choices and to time"))
def sensitivity(
    found: Sensitivity,
    resampled: Mapping[int, float | None],
    minimum: int = privacy.MINIMUM,
) -> Exhibit | NotApplicable:
    """Show the share of customers in another segment under each variant, and whether any is stable.

    Args:
        found: See `sensitivity.sensitivity`.
        resampled: See `stability.of_segments`.
        minimum: The least number of customers that may be shown.
    """
    if not found.labels:
        return next(iter(found.reasons.values()))
    table = method.changes(found, minimum)
    table = table.assign(name=[NAMES[variant] for variant in table["variant"]])
    metrics = method.metrics(found, resampled, minimum)
    worst = _TITLES[table["variant"].iloc[0]]
    return Exhibit(
        (worst, {"changed": "sensitivity.0.changed"}),
        [
            Table(table, _COLUMNS, mark("Share of customers in another segment")),
            *points([_verdict(found, metrics["stable_segments"])]),
            *notes([_HOW, *_missing(found)]),
        ],
        metrics,
    )


def _verdict(found: Sensitivity, stable: int) -> str:
    if "earlier" not in found.labels:
        return _UNDATED
    return _STABLE if stable else _NOT_STABLE


def _missing(found: Sensitivity) -> list[Template]:
    """Say which variants the study cannot have, and why."""
    formats = Formats(NO_CURRENCY)
    return [
        literal(
            _(
                "Not applicable: {variant} ({reason}).",
                variant=gettext(NAMES[variant]),
                reason=plain_text(compute(gettext(missing.reason), missing.values, formats, {})),
            )
        )
        for variant, missing in found.reasons.items()
    ]
