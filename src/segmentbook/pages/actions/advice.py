"""The pages of the advice as a whole: names, value at stake, what the data do not support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from segmentbook.actions.choose import Judged
from segmentbook.actions.evidence import Condition, Numbers
from segmentbook.actions.measures import Measure, Value
from segmentbook.core import privacy
from segmentbook.core.language import gettext, ngettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.segments import Economics
from segmentbook.report.display import Display
from segmentbook.report.formats import Formats
from segmentbook.segments.naming import Name

ON_SLIDE = 6
"""How many actions a slide shows."""


EVIDENCE_COLUMNS = {
    "segment": (mark("Segment"), "text"),
    "do": (mark("Action"), "text"),
    "whom": (mark("For whom"), "text"),
    "channel": (mark("Channel"), "text"),
    "needed": (mark("Needed"), "text"),
    "found": (mark("Found"), "text"),
}
_VERDICT = {"verdict": (mark("Verdict"), "term")}


def names_table(names: Sequence[Name]) -> pd.DataFrame:
    """Return for each segment its name, who they are, and how well the name fits."""
    return pd.DataFrame(
        {
            "name": [name.name for name in names],
            "who": [name.archetype.who if name.archetype else "–" for name in names],
            "fit": [name.fit for name in names],
            "match": [name.match if name.archetype else None for name in names],
        }
    )


def evidence_table(
    names: Sequence[Name],
    judged: Sequence[Sequence[Judged]],
    segments: Sequence[Numbers],
    everyone: Numbers,
    measures: Mapping[str, Measure],
    formats: Formats,
) -> pd.DataFrame:
    """Return every action that was considered, with what was needed and what was found.

    Args:
        names: The name of each segment.
        judged: Its actions.
        segments: Its numbers.
        everyone: Those of all customers.
        measures: See `measures.known`.
        formats: How values are written.

    Returns:
        `segment`, `do`, `whom`, `channel`, `needed`, `found` and `verdict`, by segment and place in
        the playbook.
    """
    rows = [
        {
            "segment": name.name,
            "do": one.action.do,
            "whom": one.action.whom,
            "channel": one.action.channel,
            "needed": "; ".join(
                condition.words(measures, formats) for condition in one.action.evidence
            ),
            "found": "; ".join(
                _found(condition, values, everyone, measures, formats)
                for condition in one.action.evidence
            ),
            "verdict": _verdict(one, formats.minimum),
        }
        for name, actions, values in zip(names, judged, segments, strict=True)
        for one in actions
    ]
    return pd.DataFrame(rows, columns=[*EVIDENCE_COLUMNS, "verdict"])


def show_evidence(show: Display, table: pd.DataFrame) -> None:
    """Show what is advice with its evidence, and apart from it what was considered and is none.

    Args:
        show: The chapter's display.
        table: See `evidence_table`.
    """
    holds = table["verdict"] == "supported"
    for rows, columns, title in (
        (table[holds], EVIDENCE_COLUMNS, mark("Supported by the data")),
        (table[~holds], {**EVIDENCE_COLUMNS, **_VERDICT}, mark("Considered, not supported")),
    ):
        if rows.empty:
            show.not_applicable(NotApplicable(title, _("no action of the playbook")))
        else:
            show.table(rows, columns, title)


def show_stake(show: Display, table: pd.DataFrame, economics: Economics | None) -> None:
    """Show the value at stake: in money with economics, else audience and break-even formula.

    Args:
        show: The chapter's display; the metrics of `impact.metrics` must be recorded.
        table: See `impact.at_stake`.
        economics: The assumptions, or None.
    """
    show.heading(_title(table, economics))
    if table.empty:
        reason = _("the data support no action of the playbook")
        show.not_applicable(NotApplicable(_("Value at stake"), reason))
        return
    columns = _COLUMNS if economics is None else {**_COLUMNS, **_MONEY}
    show.table(table.head(ON_SLIDE), columns, _TABLE_TITLE)
    show.sentences(_formula() if economics is None else _assumptions(), "note")


def _title(table: pd.DataFrame, economics: Economics | None) -> str:
    if table.empty:
        return mark("The data support no action of the playbook")
    if economics is not None:
        return ngettext(
            "{stake.paying:count} of {stake.actions:count} action pays when "
            "{stake.assumed.response.middle:percent} respond",
            "{stake.paying:count} of {stake.actions:count} actions pay when "
            "{stake.assumed.response.middle:percent} respond",
            len(table),
        )
    return ngettext(
        "{stake.actions:count} action is supported by the data; most is at stake with "
        "{first_actions.0.name}",
        "{stake.actions:count} actions are supported by the data; most is at stake with "
        "{first_actions.0.name}",
        len(table),
    )


_TABLE_TITLE = mark("The actions with the most at stake, most valuable first; value is revenue")
_COLUMNS = {
    "do": (mark("Action"), "text"),
    "name": (mark("Segment"), "text"),
    "audience": (mark("Audience"), "count"),
    "revenue_per_customer": (mark("Value per customer"), "money"),
    "order_value": (mark("Value per order"), "money"),
}
_MONEY = {
    "break_even": (mark("Break-even response"), "percent"),
    "low": (mark("Left at low"), "money"),
    "middle": (mark("at middle"), "money"),
    "high": (mark("at high"), "money"),
}


def _formula() -> list[str]:
    return [
        _(
            "An action pays when its response is above contact cost ÷ (value per order × (margin − "
            "discount)). The params name no margin and no costs (economics), so none are assumed here."
        )
    ]


def _assumptions() -> list[str]:
    return [
        _(
            "Assumed: margin {stake.assumed.margin:percent} of revenue, "
            "{stake.assumed.contact_cost:money} for each contact, discounts of "
            "{stake.assumed.discount:percent} where an action gives one, response "
            "{stake.assumed.response.low:percent} (low), {stake.assumed.response.middle:percent} "
            "(middle), {stake.assumed.response.high:percent} (high). A response is one more order "
            "of the segment's average value that would not have come otherwise. Left: audience × "
            "(response × value per order × (margin − discount) − contact cost). A dash: no "
            "response pays."
        )
    ]


def _verdict(one: Judged, minimum: int) -> str:
    small = one.audience is not None and one.audience < minimum
    if one.verdict == "not supported" and small:
        return _("not supported: fewer than {number} customers", number=str(minimum))
    return _WORDS[one.verdict]


_WORDS = {
    "supported": mark("supported"),
    "not supported": mark("not supported"),
    "not checkable here": mark("not checkable here"),
}


def _found(
    condition: Condition,
    segment: Numbers,
    everyone: Numbers,
    measures: Mapping[str, Measure],
    formats: Formats,
) -> str:
    """Return the segment's number and, beside it, the one that it is compared with."""
    measure = measures[condition.left]
    value, size = segment.get(condition.left), segment.get("customers")
    if value is None:
        return _("not known")
    found = formats.write(_told(measure, value, size, formats.minimum), measure.kind)
    if condition.right is None:
        return found
    other = everyone if condition.everyone else segment
    compared = measures[condition.right]
    beside = _told(compared, other.get(condition.right), other.get("customers"), formats.minimum)
    other_found = formats.write(beside, compared.kind)
    if condition.everyone:
        return _("{found} (all customers {value})", found=found, value=other_found)
    return f"{found} ({gettext(compared.title)} {other_found})"


def _told(measure: Measure, value: Value, size: Value, minimum: int) -> privacy.Share:
    return privacy.share(value, size, minimum) if measure.of_customers else value
