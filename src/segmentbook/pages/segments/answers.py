"""Which share of each segment answered a campaign, redeemed a coupon, or has another yes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture, Table, notes, page
from segmentbook.report.formats import percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import TEAL, canvas

_PANELS = 2

_WHAT = mark("Answers by segment: campaigns, coupons and the like")


@page(_WHAT)
def answers(table: pd.DataFrame, names: Mapping[int, str]) -> Exhibit:
    """Show the share of each segment that said yes, with intervals.

    Args:
        table: See `outside.answers`.
        names: The name of each segment.
    """
    shown = table.assign(who=table["segment"].map(names))
    return Exhibit(
        _WHAT,
        [*_pictures(shown), Table(shown, _COLUMNS, _SHARE), *notes([_NOT_RANDOM])],
        {"answers": len(shown)},
    )


def _pictures(shown: pd.DataFrame) -> list[Picture]:
    """Return a picture where there is room for it; of many columns the table says it better."""
    few = shown["column"].nunique() <= _PANELS
    return [_dots(shown).titled(_SHARE)] if few else []


_SHARE = mark("Share of those who were asked, with its interval")
_COLUMNS = {
    "column": (mark("Column"), "text"),
    "who": (mark("Segment"), "text"),
    "asked": (mark("Customers asked"), "people"),
    "share": (mark("Share"), "percent"),
    "low": (mark("from"), "percent"),
    "high": (mark("to"), "percent"),
}
_NOT_RANDOM = mark(
    "Not a randomised comparison: the business chose whom to ask, and a share says nothing of the "
    "same customers unasked."
)


def _dots(shown: pd.DataFrame) -> Picture:
    """Draw the shares of each column, a dot with its interval for each segment."""
    columns = list(dict.fromkeys(shown["column"]))
    figure, axes = canvas(len(columns))
    for place, one in zip(axes, columns, strict=True):
        rows = shown[shown["column"] == one]
        at = np.arange(len(rows))
        reach = [rows["share"] - rows["low"], rows["high"] - rows["share"]]
        place.errorbar(
            rows["share"], at, xerr=np.clip(reach, 0, None), fmt="o", color=TEAL, capsize=4
        )
        place.set_yticks(at, [wrapped(who) for who in rows["who"]])
        place.invert_yaxis()
        place.xaxis.set_major_formatter(lambda value, _: percent(value))
        place.set_title(wrapped(one, 40))
        place.set_xlim(left=0)
    values = "; ".join(
        f"{row['column']}, {row['who']}: {percent(row['share'])} "
        f"({percent(row['low'])} - {percent(row['high'])})"
        for row in shown.to_dict("records")
    )
    return Picture(
        figure, _("Shares by segment with intervals: {values}.", values=values), wide=True
    )
