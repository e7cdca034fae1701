"""Revenue by weekday and hour."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import sales
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import weekday
from segmentbook.report.theme import TEAL, canvas, money, money_axis

_TITLE = mark("Revenue by weekday and hour")

_MANY_HOURS = 14
"""Of more hours every second is named."""


@page(_TITLE)
def rhythm(table: pd.DataFrame, currency: str, usual: pd.DataFrame | None = None) -> Exhibit:
    """Show revenue by weekday and hour, and on which most of it came.

    Args:
        table: See `sales.by_weekday_and_hour`.
        currency: ISO 4217 code.
        usual: The same without the largest orders.
    """
    metrics = sales.rhythm_metrics(table, usual)
    sentences = [
        claim("exact", "{best_weekday_share:percent} of revenue came on a {best_weekday:weekday}."),
        claim("exact", "{best_hour_share:percent} of revenue came in the hour from {best_hour}."),
        *(text for name, text in _WITHOUT_LARGEST.items() if metrics[name] is not None),
    ]
    return Exhibit(
        claim(
            "exact",
            "Of the days of the week, {best_weekday:weekday} brought the most revenue; of the hours, "
            "{best_hour}",
        ),
        [_heatmap(table, currency).titled(_TITLE), *points(sentences)],
        metrics,
    )


_WITHOUT_LARGEST = {
    "usual_best_weekday": claim(
        "exact",
        "Without the largest {rhythm_largest_share:percent} of orders, {usual_best_weekday:weekday} "
        "brought the most.",
    ),
    "usual_best_hour": claim(
        "exact",
        "Without the largest {rhythm_largest_share:percent} of orders, the hour from "
        "{usual_best_hour} brought the most.",
    ),
}


def _heatmap(table: pd.DataFrame, currency: str) -> Picture:
    import seaborn as sns

    grid = table.pivot(index="weekday", columns="hour", values="revenue")
    hours = range(int(table["hour"].min()), int(table["hour"].max()) + 1)
    grid = grid.reindex(index=range(7), columns=hours)
    figure, [axes] = canvas()
    sns.heatmap(
        grid.fillna(0).to_numpy(),
        ax=axes,
        cmap=sns.light_palette(TEAL, as_cmap=True),
        linewidths=1,
        cbar_kws={"label": _("revenue"), "format": money_axis(currency)},
    )
    step = 2 if len(hours) > _MANY_HOURS else 1
    axes.set_xticks(np.arange(0, len(hours), step) + 0.5, [f"{h}" for h in hours[::step]])
    axes.set_yticks(np.arange(7) + 0.5, [weekday(day) for day in range(7)], rotation=0)
    axes.set_xlabel(_("hour of the day"))
    axes.grid(visible=False)
    best = table.iloc[int(table["revenue"].argmax())]
    alt = _(
        claim(
            "exact",
            "Heatmap of revenue by weekday and hour. The highest is {weekday} at {hour} o'clock with "
            "{revenue}.",
        ),
        weekday=weekday(int(best["weekday"])),
        hour=str(int(best["hour"])),
        revenue=money(best["revenue"], currency),
    )
    return Picture(figure, alt)
