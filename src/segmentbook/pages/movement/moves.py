"""Who moved between bands of spending: a heatmap, and flows for the HTML report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.movement.exchange import QUANTITIES
from segmentbook.movement.periods import Periods
from segmentbook.movement.tracking import Movement, movement_metrics
from segmentbook.movement.transitions import (
    ABSENT,
    CAME,
    NEW,
    RETURNED,
    hidden_kinds,
    matrix,
    transitions,
)
from segmentbook.report.exhibit import Exhibit, Picture, Template, page, points
from segmentbook.report.formats import count, month, percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, LINE, MUTED, PERCENT, TEAL, canvas, clipped, colour, money

_LONGEST = 40
"""Letters of a state's name in the pictures."""

State = int | str
"""A band of spending, or one of the states `NEW`, `RETURNED`, `CAME` and `ABSENT`."""


@page(mark("Movement between bands of spending"))
def moves(movement: Movement, currency: str) -> Exhibit:
    """Show who moved into the last period, and what changed more than by chance.

    Args:
        movement: See `tracking.track`.
        currency: ISO 4217 code.
    """
    names = _names(movement, currency)
    heatmap = _heatmap(movement.latest, names)
    picture = replace(heatmap, interactive=_flows(movement, names))
    title, *sentences = statements(movement)
    return Exhibit(
        title, [picture.titled(_CAPTION), *points(sentences)], movement_metrics(movement)
    )


def statements(movement: Movement) -> list[Template]:
    """Return the title and the sentences.

    What changed is said of the periods that were tested, and only where it exceeds chance.
    """
    beyond = [quantity for quantity in QUANTITIES if movement.direction(quantity)]
    hidden = hidden_kinds(movement.compared, movement.minimum)
    if hidden & {"up", "down"}:
        beyond = [quantity for quantity in beyond if quantity not in ("level", "movers")]
    said: list[Template] = [_title(movement, "level" in beyond)]
    if beyond:
        said.append(_COMPARED["period" if movement.year is None else "year"])
    said += [_BEYOND[one, movement.direction(one)] for one in beyond if one != "level"]
    if not hidden_kinds(movement.latest, movement.minimum) & {ABSENT, *_CAME_AS}:
        known = (movement.latest["kind"] == NEW).any()
        said.append(_NEW_AND_RETURNED if known else _ABSENT_AND_CAME)
        said += [_OVERDUE] if movement.overdue else []
    return said


_CAME_AS = {NEW, RETURNED, CAME}


def _title(movement: Movement, beyond: bool) -> Template:
    if beyond:
        against, before = ("period", "") if movement.year is None else ("year", "year_")
        numbers = {"up": f"{before}moved_up", "down": f"{before}moved_down"}
        return _TITLES[movement.direction("level"), against], numbers
    hidden = hidden_kinds(movement.latest, movement.minimum)
    return _WITHOUT_NUMBERS if hidden & {"up", "down", ABSENT} else _NUMBERS


_TITLES = {
    ("up", "year"): claim(
        "movement.net_up",
        "More customers moved up a band of spending than down since the year before, beyond chance: "
        "{up:count} against {down:count}",
    ),
    ("down", "year"): claim(
        "movement.net_down",
        "More customers moved down a band of spending than up since the year before, beyond chance: "
        "{down:count} against {up:count}",
    ),
    ("up", "period"): claim(
        "movement.net_up",
        "More customers moved up a band of spending than down, beyond chance, season not ruled out: "
        "{up:count} against {down:count}",
    ),
    ("down", "period"): claim(
        "movement.net_down",
        "More customers moved down a band of spending than up, beyond chance, season not ruled out: "
        "{down:count} against {up:count}",
    ),
}
_NUMBERS = mark(
    "{moved_up:count} customers moved up a band of spending, {moved_down:count} moved down, "
    "{moved_absent:count} placed no order",
)
_WITHOUT_NUMBERS = mark("Movement between bands of spending")
_CAPTION = mark(
    "Customers by what they spent in the {movement_days:count} days before {movement_last_from:date} "
    "and in those from then on"
)
_COMPARED = {
    "period": mark(
        "What follows compares the {movement_days:count} days from {movement_last_from:date} on with "
        "those before. The export does not hold the same days of a year earlier: the season is not "
        "ruled out as the reason."
    ),
    "year": mark(
        "What follows compares the {movement_days:count} days from {movement_last_from:date} on with "
        "the same days a year earlier, from {movement_year_from:date} on."
    ),
}
_BEYOND = {
    ("movers", "up"): claim(
        "movement.movers_up",
        "Customers who moved up or down spent {exchange_movers.size:money_short} more in all than in "
        "the earlier period, beyond chance.",
    ),
    ("movers", "down"): claim(
        "movement.movers_down",
        "Customers who moved up or down spent {exchange_movers.size:money_short} less in all than in "
        "the earlier period, beyond chance.",
    ),
    ("active", "up"): claim(
        "movement.active_up",
        "{exchange_active.size:count} more customers placed an order than in the earlier period, beyond "
        "chance.",
    ),
    ("active", "down"): claim(
        "movement.active_down",
        "{exchange_active.size:count} fewer customers placed an order than in the earlier period, "
        "beyond chance.",
    ),
    ("revenue", "up"): claim(
        "movement.revenue_up",
        "Revenue rose by {exchange_revenue.size:money_short} from the earlier period, beyond chance.",
    ),
    ("revenue", "down"): claim(
        "movement.revenue_down",
        "Revenue fell by {exchange_revenue.size:money_short} from the earlier period, beyond chance.",
    ),
}
_NEW_AND_RETURNED = mark(
    "{moved_absent_share:percent} of the customers of the earlier period placed no order in the later "
    "one; first orders brought {moved_new_money:money_short}, customers who returned "
    "{moved_returned_money:money_short}."
)
_OVERDUE = claim(
    "activity.overdue",
    "Of the {moved_absent:count} customers without an order in the later period, "
    "{moved_absent_overdue:count} are overdue by their own rhythm.",
)
_ABSENT_AND_CAME = mark(
    "{moved_absent_share:percent} of the customers of the earlier period placed no order in the later "
    "one; customers without an order in the earlier one brought {moved_came_money:money_short}."
)


def _names(movement: Movement, currency: str) -> dict[int, str]:
    """Return the name of each band: what its customers spent in a period."""
    bounds = [money(bound, currency) for bound in movement.bounds]
    middle = [_("{low} to {high}", low=low, high=high) for high, low in pairwise(bounds)]
    named = [
        _("{bound} and above", bound=bounds[0]),
        *middle,
        _("below {bound}", bound=bounds[-1]),
    ]
    return dict(enumerate(named, start=1))


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
    own = {band: float(share[band][band]) for band in names}
    stayed = "; ".join(
        _("{name}: {share} stayed", name=names[band], share=percent(part))
        for band, part in own.items()
        if not np.isnan(part)
    )
    alt = _("Heatmap of customers by band of spending before and after. {values}.", values=stayed)
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
        bands = len(movement.bounds) + 1
        counted = transitions(movement.moved[later], bands, movement.minimum)
        shown = counted.query("customers > 0 and not hidden")
        for old, new, customers in shown[["from", "to", "customers"]].itertuples(index=False):
            rows.append(((later - 1, old), (later, new), int(customers)))
    rows.sort(key=lambda row: (_place(row[0]), _place(row[1])))
    return pd.DataFrame(rows, columns=["source", "target", "customers"])


def _place(node: tuple[int, State]) -> tuple[int, int]:
    period, state = node
    after = {NEW: 101, RETURNED: 102, CAME: 103, ABSENT: 104}
    return period, state if isinstance(state, int) else after[state]


def _state(state: State, names: Mapping[int, str]) -> str:
    return names[state] if isinstance(state, int) else gettext(_STATES[state])


_STATES = {
    NEW: mark("first order"),
    RETURNED: mark("came back"),
    CAME: mark("no order before"),
    ABSENT: mark("no order"),
}
_NODE = {"node": "%{label}", "period": "%{customdata}", "number": "%{value:,}"}
_LINK = {"before": "%{source.label}", "after": "%{target.label}", "number": "%{value:,}"}
"""What plotly shows under the pointer."""


def _tone(state: State) -> str:
    if isinstance(state, int):
        return colour(state)
    return TEAL if state == NEW else LINE if state in (RETURNED, CAME) else MUTED


def _faint(tone: str) -> str:
    red, green, blue = (int(tone[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
