"""How many customers each segment has, and how much revenue."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segmentbook.core import privacy
from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import fields, mark
from segmentbook.report.exhibit import Exhibit, Picture, Template, page, points
from segmentbook.report.formats import percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, LINE, MUTED, PERCENT, canvas, colour
from segmentbook.segments.naming import Name, segment_metrics


@page(mark("Customers and revenue by segment"))
def sizes(
    profiles: pd.DataFrame,
    everybody: pd.DataFrame,
    names: Sequence[Name],
    minimum: int = privacy.MINIMUM,
) -> Exhibit:
    """Show each segment's share of customers and of revenue; record what later exhibits quote.

    Args:
        profiles: See `profile.profile`, with `name`.
        everybody: The profile of all customers as one segment.
        names: The names of the segments, in the order of `profiles`.
        minimum: The least number of customers that may be shown.
    """
    metrics = segment_metrics(profiles, everybody, names, minimum)
    for segment in metrics["segments"]:
        segment["who"] = segment["who"] or gettext(_NOBODY)
    by = "customers" if profiles["revenue"].isna().all() else "revenue"
    each = [_quoting(_EACH[by], place) for place in range(len(profiles))]
    largest = int(np.nanargmax(profiles[by].to_numpy(dtype=float)))
    return Exhibit(
        _quoting(_TITLE[by], largest),
        [_bars(profiles).titled(_CAPTION[by]), *points(each)],
        metrics,
    )


_NOBODY = mark(
    "What these customers did is in their name and figures; no archetype describes them."
)
_TITLE = {
    "revenue": mark("{name} generate {revenue_share:percent} of revenue"),
    "customers": claim(
        "exact", "{name} are the largest segment, {customer_share:percent} of customers"
    ),
}
_CAPTION = {
    "revenue": mark("Share of customers and of revenue by segment"),
    "customers": mark("Share of customers by segment"),
}
_EACH = {
    "revenue": mark("{name}: {customers:count} customers, {revenue_per_customer:money} each"),
    "customers": mark("{name}: {customers:count} customers"),
}


def _quoting(template: str, place: int) -> Template:
    """Return a template whose fields are those of the metric `segments` at a place."""
    return template, {field: f"segments.{place}.{field}" for field in fields(template)}


def _bars(profiles: pd.DataFrame) -> Picture:
    """Draw each segment's share of customers, and beside it that of revenue where it is known."""
    figure, [axes] = canvas()
    places = np.arange(len(profiles))
    colours = [colour(segment) for segment in profiles["segment"]]
    known = bool(profiles["revenue_share"].notna().any())
    shown = ["customer_share", "revenue_share"] if known else ["customer_share"]
    if known:
        axes.barh(places - 0.2, profiles["customer_share"], 0.36, color=LINE, edgecolor=MUTED)
        axes.barh(places + 0.2, profiles["revenue_share"], 0.36, color=colours)
    else:
        axes.barh(places, profiles["customer_share"], 0.6, color=colours)
    for column, offset in zip(shown, (-0.2, 0.2) if known else (0.0,), strict=True):
        for place, share in enumerate(profiles[column]):
            axes.annotate(
                gettext(_SHARE[column], share=percent(share)),
                (share, place + offset),
                (5, 0),
                textcoords="offset points",
                va="center",
                color=INK,
            )
    axes.set_yticks(places, [wrapped(name) for name in profiles["name"]])
    axes.invert_yaxis()
    axes.set_xlim(right=profiles[shown].max().max() * 1.3)
    axes.xaxis.set_major_formatter(PERCENT)
    axes.grid(axis="y", visible=False)
    values = "; ".join(
        f"{row['name']}: "
        + ", ".join(gettext(_SHARE[column], share=percent(row[column])) for column in shown)
        for row in profiles.to_dict("records")
    )
    if not known:
        return Picture(figure, _("Bars of customers by segment. {values}.", values=values))
    return Picture(figure, _("Bars of customers and revenue by segment. {values}.", values=values))


_SHARE = {
    "customer_share": mark("{share} of customers"),
    "revenue_share": mark("{share} of revenue"),
}
