"""Who moved from segment to segment: a heatmap, and flows for the HTML report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.movement.periods import Periods
from segmentbook.movement.tracking import Movement, movement_metrics
from segmentbook.movement.transitions import (
    LAPSED,
    NEW,
    RETURNED,
    hidden_kinds,
    matrix,
    transitions,
)
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import count, month, percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, LINE, MUTED, PERCENT, TEAL, canvas, clipped, colour

_LONGEST = 40
"""Letters of a segment's name in the pictures."""

State = int | str
"""A segment, or one of the states `NEW`, `RETURNED` and `LAPSED`."""


@page(mark("Movement between segments"))
def moves(movement: Movement, names: Mapping[int, str]) -> Exhibit:
    """Show who moved into the last period and how revenue changed with it.

    Args:
        movement: See `tracking.track`.
        names: The name of each segment.
    """
    metrics = movement_metrics(movement)
    hidden = hidden_kinds(movement.latest, movement.minimum)
    sentences = [
        template
        for template, kinds in ((_spending(metrics), _UP_AND_DOWN), (_LEFT_AND_CAME, _OTHERS))
        if not hidden & kinds
    ]
    heatmap = _heatmap(movement.latest, names)
    picture = replace(heatmap, interactive=_flows(movement, names))
    return Exhibit(
        _TITLE_WITHOUT_NUMBERS if hidden & {*_UP_AND_DOWN, LAPSED} else _TITLE,
        [picture.titled(_CAPTION), *points(sentences)],
        metrics,
    )


_UP_AND_DOWN, _OTHERS = {"upgraded", "downgraded"}, {LAPSED, NEW, RETURNED}

_TITLE = mark(
    "{moved_upgraded:count} customers moved up, {moved_downgraded:count} moved down, "
    "{moved_lapsed:count} lapsed"
)
_TITLE_WITHOUT_NUMBERS = mark("Who moved from segment to segment")
_CAPTION = mark(
    "Customers by segment in the {movement_days:count} days before {movement_last_from:date} and in "
    "those from then on"
)
_LEFT_AND_CAME = mark(
    "{moved_lapsed_share:percent} of the customers of the earlier period placed no order in the later "
    "one; new customers brought {moved_new_money:money_short}, returning ones "
    "{moved_returned_money:money_short}."
)


def _spending(metrics: Mapping[str, Any]) -> str:
    """Say by how much the spending of those who moved up and down changed.

    Segments differ in more than spending, so that it may have changed against the move.
    """
    up, down = metrics["moved_upgraded_money"], metrics["moved_downgraded_money"]
    return _MORE_AND_LESS if up > 0 > down else _CHANGED


_MORE_AND_LESS = mark(
    "Customers who moved up spent {moved_upgraded_money:money_short} more than in the period before; "
    "those who moved down spent {moved_downgraded_decrease:money_short} less."
)
_CHANGED = mark(
    "From the period before, the spending of customers who moved up changed by "
    "{moved_upgraded_money:money_short}, that of those who moved down by "
    "{moved_downgraded_money:money_short}."
)


def _heatmap(table: pd.DataFrame, names: Mapping[int, str]) -> Picture:
    """Draw who went where: rows add up to the customers of the earlier period, or to who came."""
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
        [wrapped(_state(state, names), 12, _LONGEST) for state in counts.columns],
    )
    axes.set_yticks(
        np.arange(len(counts.index)) + 0.5,
        [wrapped(_state(state, names), 18, _LONGEST) for state in counts.index],
        rotation=0,
    )
    axes.tick_params(colors=INK, labelsize=9)
    axes.set_xlabel(_("period after"))
    axes.set_ylabel(_("period before"))
    axes.grid(visible=False)
    own = {segment: float(share[segment][segment]) for segment in names}
    stayed = "; ".join(
        _("{name}: {share} stayed", name=names[segment], share=percent(part))
        for segment, part in own.items()
        if not np.isnan(part)
    )
    alt = _("Heatmap of customers by segment before and after. {values}.", values=stayed)
    return Picture(figure, alt)


def _flows(movement: Movement, names: Mapping[int, str]) -> Mapping[str, Any]:
    """Return the flows between all periods as a plotly figure, for pages that can be clicked."""
    from plotly.graph_objects import Figure, Sankey

    flows = _shown_flows(movement)
    nodes = sorted({*flows["source"], *flows["target"]}, key=_place)
    number = {node: place for place, node in enumerate(nodes)}
    figure = Figure(
        Sankey(
            arrangement="snap",
            node={
                "label": [clipped(_state(state, names), _LONGEST) for _, state in nodes],
                "color": [_tone(state) for _, state in nodes],
                "customdata": [_label(movement.periods, period) for period, _ in nodes],
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
    return spec


def _label(periods: Periods, period: int) -> str:
    """Return e.g. `Dec 2010 - Mar 2011`, the months of a period's first and last day."""
    first, last = periods.first_day(period), periods.last_day(period)
    return f"{month(first, 'MMM y')} - {month(last, 'MMM y')}"


def _shown_flows(movement: Movement) -> pd.DataFrame:
    """Return the flows that may be shown: `source` and `target` as (period, state), `customers`."""
    rows = []
    for later in range(1, movement.periods.number):
        pair = movement.moved[movement.moved["period"] == later]
        counted = transitions(pair, movement.rank, movement.minimum)
        shown = counted.query("customers > 0 and not hidden")
        for old, new, customers in shown[["from", "to", "customers"]].itertuples(index=False):
            rows.append(((later - 1, old), (later, new), int(customers)))
    rows.sort(key=lambda row: (_place(row[0]), _place(row[1])))
    return pd.DataFrame(rows, columns=["source", "target", "customers"])


def _place(node: tuple[int, State]) -> tuple[int, int]:
    period, state = node
    after = {NEW: 101, RETURNED: 102, LAPSED: 103}
    return period, state if isinstance(state, int) else after[state]


def _state(state: State, names: Mapping[int, str]) -> str:
    return names[state] if isinstance(state, int) else gettext(_STATES[state])


_STATES = {NEW: mark("first order"), RETURNED: mark("came back"), LAPSED: mark("no order")}
_NODE = {"node": "%{label}", "period": "%{customdata}", "number": "%{value:,}"}
_LINK = {"before": "%{source.label}", "after": "%{target.label}", "number": "%{value:,}"}
"""What plotly shows under the pointer."""


def _tone(state: State) -> str:
    if isinstance(state, int):
        return colour(state)
    return TEAL if state == NEW else LINE if state == RETURNED else MUTED


def _faint(tone: str) -> str:
    red, green, blue = (int(tone[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
