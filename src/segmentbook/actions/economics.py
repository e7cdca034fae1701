"""Value at stake: whom an action reaches, what they are worth, and what must happen for it to pay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from segmentbook.actions.choose import Advised, Judged
from segmentbook.params.economics import Economics

FIRST = 3
"""How many actions to begin with."""

COLUMNS = (
    "place",
    "name",
    "action",
    "do",
    "channel",
    "audience",
    "revenue_per_customer",
    "audience_revenue",
    "order_value",
    "gain",
    "break_even",
    "low",
    "middle",
    "high",
)


def gain_per_response(order_value: float, economics: Economics, *, discount: bool) -> float:
    """Return what one more order leaves, before the cost of the contact.

    Args:
        order_value: Revenue of the order at full price.
        economics: The assumptions.
        discount: Whether the action gives a discount; its depth comes off the margin.
    """
    depth = economics.discount if discount else 0.0
    return order_value * (economics.margin - depth)


def break_even_response(contact_cost: float, gain: float) -> float | None:
    """Return the share of the audience that must respond for the contact to pay; None if none does.

    Hughes, Strategic Database Marketing (1994): cost per contact over gain per response.
    """
    if gain <= 0:
        return None
    share = contact_cost / gain
    return share if share <= 1 else None


def at_stake(advised: Sequence[Advised], economics: Economics | None) -> pd.DataFrame:
    """Return the value at stake for each supported action.

    Args:
        advised: Every segment.
        economics: The assumptions about money; without them none is worked out.

    Returns:
        The `COLUMNS`, one row for each action, most valuable first: by what is left at the middle
        response, without economics by `audience_revenue`, what the audience spent in the period at
        the segment's mean. `place` is that of the segment in the metric `segments`; `gain` is the
        money that one response leaves, `break_even` a share of the audience, and `low`,
        `middle`, `high` the money that is left at each response, contacts paid. NaN where unknown.
    """
    rows = [
        _row(place, segment, one, economics)
        for place, segment in enumerate(advised)
        for one in segment.supported
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    money = list(COLUMNS[COLUMNS.index("revenue_per_customer") :])
    table[money] = table[money].astype(float)
    by = "audience_revenue" if economics is None else "middle"
    # Of a segment's actions that are worth the same, the playbook lists the more important one first.
    return table.sort_values(
        [by, "audience", "name"], ascending=[False, False, True], kind="stable", ignore_index=True
    )


def _row(place: int, segment: Advised, one: Judged, economics: Economics | None) -> dict[str, Any]:
    audience, each = one.audience or 0, segment.numbers.get("revenue_per_customer")
    order = segment.numbers.get("order_value")
    row: dict[str, Any] = {
        "place": place,
        "name": segment.name,
        "action": one.action.id,
        "do": one.action.do,
        "channel": one.action.channel,
        "audience": audience,
        "revenue_per_customer": each,
        "audience_revenue": None if each is None else audience * each,
        "order_value": order,
    }
    if economics is not None and order is not None:
        row |= _money(audience, order, economics, discount=one.action.discount)
    return row


def _money(
    audience: int, order: float, economics: Economics, *, discount: bool
) -> dict[str, float | None]:
    gain = gain_per_response(order, economics, discount=discount)
    left = {
        level: audience * (share * gain - economics.contact_cost)
        for level, share in economics.response.model_dump().items()
    }
    return {"gain": gain, "break_even": break_even_response(economics.contact_cost, gain), **left}


def first_actions(table: pd.DataFrame, *, paying: bool) -> pd.DataFrame:
    """Return the most valuable action of each segment, the three most valuable of them.

    One for each segment, so that no customer is counted twice.

    Args:
        table: See `at_stake`.
        paying: Whether to leave out what does not pay at the middle response.
    """
    worthwhile = table[table["middle"] > 0] if paying else table
    return worthwhile.drop_duplicates("place").head(FIRST).reset_index(drop=True)


def stake_metrics(table: pd.DataFrame, economics: Economics | None) -> dict[str, Any]:
    """Return the metrics `stake` (counts and assumptions) and `first_actions`."""
    first = first_actions(table, paying=economics is not None)
    assumed = None if economics is None else economics.model_dump()
    return {
        "stake": {
            "actions": len(table),
            "paying": None if economics is None else int((table["middle"] > 0).sum()),
            "assumed": assumed,
            "first": len(first),
            "first_audience": int(first["audience"].sum()),
            "first_audience_revenue": first["audience_revenue"].sum(min_count=1),
            "first_middle": first["middle"].sum(min_count=1),
        },
        "first_actions": first.to_dict("records"),
    }
