"""Customers by recency and frequency score, and what they spend."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import scores
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import count
from segmentbook.report.theme import MUTED, TEAL, canvas, money, money_axis

_WHAT = mark("Customers by recency and frequency score")


@page(_WHAT)
def recency_frequency(table: pd.DataFrame, currency: str) -> Exhibit:
    """Show how many customers have each pair of scores, and what they spend on average.

    Args:
        table: See `scores.segment_map`.
        currency: ISO 4217 code.
    """
    metrics = scores.map_metrics(table)
    title = _WHAT
    if metrics["best_cell_customers"] > 0:
        title = claim(
            "exact",
            "{best_cell_customers:count} customers have the best scores in both recency and "
            "frequency",
        )
    sentences = {
        "best_cell_monetary": mark("They spend {best_cell_monetary:money} on average."),
        "worst_cell_customers": claim(
            "exact", "{worst_cell_customers:count} customers have the worst scores in both."
        ),
    }
    known = [sentence for name, sentence in sentences.items() if metrics[name] > 0]
    drawn = _grid(table, currency).titled(
        mark("Customers by recency and frequency score, coloured by mean monetary value")
    )
    return Exhibit(title, [drawn, *points(known)], metrics)


def _grid(table: pd.DataFrame, currency: str) -> Picture:
    """Draw recency and frequency scores as a grid, coloured by mean monetary value."""
    import seaborn as sns

    levels = range(1, scores.LEVELS + 1)
    cells = table.set_index(["frequency_score", "recency_score"])
    means = cells["monetary"].unstack().reindex(index=levels, columns=levels)
    customers = cells["customers"].unstack().reindex(index=levels, columns=levels)
    texts = customers.map(lambda n: "" if pd.isna(n) else count(n))
    figure, [axes] = canvas()
    sns.heatmap(
        means.iloc[::-1].to_numpy(),
        ax=axes,
        cmap=sns.light_palette(TEAL, as_cmap=True),
        annot=texts.iloc[::-1].to_numpy(),
        fmt="",
        linewidths=2,
        cbar_kws={"label": _("mean monetary value"), "format": money_axis(currency)},
    )
    hidden = table[table["customers"].isna()].sort_values(["frequency_score", "recency_score"])
    across = hidden["recency_score"].to_numpy() - 0.5
    up = scores.LEVELS + 0.5 - hidden["frequency_score"].to_numpy()
    for x, y in zip(across, up, strict=True):  # without a mean, seaborn leaves the cell empty
        axes.text(x, y, "·", ha="center", va="center", color=MUTED)
    axes.set_xticks(np.arange(5) + 0.5, [str(level) for level in levels])
    axes.set_yticks(np.arange(5) + 0.5, [str(level) for level in reversed(levels)], rotation=0)
    axes.set_xlabel(_("recency score (5 = latest)"))
    axes.set_ylabel(_("frequency score (5 = most orders)"))
    axes.grid(visible=False)
    return Picture(figure, _alt(table, currency))


def _alt(table: pd.DataFrame, currency: str) -> str:
    alt = _(
        "Grid of recency and frequency scores with the number of customers in each cell; a dot "
        "stands for too few to be shown."
    )
    if not table["monetary"].notna().any():
        return alt
    best = table.nlargest(1, "monetary").iloc[0]
    highest = _(
        claim(
            "exact",
            "The highest mean monetary value, {value}, is at recency {recency} and frequency "
            "{frequency}.",
        ),
        value=money(best["monetary"], currency),
        recency=str(int(best["recency_score"])),
        frequency=str(int(best["frequency_score"])),
    )
    return f"{alt} {highest}"
