"""What the segments made before a cut date did after it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import Share, least
from segmentbook.movement.hindsight import OUTCOMES, Hindsight, hindsight_metrics
from segmentbook.movement.significance import CONFIDENCE
from segmentbook.report.exhibit import (
    Exhibit,
    Picture,
    Table,
    Template,
    Text,
    page,
    points,
)
from segmentbook.report.formats import NO_CURRENCY, Formats
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import PERCENT, SHORT_NUMBERS, canvas, colour, money

MOST_NAMED = 2
"""At most this many pairs of segments that are not told apart are named."""


@page(mark("What the segments did later"))
def hindsight(found: Hindsight, currency: str) -> Exhibit:
    """Show who ordered again after the cut date, who brought how much, and which segments differ.

    Args:
        found: See `movement.hindsight.look_back`.
        currency: ISO 4217 code.
    """
    picture = _intervals(found.segments, currency)
    title, *sentences = statements(found)
    return Exhibit(
        title,
        [
            picture.titled(
                mark(
                    "Repeat orders and revenue after the cut date, with "
                    "{later_confidence_level:percent} confidence intervals"
                )
            ),
            *points([_MADE, *sentences]),
            Text(_METHOD, "note"),
        ],
        hindsight_metrics(found),
    )


def statements(found: Hindsight) -> list[Template]:
    """Return the title and the sentences on the segments that the tests tell apart."""
    metrics = hindsight_metrics(found)
    alike = [one for outcome in OUTCOMES for one in _alike(outcome, metrics)]
    return [_title(found), *_revenue(found), *alike]


@page()
def hindsight_table(segments: pd.DataFrame) -> Exhibit:
    """Show the outcomes of each segment with their confidence intervals, after `hindsight`.

    Args:
        segments: See `movement.hindsight.by_segment`.
    """
    title = mark(
        "What each segment did after the cut date, with {later_confidence_level:percent} "
        "confidence intervals"
    )
    return Exhibit(parts=[Table(segments, _COLUMNS, title)])


_COLUMNS = {
    "name": (mark("Segment"), "text"),
    "customers": (mark("Customers"), "count"),
    "again": (mark("Ordered again"), "percent"),
    "again_low": (mark("from"), "percent"),
    "again_high": (mark("to"), "percent"),
    "revenue": (mark("Revenue per customer"), "money"),
    "revenue_low": (mark("from"), "money"),
    "revenue_high": (mark("to"), "money"),
}
_MADE = mark(
    "Segments made only from orders before {later_cut:date}, followed for the "
    "{later_days:count} days from then on."
)
_METHOD = mark(
    "Each earlier segment bears the name of the segment of today that it is matched with. Confidence "
    "intervals at {later_confidence_level:percent}: Wilson for shares, bootstrap for means. A pair of "
    "segments passes the test where its p-value, adjusted by Holm for the number of pairs, is below "
    "{later_significance_level:percent}: that of Fisher's exact test for shares; for revenue the "
    "maximum of those of Welch's t-test and of the test of Mann and Whitney."
)


def _title(found: Hindsight) -> Template:
    """Contrast the segments with the highest and the lowest repeat rate, if they differ."""
    segments, last = found.segments, len(found.segments) - 1
    if not found.differ("again", 0, last):
        return _NO_CONTRAST
    most, highest = "later_segments.0.again", segments["again"].iloc[0]
    # A bound at the beginning of a sentence needs a word with a capital letter.
    bound = next(iter(highest)) if isinstance(highest, Mapping) else None
    return _TITLES[bound], {
        "most": most if bound is None else f"{most}.{bound}",
        "best": "later_segments.0.name",
        "days": "later_days",
        "least": f"later_segments.{last}.again",
        "worst": f"later_segments.{last}.name",
    }


_NO_CONTRAST = mark("What the segments did in the {later_days:count} days from {later_cut:date} on")
_TITLES = {
    None: claim(
        "later.repeat_differs",
        "{most:percent} of {best} ordered again within {days:count} days; {least:percent} of "
        "{worst} did",
    ),
    "above": claim(
        "later.repeat_differs",
        "Over {most:percent} of {best} ordered again within {days:count} days; {least:percent} of "
        "{worst} did",
    ),
    "below": claim(
        "later.repeat_differs",
        "Under {most:percent} of {best} ordered again within {days:count} days; {least:percent} of "
        "{worst} did",
    ),
}


def _revenue(found: Hindsight) -> list[Template]:
    """Contrast the segments whose customers brought most and least on average, if they differ."""
    revenue = found.segments["revenue"]
    most, least = int(revenue.argmax()), int(revenue.argmin())
    if not found.differ("revenue", most, least):
        return []
    quoted = {
        "best": f"later_segments.{most}.name",
        "most": f"later_segments.{most}.revenue",
        "worst": f"later_segments.{least}.name",
        "least": f"later_segments.{least}.revenue",
    }
    return [(_CONTRAST, quoted)]


_CONTRAST = claim(
    "later.revenue_differs",
    "Mean revenue per customer in those days was {most:money} for {best} and {least:money} for {worst}.",
)


def _alike(outcome: str, metrics: Mapping[str, Any]) -> list[Template]:
    """Say how many pairs of segments the test tells apart by an outcome, and which it does not."""
    name, texts = f"later_{outcome}_alike", _ALIKE[outcome]
    number, every = metrics[name], metrics["later_pairs"]
    if number == 0:
        return [texts["none"]]
    if number == every:
        return [texts["all"]]
    if number > MOST_NAMED:
        return [texts["many"]]
    return [
        (texts["pair"], {"one": f"{name}_pairs.{n}.one", "other": f"{name}_pairs.{n}.other"})
        for n in range(number)
    ]


_ALIKE = {
    "again": {
        "none": claim(
            "later.repeat_differs",
            "All segments differ significantly in the share that ordered again.",
        ),
        "all": mark("No pair of segments passes the test on the share that ordered again."),
        "many": claim(
            "later.repeat_differs",
            "{later_again_differ:count} of {later_pairs:count} pairs of segments differ significantly "
            "in the share that ordered again.",
        ),
        "pair": mark(
            "The pair of {one} and {other} does not pass the test on the share that ordered again."
        ),
    },
    "revenue": {
        "none": claim(
            "later.revenue_differs", "All segments differ significantly in revenue per customer."
        ),
        "all": mark("No pair of segments passes the test on revenue per customer."),
        "many": claim(
            "later.revenue_differs",
            "{later_revenue_differ:count} of {later_pairs:count} pairs of segments differ "
            "significantly in revenue per customer.",
        ),
        "pair": mark(
            "The pair of {one} and {other} does not pass the test on revenue per customer."
        ),
    },
}
"""For each outcome the sentence on the pairs of segments that the test tells apart, or not."""


def _intervals(table: pd.DataFrame, currency: str) -> Picture:
    """Draw repeat rate and mean revenue of each segment with their confidence intervals."""
    figure, panels = canvas(2, sharey=True)
    places = np.arange(len(table))
    for axes, column, title in (
        (panels[0], "again", _("Ordered again")),
        (panels[1], "revenue", _("Revenue per customer")),
    ):
        for place, row in zip(places, table.to_dict("records"), strict=True):
            low, high, at = row[f"{column}_low"], row[f"{column}_high"], least(row[column])
            axes.plot([low, high], [place, place], color=colour(row["segment"]), linewidth=3)
            axes.plot(at, place, "o", color=colour(row["segment"]), markersize=9)
            text = _share(row[column]) if column == "again" else money(row[column], currency)
            axes.annotate(text, (at, place), (0, 9), textcoords="offset points", ha="center")
        axes.set_title(title, loc="left", fontsize=11)
        axes.grid(axis="y", visible=False)
        axes.set_xlim(left=0)
        axes.margins(x=0.1)
    panels[0].set_xlim(0, 1.05)
    panels[0].xaxis.set_major_formatter(PERCENT)
    panels[1].xaxis.set_major_formatter(SHORT_NUMBERS)
    panels[0].set_yticks(places, [wrapped(name) for name in table["name"]])
    panels[0].set_ylim(len(table) - 0.5, -0.6)
    return Picture(figure, _alt(table, currency))


def _alt(table: pd.DataFrame, currency: str) -> str:
    values = "; ".join(
        _(
            "{name}: {again} ordered again, {revenue} each",
            name=row["name"],
            again=_with_interval(row, "again", _share),
            revenue=_with_interval(row, "revenue", lambda value: money(value, currency)),
        )
        for row in table.to_dict("records")
    )
    return _(
        "What each segment did after the cut date, with {level} confidence intervals. {values}.",
        level=_share(CONFIDENCE),
        values=values,
    )


def _with_interval(row: Mapping[Hashable, Any], column: str, write: Callable[[Any], str]) -> str:
    value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
    if pd.isna(low):
        return write(value)
    return _("{value} ({low} to {high})", value=write(value), low=write(low), high=write(high))


def _share(share: Share) -> str:
    return Formats(NO_CURRENCY).write(share, "percent")
