"""Plots of customers who move between segments: a heatmap, and flows for the HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.movement.transitions import LAPSED, NEW, RETURNED, matrix, transitions
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import count, percent
from segmentbook.report.theme import INK, LINE, MUTED, PERCENT, TEAL, canvas, clipped, colour

State = int | str


def heatmap(table: pd.DataFrame, names: Mapping[int, str]) -> Picture:
    """Draw who went where: rows add up to the customers of the earlier period, or to who came.

    Args:
        table: See `transitions.transitions`.
        names: The name of each segment.
    """
    import seaborn as sns

    counts = matrix(table, "customers")
    hidden = matrix(table, "hidden").eq(True)
    share = counts.div(counts.sum(axis=1).replace(0, np.nan), axis=0).mask(hidden)
    texts = counts.map(lambda number: "" if pd.isna(number) else count(number))
    figure, [axes] = canvas()
    sns.heatmap(
        share.to_numpy(dtype=float),
        ax=axes,
        cmap=sns.light_palette(TEAL, as_cmap=True),
        vmin=0,
        vmax=1,
        annot=texts.mask(hidden, "").to_numpy(),
        fmt="",
        linewidths=2,
        cbar_kws={"label": _("share of the row"), "format": PERCENT},
    )
    for row, column in np.argwhere(hidden.to_numpy()):
        axes.text(column + 0.5, row + 0.5, "·", ha="center", va="center", color=MUTED)
    axes.set_xticks(
        np.arange(len(counts.columns)) + 0.5,
        [_wrapped(_title(state, names), 12) for state in counts.columns],
    )
    axes.set_yticks(
        np.arange(len(counts.index)) + 0.5,
        [_wrapped(_title(state, names), 18) for state in counts.index],
        rotation=0,
    )
    axes.tick_params(colors=INK, labelsize=9)
    axes.set_xlabel(_("period after"))
    axes.set_ylabel(_("period before"))
    axes.grid(visible=False)
    stayed = "; ".join(
        _("{name}: {share} stayed", name=name, share=percent(share.loc[segment, segment]))
        for segment, name in names.items()
        if pd.notna(share.loc[segment, segment])
    )
    alt = _("Grid of segments before and after, with customers. {values}.", values=stayed)
    return Picture(figure, alt)


def with_flows(
    picture: Picture,
    moved: pd.DataFrame,
    rank: dict[int, int],
    names: Mapping[int, str],
    labels: Sequence[str],
    minimum: int = MINIMUM,
) -> Picture:
    """Add the flows of all periods to a picture, for pages that can be clicked.

    Args:
        picture: The still.
        moved: See `transitions.moves`, of all periods.
        rank: See `transitions.kind_of`.
        names: The name of each segment.
        labels: A label for each period.
        minimum: Flows of fewer customers are not drawn.
    """
    from plotly.graph_objects import Figure, Sankey

    flows = _flows(moved, rank, minimum)
    nodes = sorted({*flows["source"], *flows["target"]}, key=_place)
    number = {node: place for place, node in enumerate(nodes)}
    figure = Figure(
        Sankey(
            arrangement="snap",
            node={
                "label": [_title(state, names) for _, state in nodes],
                "color": [_tone(state) for _, state in nodes],
                "customdata": [labels[period] for period, _ in nodes],
                "hovertemplate": _("{node}, {period}: {number} customers", **_NODE)
                + "<extra></extra>",
            },
            link={
                "source": [number[node] for node in flows["source"]],
                "target": [number[node] for node in flows["target"]],
                "value": [int(value) for value in flows["customers"]],
                "color": [_faint(_tone(state)) for _, state in flows["source"]],
                "hovertemplate": _("{before} to {after}: {number}", **_LINK) + "<extra></extra>",
            },
        )
    )
    figure.update_layout(font={"family": "Inter", "color": INK}, margin={"t": 20, "b": 20})
    spec: Mapping[str, Any] = json.loads(figure.to_json())
    return replace(picture, interactive=spec)


def _flows(moved: pd.DataFrame, rank: dict[int, int], minimum: int) -> pd.DataFrame:
    """Return the flows that may be shown: `source` and `target` as (period, state), `customers`."""
    rows = []
    for later, pair in moved.groupby("period"):
        shown = transitions(pair, rank, minimum).query("customers > 0 and not hidden")
        for old, new, customers in shown[["from", "to", "customers"]].itertuples(index=False):
            rows.append(((int(later) - 1, old), (int(later), new), int(customers)))
    rows.sort(key=lambda row: (_place(row[0]), _place(row[1])))
    return pd.DataFrame(rows, columns=["source", "target", "customers"])


def _place(node: tuple[int, State]) -> tuple[int, int]:
    period, state = node
    after = {NEW: 101, RETURNED: 102, LAPSED: 103}
    return period, state if isinstance(state, int) else after[state]


def _title(state: State, names: Mapping[int, str]) -> str:
    return clipped(names[state], 40) if isinstance(state, int) else gettext(_STATES[state])


_STATES = {NEW: mark("first order"), RETURNED: mark("came back"), LAPSED: mark("no order")}
_NODE = {"node": "%{label}", "period": "%{customdata}", "number": "%{value:,}"}
_LINK = {"before": "%{source.label}", "after": "%{target.label}", "number": "%{value:,}"}
"""What plotly writes where the pointer is."""


def _wrapped(text: str, width: int) -> str:
    from textwrap import wrap

    return "\n".join(wrap(text, width))


def _tone(state: State) -> str:
    if isinstance(state, int):
        return colour(state)
    return TEAL if state == NEW else LINE if state == RETURNED else MUTED


def _faint(tone: str) -> str:
    red, green, blue = (int(tone[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
