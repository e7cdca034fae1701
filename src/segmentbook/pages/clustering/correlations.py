"""Correlation of the features, and which of them add nothing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture, Template, page, points
from segmentbook.report.theme import canvas, clipped, fixed

_LEVEL_LABELS = 5
"""Up to so many labels fit below the axis without being turned."""


@page(mark("Correlation of the features"))
def correlations(table: pd.DataFrame, redundancy: Mapping[str, Any]) -> Exhibit:
    """Show the correlation of each two features in coordinates, and warn of constants and copies.

    Args:
        table: See `diagnostics.correlations`.
        redundancy: See `diagnostics.redundancy`.
    """
    title = mark("Correlation of the features, as the clustering sees them")
    drawn = _matrix(table).titled(title)
    return Exhibit(parts=[drawn, *points(_warnings(redundancy))], metrics=redundancy)


def _warnings(redundancy: Mapping[str, Any]) -> list[Template]:
    """Say which features add nothing to the clustering, or that all do."""
    constant: list[Template] = [
        (
            mark(
                "{feature} is the same for all customers, or for all but too few to form a group."
            ),
            {"feature": f"constant_features.{place}"},
        )
        for place in range(len(redundancy["constant_features"]))
    ]
    copied: list[Template] = [
        (
            mark(
                "{first} and {second} have a correlation of {r:number}: the clustering counts what both "
                "measure once for each."
            ),
            {
                "first": f"copied_features.{place}.first",
                "second": f"copied_features.{place}.second",
                "r": f"copied_features.{place}.correlation",
            },
        )
        for place in range(len(redundancy["copied_features"]))
    ]
    return [*constant, *copied] or [
        mark(
            "No feature is constant, and no two have a correlation of {copy_bound:number} or more in "
            "either direction."
        )
    ]


def _matrix(table: pd.DataFrame) -> Picture:
    import seaborn as sns

    figure, [axes] = canvas()
    names = [clipped(str(name), 24) for name in table.columns]
    texts = table.map(lambda r: "–" if pd.isna(r) else fixed(r, 2)).to_numpy()
    sns.heatmap(
        table.fillna(0.0).to_numpy(),
        ax=axes,
        cmap=sns.diverging_palette(20, 190, s=70, l=60, as_cmap=True),
        vmin=-1,
        vmax=1,
        annot=texts,
        fmt="",
        linewidths=2,
        xticklabels=names,
        yticklabels=names,
        cbar_kws={"label": _("correlation")},
    )
    axes.tick_params(axis="y", rotation=0)
    axes.tick_params(axis="x", rotation=0 if len(names) <= _LEVEL_LABELS else 60)
    axes.grid(visible=False)
    titles = [str(title) for title in table.columns]
    pairs = [
        _("{first} and {second} {r}", first=titles[one], second=titles[other], r=texts[one, other])
        for one, other in combinations(range(len(titles)), 2)
    ]
    if not pairs:
        return Picture(figure, _("Correlation of features: one feature only."))
    return Picture(figure, _("Correlation of features: {values}.", values="; ".join(pairs)))
