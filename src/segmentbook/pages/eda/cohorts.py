"""Cohort retention: whether new customers order again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.eda import retention
from segmentbook.eda.window import Window
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import count, month
from segmentbook.report.theme import TEAL, canvas, whole_percent


@page(mark("Cohort retention"))
def cohorts(table: pd.DataFrame, known: Window, minimum: int = MINIMUM) -> Exhibit:
    """Show the share of each month's new customers who ordered in later months.

    Args:
        table: See `retention.cohorts`.
        known: See `window.window`.
        minimum: The least number of customers that a share may reveal.
    """
    picture = _heatmap(table).titled(
        mark(
            "Share of each month's new customers who ordered again, by months since their first order"
        )
    )
    return Exhibit(
        mark(
            "{next_month_retention:percent} of new customers ordered again in the next calendar month"
        ),
        [picture, *points([_NEW, _WHOLE])],
        retention.cohort_metrics(table, known, minimum),
    )


_NEW = mark(
    "Customers count as new if the export holds no order of theirs in its first {burn_in_days:count} "
    "days; {burn_in_share:percent} of the gaps between two orders of a customer end within that time."
)
_WHOLE = mark(
    "Months that the export covers in part are left out, and so are cohorts whose next month is not in "
    "the export."
)


def _heatmap(table: pd.DataFrame) -> Picture:
    """Draw cohorts down, months since the first order across."""
    import seaborn as sns

    grid = table[table["age"] > 0].pivot(index="cohort", columns="age", values="retention")
    grid = grid.dropna(how="all")  # cohorts all of whose cells must stay hidden
    sizes = table.groupby("cohort")["size"].first().reindex(grid.index)
    figure, [axes] = canvas(wide=True)
    sns.heatmap(
        grid.to_numpy(),
        ax=axes,
        cmap=sns.light_palette(TEAL, as_cmap=True),
        annot=True,
        fmt=".0%",
        annot_kws={"size": 9},
        linewidths=1,
        cbar=False,
        vmin=0,
    )
    axes.set_yticks(
        np.arange(len(grid)) + 0.5,
        [
            f"{month(cohort, 'MMM y')} ({count(size)})"
            for cohort, size in zip(pd.DatetimeIndex(grid.index), sizes, strict=True)
        ],
        rotation=0,
    )
    axes.set_xticks(np.arange(len(grid.columns)) + 0.5, [str(age) for age in grid.columns])
    axes.set_xlabel(_("months since the first order"))
    axes.set_ylabel(_("first order (customers)"))
    axes.grid(visible=False)
    alt = _("Heatmap of retention by cohort.")
    first = grid.iloc[0].dropna()
    if len(first):
        alt = f"{alt} {_of_first_cohort(first, pd.Timestamp(grid.index[0]), sizes.iloc[0])}"
    return Picture(figure, alt, wide=True)


def _of_first_cohort(retained: pd.Series, cohort: pd.Timestamp, size: int) -> str:
    """Return the retention of a cohort in its first and last month that are shown, as a sentence."""
    return _(
        "Of the {size} customers first seen in {cohort}, {soon} ordered in month {first} and {late} "
        "in month {last}.",
        size=count(size),
        cohort=month(cohort, "MMMM y"),
        soon=whole_percent(retained.iloc[0]),
        first=str(retained.index[0]),
        late=whole_percent(retained.iloc[-1]),
        last=str(retained.index[-1]),
    )
