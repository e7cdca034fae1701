"""Customers and revenue by the kind of move, and what chance gives."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.movement.tracking import Movement
from segmentbook.movement.transitions import ABSENT, ALL, CAME, NEW, RETURNED, hidden_kinds
from segmentbook.report.exhibit import Exhibit, Part, Table, notes, page


@page()
def revenue_by_move(kinds: pd.DataFrame, movement: Movement) -> Exhibit:
    """Show the revenue of every kind of move, and the changes beside those of chance, after `moves`.

    Args:
        kinds: See `tracking.by_kind`.
        movement: See `tracking.track`.
    """
    parts: list[Part] = []
    for against, title in _TITLES.items():
        rows = kinds[kinds["against"] == against]
        if len(rows):
            named = rows.assign(kind=rows["kind"].map(_KINDS))
            parts.append(Table(named, _COLUMNS, title, emphasise=len(rows) - 1))
    tested = movement.tested
    if hidden_kinds(movement.compared, movement.minimum):
        tested = tested[tested["quantity"] == "revenue"]
    tested = tested.assign(what=tested["quantity"].map(_QUANTITIES))
    for quantities, columns in ((("level", "active"), _CUSTOMERS), (("movers", "revenue"), _MONEY)):
        rows = tested[tested["quantity"].isin(quantities)]
        if len(rows):
            parts.append(Table(rows, columns, _CHANCE))
    return Exhibit(parts=[*parts, *notes([_METHOD, _DOT])])


_TITLES = {
    "period": mark("Customers and revenue of the last two periods"),
    "year": mark("Customers and revenue of the last period and of the same days a year earlier"),
}
_COLUMNS = {
    "kind": (mark("Customers who"), "term"),
    "customers": (mark("Customers"), "count"),
    "before": (mark("Revenue before"), "money"),
    "after": (mark("Revenue after"), "money"),
    "change": (mark("Change"), "money"),
}
_KINDS = {
    "stayed": mark("stayed in their band of spending"),
    "up": mark("moved to a band above"),
    "down": mark("moved to a band below"),
    ABSENT: mark("did not order in the later period"),
    NEW: mark("ordered for the first time"),
    RETURNED: mark("returned after a period without an order"),
    CAME: mark("did not order in the earlier period"),
    ALL: mark("All"),
}
_CHANCE = mark("Changes, and what exchanging the two periods of each customer at random gives")
_RANGE = {
    "low": (mark("At random: from"), "count"),
    "high": (mark("to"), "count"),
    "p": (mark("Adjusted p-value"), "number3"),
}
_CUSTOMERS = {"what": (mark("Customers"), "term"), "change": (mark("Change"), "count"), **_RANGE}
_MONEY = {
    "what": (mark("Revenue"), "term"),
    "change": (mark("Change"), "money"),
    "low": (mark("At random: from"), "money"),
    "high": (mark("to"), "money"),
    "p": (mark("Adjusted p-value"), "number3"),
}
_QUANTITIES = {
    "level": mark("moved up minus moved down"),
    "active": mark("came minus placed no order"),
    "movers": mark("of customers who moved up or down"),
    "revenue": mark("of all customers"),
}
_METHOD = mark(
    "Who spends much in one period by chance spends little in another, so customers move though nothing "
    "has changed. A change counts as beyond chance where its p-value is below "
    "{movement_level:percent}: the maximum of those of random exchanges of each customer's two periods "
    "and of a t-test of their weeks, adjusted by Holm. The ranges leave out {movement_outside:percent} "
    "of the exchanges."
)
_DOT = mark(
    "Bands hold a quarter each of the customers who ordered in a period, over all periods. A dot in the "
    "heatmap stands for moves of too few customers to be shown."
)
