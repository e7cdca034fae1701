"""Value at stake: which actions are worth the most, and what must happen for them to pay."""

from __future__ import annotations

import pandas as pd

from segmentbook.actions.economics import stake_metrics
from segmentbook.core.claims import Claim, claim
from segmentbook.core.language import ngettext
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.economics import Economics
from segmentbook.report.exhibit import Exhibit, Table, Text, page

ON_SLIDE = 6
"""How many actions a slide shows."""

_NONE = mark("The data support no action of the playbook")


@page(mark("Value at stake"))
def stake(table: pd.DataFrame, economics: Economics | None = None) -> Exhibit | list[Exhibit]:
    """Show the actions with the most at stake: money with economics, else audience and formula.

    Args:
        table: See `economics.at_stake`.
        economics: The assumptions about money, or None.
    """
    metrics = stake_metrics(table, economics)
    if table.empty:
        missing = NotApplicable(reason=mark("the data support no action of the playbook"))
        return [
            Exhibit(_NONE, metrics=metrics, name="title"),
            Exhibit(what=mark("Value at stake"), missing=missing, name="table"),
        ]
    columns = _COLUMNS if economics is None else {**_COLUMNS, **_MONEY}
    return Exhibit(
        _title(len(table), economics),
        [
            Table(table.head(ON_SLIDE), columns, _TABLE_TITLE),
            Text(_FORMULA if economics is None else _ASSUMPTIONS, "note"),
        ],
        metrics,
    )


def _title(actions: int, economics: Economics | None) -> str:
    if economics is not None:
        return Claim(
            ngettext(
                "{stake.paying:count} of {stake.actions:count} action pays at a response of "
                "{stake.assumed.response.middle:percent}",
                "{stake.paying:count} of {stake.actions:count} actions pay at a response of "
                "{stake.assumed.response.middle:percent}",
                actions,
            ),
            "exact",
        )
    return Claim(
        ngettext(
            "The data support {stake.actions:count} action; the most is at stake with "
            "{first_actions.0.name}",
            "The data support {stake.actions:count} actions; the most is at stake with "
            "{first_actions.0.name}",
            actions,
        ),
        "exact",
    )


_TABLE_TITLE = claim("exact", "The actions with the most at stake, most valuable first")
_COLUMNS = {
    "do": (mark("Action"), "text"),
    "name": (mark("Segment"), "text"),
    "audience": (mark("Audience"), "count"),
    "revenue_per_customer": (mark("Revenue per customer"), "money"),
    "order_value": (mark("Revenue per order"), "money"),
}
_MONEY = {
    "break_even": (mark("Break-even response"), "percent"),
    "low": (mark("Left at low response"), "money"),
    "middle": (mark("at middle"), "money"),
    "high": (mark("at high"), "money"),
}
_FORMULA = claim(
    "advice",
    "An action pays when its response exceeds contact cost ÷ (revenue per order × (margin − discount))"
    ". The params state no margin and no costs (economics), so none are assumed here.",
)
_ASSUMPTIONS = claim(
    "advice",
    "Assumptions: a margin of {stake.assumed.margin:percent} of revenue, "
    "{stake.assumed.contact_cost:money} per contact, a discount of {stake.assumed.discount:percent} "
    "where an action gives one, a response of {stake.assumed.response.low:percent} (low), "
    "{stake.assumed.response.middle:percent} (middle) or {stake.assumed.response.high:percent} (high). "
    "A response is one additional order of the segment's average value that would not have been "
    "placed otherwise. Left: audience × (response × revenue per order × (margin − discount) − contact "
    "cost). A dash means that no response pays.",
)
