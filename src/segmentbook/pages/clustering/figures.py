"""Plots of the choice of groups: indices over k, silhouettes of customers, correlations, stability."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import count
from segmentbook.report.theme import (
    CORAL,
    INK,
    MUTED,
    NAVY,
    NORMAL,
    SHORT_NUMBERS,
    canvas,
    clipped,
    colour,
    fixed,
)

SHOWN = 2000
"""The silhouette plot shows at most this many customers."""

RANKED_PANELS = {
    "silhouette": mark("Silhouette (higher is better)"),
    "calinski_harabasz": mark("Calinski-Harabasz (higher is better)"),
    "davies_bouldin": mark("Davies-Bouldin (lower is better)"),
    "stability": mark("Stability (higher is better)"),
}
OTHER_PANELS = {
    "inertia": mark("Inertia and its elbow"),
    "simplified_silhouette": mark("Simplified silhouette"),
    "gap": mark("Gap (one group dashed)"),
}
_ONE_NUMBER = mark("only one number was looked at")


def choice_of_k(table: pd.DataFrame, k: int) -> Picture | NotApplicable:
    """Draw the four ranked indices over k, the chosen k marked."""
    if len(table) == 1:
        return NotApplicable(_("Four indices over the number of groups"), gettext(_ONE_NUMBER))
    figure = Figure(figsize=NORMAL)
    panels = figure.subplots(2, 2, sharex=True).flat
    for axes, (column, title) in zip(panels, RANKED_PANELS.items(), strict=True):
        _index(axes, table, column, gettext(title), k)
    figure.supxlabel(_("number of segments k (the chosen one in red)"), fontsize=11, color=MUTED)
    values = ", ".join(
        _(
            "k={k}: {silhouette} and {stability}",
            k=str(row.k),
            silhouette=fixed(row.silhouette, 3),
            stability=fixed(row.stability, 2),
        )
        for row in table.itertuples()
    )
    alt = _(
        "Four indices over k; k = {k} is chosen. Silhouette and stability: {values}.",
        k=str(k),
        values=values,
    )
    return Picture(figure, alt)


def other_indices(
    table: pd.DataFrame, k: int, elbow: int, gap_of_one: float
) -> Picture | NotApplicable:
    """Draw inertia with its elbow, simplified silhouette, and gap with that of a single group."""
    if len(table) == 1:
        return NotApplicable(
            _("Three more indices over the number of groups"), gettext(_ONE_NUMBER)
        )
    figure, panels = canvas(3, wide=True)
    for axes, (column, title) in zip(panels, OTHER_PANELS.items(), strict=True):
        _index(axes, table, column, gettext(title), k)
    inertia, gap = panels[0], panels[2]
    bend = table.loc[table["k"] == elbow, "inertia"].iloc[0]
    inertia.annotate(
        _("elbow at k = {k}", k=str(elbow)), (elbow, bend), (8, 12),
        textcoords="offset points", color=INK,
    )  # fmt: skip
    gap.errorbar(table["k"], table["gap"], table["gap_error"], fmt="none", color=NAVY, capsize=3)
    gap.axhline(gap_of_one, color=MUTED, linestyle="--", linewidth=1)
    figure.supxlabel(_("number of segments k (the chosen one in red)"), fontsize=11, color=MUTED)
    values = ", ".join(f"k={row.k}: {fixed(row.gap, 2)}" for row in table.itertuples())
    alt = _(
        "Inertia with its elbow at k = {k}, simplified silhouette, and the gap statistic with its "
        "error. Gap: one group {one}, {values}.",
        k=str(elbow),
        one=fixed(gap_of_one, 2),
        values=values,
    )
    return Picture(figure, alt, wide=True)


def silhouette_metrics(segments: np.ndarray) -> dict[str, int]:
    """Return of how many customers the silhouettes are drawn."""
    return {"silhouettes_drawn": min(len(segments), SHOWN)}


def silhouettes(points: np.ndarray, segments: np.ndarray, seed: int) -> Picture:
    """Draw the silhouette of each customer of a sample, sorted within segments.

    Args:
        points: Shape (customers, features).
        segments: Number of each customer's segment from 1, shape (customers,).
        seed: Seed of the sample.
    """
    values, shown = _silhouettes(points, segments, seed)
    figure, [axes] = canvas()
    numbers = [int(number) for number in np.unique(shown)]
    start, said, middles = 0, [], []
    for number in numbers:
        own = np.sort(values[shown == number])[::-1]
        axes.fill_betweenx(
            np.arange(start, start + len(own)),
            0,
            own,
            color=colour(number),
            linewidth=0,
            step="mid",
        )
        middles.append(start + len(own) / 2)
        below = (own < 0).mean()
        said.append(
            _(
                "segment {number} mean {mean}, {below} below zero",
                number=str(number),
                mean=fixed(own.mean(), 2),
                below=f"{below:.0%}",
            )
        )
        start += len(own) + max(4, len(values) // 100)
    axes.axvline(values.mean(), color=INK, linestyle="--", linewidth=1.2)
    axes.annotate(
        _("mean {value}", value=fixed(values.mean(), 2)), (values.mean(), 0), (0, 4),
        textcoords="offset points", color=INK, ha="center", va="bottom",
    )  # fmt: skip
    axes.set_yticks(middles, [_segment(number) for number in numbers])
    axes.set_ylim(start, 0)
    axes.set_xlabel(_("silhouette of a customer (below 0: closer to another segment)"))
    axes.grid(axis="y", visible=False)
    alt = _(
        "Silhouettes of {number} customers by segment: {values}.",
        number=count(len(values)),
        values="; ".join(said),
    )
    return Picture(figure, alt)


def correlations(table: pd.DataFrame) -> Picture:
    """Draw the correlation of each two features, as the clustering sees them."""
    import seaborn as sns

    figure, [axes] = canvas()
    names = [clipped(str(name), 24) for name in table.columns]
    texts = table.map(lambda r: "–" if pd.isna(r) else fixed(r, 2))
    shown = table.fillna(0.0).to_numpy()
    palette = sns.diverging_palette(20, 190, s=70, l=60, as_cmap=True)
    sns.heatmap(
        shown, ax=axes, cmap=palette, vmin=-1, vmax=1, annot=texts.to_numpy(), fmt="",
        linewidths=2, xticklabels=names, yticklabels=names,
        cbar_kws={"label": _("correlation")},
    )  # fmt: skip
    axes.tick_params(axis="y", rotation=0)
    axes.tick_params(axis="x", rotation=0 if len(names) <= 5 else 60)
    axes.grid(visible=False)
    pairs = [
        _("{first} and {second} {r}", first=first, second=second, r=texts.loc[first, second])
        for place, first in enumerate(table.columns)
        for second in table.columns[place + 1 :]
    ]
    if not pairs:
        return Picture(figure, _("Correlation of features: one feature only."))
    return Picture(figure, _("Correlation of features: {values}.", values="; ".join(pairs)))


def stability(similarities: Mapping[int, float | None], bounds: Mapping[str, float]) -> Picture:
    """Draw how well each segment is found again in resamples.

    Args:
        similarities: Mean Jaccard similarity by the segment's number; None is not drawn.
        bounds: Similarities from which on a segment is called by these words.
    """
    drawn = {number: value for number, value in similarities.items() if value is not None}
    figure, [axes] = canvas()
    places = np.arange(len(drawn))
    axes.barh(places, list(drawn.values()), color=[colour(n) for n in drawn], height=0.6)
    for place, value in zip(places, drawn.values(), strict=True):
        axes.annotate(
            fixed(value, 2), (value, place), (5, 0), textcoords="offset points", va="center"
        )
    for words, bound in bounds.items():
        axes.axvline(bound, color=MUTED, linestyle="--", linewidth=1)
        axes.annotate(
            gettext(words), (bound, -0.75), (4, 0),
            textcoords="offset points", color=MUTED, va="center",
        )  # fmt: skip
    axes.set_yticks(places, [_segment(number) for number in drawn])
    axes.set(xlim=(0, 1.08), ylim=(len(drawn) - 0.4, -1.1))
    axes.set_xlabel(_("mean Jaccard similarity over resamples (1: always the same customers)"))
    axes.grid(axis="y", visible=False)
    said = "; ".join(f"{_segment(n)} {fixed(value, 2)}" for n, value in drawn.items())
    return Picture(figure, _("Stability of each segment: {values}.", values=said))


def _segment(number: int) -> str:
    return _("segment {number}", number=str(number))


def _index(axes: Axes, table: pd.DataFrame, column: str, title: str, k: int) -> None:
    axes.plot(table["k"], table[column], "o-", color=NAVY, markersize=4)
    chosen = table.loc[table["k"] == k, column].iloc[0]
    axes.plot(k, chosen, "o", color=CORAL, markersize=9)
    axes.set_title(title, loc="left", fontsize=10.5)
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_xticks(table["k"])


def _silhouettes(
    points: np.ndarray, segments: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.metrics import silhouette_samples

    drawn = np.arange(len(points))
    if len(points) > SHOWN:
        drawn = np.random.default_rng(seed).choice(len(points), SHOWN, replace=False)
    kept = segments[drawn]
    counts = {number: (kept == number).sum() for number in np.unique(kept)}
    if len(counts) < 2 or len(kept) <= len(counts):
        return np.zeros(len(kept)), kept
    return np.asarray(silhouette_samples(points[drawn], kept)), kept
