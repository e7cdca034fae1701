"""Plots of sales: months, rhythm, places, items, concentration, cohorts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import count, month, weekday
from segmentbook.report.theme import (
    CORAL,
    HALO,
    INK,
    MUTED,
    PERCENT,
    SHORT_NUMBERS,
    TEAL,
    canvas,
    clipped,
    money,
    money_axis,
    short,
)

_LONG_TICK = 6
"""Letters of an amount of which fewer stand below an axis, as they would run into each other."""

AXES = (mark("orders"), mark("revenue"), mark("spend"))
"""What the lengths of a ranking may be."""


@propagate_not_applicable
def rhythm(table: pd.DataFrame, currency: str) -> Picture:
    """Draw revenue by weekday and hour as a heatmap."""
    import seaborn as sns

    grid = table.pivot(index="weekday", columns="hour", values="revenue")
    grid = grid.reindex(range(7)).reindex(columns=range(min(grid.columns), max(grid.columns) + 1))
    figure, [axes] = canvas()
    sns.heatmap(
        grid.fillna(0).to_numpy(),
        ax=axes,
        cmap=sns.light_palette(TEAL, as_cmap=True),
        linewidths=1,
        cbar_kws={"label": _("revenue"), "format": money_axis(currency)},
    )
    hours = list(grid.columns)
    step = 2 if len(hours) > 14 else 1
    axes.set_xticks(np.arange(0, len(hours), step) + 0.5, [f"{h}" for h in hours[::step]])
    axes.set_yticks(np.arange(7) + 0.5, [weekday(day) for day in range(7)], rotation=0)
    axes.set_xlabel(_("hour of the day"))
    axes.grid(visible=False)
    best = table.loc[table["revenue"].idxmax()]
    alt = _(
        "Heatmap of revenue by weekday and hour. The highest is {weekday} at {hour} o'clock with "
        "{revenue}.",
        weekday=weekday(int(best.weekday)),
        hour=str(int(best.hour)),
        revenue=money(best.revenue, currency),
    )
    return Picture(figure, alt)


@propagate_not_applicable
def ranking(
    table: pd.DataFrame, label: str, value: str, axis: str, currency: str | None = None
) -> Picture | NotApplicable:
    """Draw horizontal bars of `value` for each `label`, in the order of the table.

    A row that is marked as the `rest` is not drawn: beside it nothing else could be read.

    Args:
        table: The rows.
        label: Column of the names.
        value: Column of the lengths.
        axis: What the lengths are, one of `AXES`.
        currency: ISO 4217 code where they are amounts of money.
    """
    assert axis in AXES
    axis = gettext(axis)
    if "rest" in table.columns:
        table = table[~table["rest"]]
    if table.empty:
        reason = _("none is bought by enough customers to be named")
        return NotApplicable(_("Bars of {axis}", axis=axis), reason)
    figure, [axes] = canvas()
    axes.barh(range(len(table)), table[value], color=TEAL, height=0.68)
    axes.set_yticks(range(len(table)), [clipped(text) for text in table[label]])
    axes.invert_yaxis()
    axes.set_xlabel(axis)
    axes.xaxis.set_major_formatter(money_axis(currency) if currency else SHORT_NUMBERS)
    axes.grid(axis="y", visible=False)
    amounts = [money(amount, currency) if currency else short(amount) for amount in table[value]]
    for place, (amount, text) in enumerate(zip(table[value], amounts, strict=True)):
        axes.annotate(
            text,
            (amount, place),
            (4, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    longest = table[value].max()
    axes.set_xlim(right=longest * 1.12)
    if currency and len(money_axis(currency)(longest)) > _LONG_TICK:
        axes.locator_params(axis="x", nbins=5)
    values = ", ".join(f"{name} {text}" for name, text in zip(table[label], amounts, strict=True))
    return Picture(figure, _("Bars of {axis}: {values}.", axis=axis, values=values))


@propagate_not_applicable
def lorenz(curve: pd.DataFrame) -> Picture:
    """Draw the share of revenue that the best customers bring."""
    figure, [axes] = canvas()
    axes.plot(curve["customer_share"], curve["revenue_share"], color=TEAL, linewidth=2.5)
    axes.fill_between(curve["customer_share"], curve["revenue_share"], color=TEAL, alpha=0.08)
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle="--")
    axes.text(0.74, 0.66, _("all customers alike"), color=MUTED, ha="left", va="top")
    points = []
    # beside the curve where it is steep, below it where it is flat
    for share, below in ((0.05, 1), (0.2, 6), (0.5, 15)):
        if not curve["known"][round(share * 100)]:
            continue
        revenue = curve["revenue_share"][round(share * 100)]
        axes.plot(share, revenue, "o", color=CORAL)
        axes.annotate(
            f"{share:.0%}: {revenue:.0%}",
            (share, revenue),
            (8, -below),
            textcoords="offset points",
            va="center",
            path_effects=HALO,
            zorder=4,
        )
        points.append(
            _(
                "the best {share} bring {revenue}",
                share=f"{share:.0%}",
                revenue=f"{revenue:.0%}",
            )
        )
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel=_("share of customers, best first"))
    axes.set_ylabel(_("share of revenue"))
    axes.xaxis.set_major_formatter(PERCENT)
    axes.yaxis.set_major_formatter(PERCENT)
    alt = _("Curve of cumulated revenue over customers.")
    if points:
        said = ", ".join(points)
        alt = _("Curve of cumulated revenue over customers: {points}.", points=said)
    return Picture(figure, alt)


@propagate_not_applicable
def order_sizes(table: pd.DataFrame) -> Picture:
    """Draw how many orders have how many different products."""
    figure, [axes] = canvas()
    axes.bar(table["products"], table["orders"], color=TEAL, width=0.8)
    last = int(table["products"].max())
    ticks = [1, *range(5, last + 1, 5)]
    axes.set_xticks(ticks, [f"{t}+" if t == 30 else f"{t}" for t in ticks])
    axes.set_xlabel(_("different products on an order"))
    axes.set_ylabel(_("orders"))
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    axes.grid(axis="x", visible=False)
    one = table.loc[table["products"] == 1, "orders"].sum() / table["orders"].sum()
    alt = _("Bars of orders by number of different products; {one} have one.", one=f"{one:.0%}")
    return Picture(figure, alt)


@propagate_not_applicable
def cohorts(table: pd.DataFrame) -> Picture:
    """Draw cohort retention as a heatmap, cohorts down, months since the first order across."""
    import seaborn as sns

    grid = table[table["age"] > 0].pivot(index="cohort", columns="age", values="retention")
    grid = grid.dropna(how="all")  # of so few customers that nothing may be told of them
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
        [f"{month(cohort, 'MMM y')} ({count(size)})" for cohort, size in sizes.items()],
        rotation=0,
    )
    axes.set_xticks(np.arange(len(grid.columns)) + 0.5, [str(age) for age in grid.columns])
    axes.set_xlabel(_("months since the first order"))
    axes.set_ylabel(_("first order (customers)"))
    axes.grid(visible=False)
    alt = _("Heatmap of retention by cohort.")
    first = grid.iloc[0].dropna()
    if len(first):
        told = _(
            "Of the {size} customers first seen in {cohort}, {soon} ordered in month {first} and {late} "
            "in month {last}.",
            size=count(sizes.iloc[0]),
            cohort=month(grid.index[0], "MMMM y"),
            soon=f"{first.iloc[0]:.0%}",
            first=str(first.index[0]),
            late=f"{first.iloc[-1]:.0%}",
            last=str(first.index[-1]),
        )
        alt = f"{alt} {told}"
    return Picture(figure, alt, wide=True)
