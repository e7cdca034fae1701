"""The silhouette of each customer, by segment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.formats import count
from segmentbook.report.theme import INK, canvas, colour, fixed


@page(mark("Silhouettes by segment"))
def silhouettes(table: pd.DataFrame) -> Exhibit:
    """Show how much closer customers are to their own segment than to the next.

    Args:
        table: See `indices.silhouettes`.
    """
    title = mark("Silhouettes of {silhouettes_drawn:count} customers, by segment")
    return Exhibit(parts=[_bands(table).titled(title)], metrics={"silhouettes_drawn": len(table)})


def _bands(table: pd.DataFrame) -> Picture:
    """Draw the silhouettes of each segment, sorted, below each other."""
    figure, [axes] = canvas()
    gap = max(4, len(table) // 100)
    start, numbers, middles, values = 0, [], [], []
    for segment, silhouettes in table.groupby("segment")["silhouette"]:
        number, own = int(str(segment)), np.sort(silhouettes.to_numpy())[::-1]
        heights = np.arange(start, start + len(own))
        axes.fill_betweenx(heights, 0, own, color=colour(number), linewidth=0, step="mid")
        numbers.append(number)
        middles.append(start + len(own) / 2)
        values.append(
            _(
                "segment {number} mean {mean}, {below} below zero",
                number=str(number),
                mean=fixed(own.mean(), 2),
                below=f"{(own < 0).mean():.0%}",
            )
        )
        start += len(own) + gap
    mean = table["silhouette"].to_numpy().mean()
    axes.axvline(mean, color=INK, linestyle="--", linewidth=1.2)
    axes.annotate(
        _("mean {value}", value=fixed(mean, 2)), (mean, 0), (0, 4),
        textcoords="offset points", color=INK, ha="center", va="bottom",
    )  # fmt: skip
    axes.set_yticks(middles, [_("segment {number}", number=str(number)) for number in numbers])
    axes.set_ylim(start, 0)
    axes.set_xlabel(
        _(claim("exact", "silhouette of a customer (below 0: closer to another segment)"))
    )
    axes.grid(axis="y", visible=False)
    alt = _(
        "Silhouettes of {number} customers by segment: {values}.",
        number=count(len(table)),
        values="; ".join(values),
    )
    return Picture(figure, alt)
