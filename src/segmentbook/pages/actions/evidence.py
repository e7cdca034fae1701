"""Which advice the data support, with what each action needs and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from segmentbook.actions.choose import Advised, Verdict
from segmentbook.actions.evidence import Condition
from segmentbook.actions.measures import OF_CUSTOMERS, Numbers
from segmentbook.core import privacy
from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature
from segmentbook.pages.actions.measures import titles
from segmentbook.report.exhibit import Column, Exhibit, Table, page
from segmentbook.report.formats import Formats

Titles = Mapping[str, Column]


@page(mark("Which advice the data support"))
def evidence(
    advised: Sequence[Advised],
    everyone: Numbers,
    features: Sequence[Feature],
    formats: Formats,
) -> list[Exhibit]:
    """Show what is advice with its evidence, and apart from it what was considered and is not.

    Args:
        advised: Every segment.
        everyone: The numbers of all customers.
        features: The features that segments are made from.
        formats: How values are written.
    """
    described = titles(features)
    rows = [
        {
            "segment": segment.name,
            "do": one.action.do,
            "whom": one.action.whom,
            "channel": one.action.channel,
            "needed": "; ".join(_needed(each, described, formats) for each in one.action.evidence),
            "found": "; ".join(
                _found(each, segment.numbers, everyone, described, formats)
                for each in one.action.evidence
            ),
            "verdict": _words(one.verdict, formats.minimum),
            "holds": one.verdict == "supported",
        }
        for segment in advised
        for one in segment.considered
    ]
    table = pd.DataFrame(rows, columns=[*_COLUMNS, *_VERDICT, "holds"])
    holds = table["holds"].astype(bool)
    return [
        _table("supported", table[holds], _COLUMNS, claim("exact", "Supported by the data")),
        _table(
            "considered",
            table[~holds],
            {**_COLUMNS, **_VERDICT},
            claim("exact", "Considered, but not supported"),
        ),
    ]


_COLUMNS: Titles = {
    "segment": (mark("Segment"), "text"),
    "do": (mark("Action"), "text"),
    "whom": (mark("For whom"), "text"),
    "channel": (mark("Channel"), "text"),
    "needed": (mark("Needed"), "text"),
    "found": (mark("Found"), "text"),
}
_VERDICT: Titles = {"verdict": (mark("Verdict"), "text")}


def _table(name: str, rows: pd.DataFrame, columns: Titles, title: str) -> Exhibit:
    if rows.empty:
        missing = NotApplicable(reason=mark("no action of the playbook"))
        return Exhibit(name=name, what=title, missing=missing)
    return Exhibit(parts=[Table(rows, columns, title)], name=name)


_VERDICTS: Mapping[Verdict, str] = {
    "supported": claim("exact", "supported"),
    "not supported": claim("exact", "not supported"),
    "too few customers": claim("exact", "not supported: fewer than {number} customers"),
    "not checkable": mark("not checkable here"),
}


def _words(verdict: Verdict, minimum: int) -> str:
    return gettext(_VERDICTS[verdict], number=str(minimum))


_COMPARISONS = {
    ">=": mark("{measure} at least {value}"),
    "<=": mark("{measure} at most {value}"),
    ">": mark("{measure} above {value}"),
    "<": mark("{measure} below {value}"),
}


def _needed(condition: Condition, described: Titles, formats: Formats) -> str:
    """Return a condition in words, e.g. `share of revenue at least 50%`."""
    measure, kind = described[condition.left]
    value = (
        formats.write(condition.value, kind)
        if condition.right is None
        else _compared(condition, described[condition.right][0], formats)
    )
    return gettext(_COMPARISONS[condition.sign], measure=measure, value=value)


def _compared(condition: Condition, measure: str, formats: Formats) -> str:
    """Return in words the number that a condition compares with."""
    if condition.everyone and condition.right == condition.left:
        whole = _("that of all customers")
    elif condition.everyone:
        whole = _("the {measure} of all customers", measure=measure)
    else:
        whole = _("their {measure}", measure=measure)
    if condition.value == 1:
        return whole
    return _("{share} of {whole}", share=formats.write(condition.value, "percent"), whole=whole)


def _found(
    condition: Condition,
    segment: Numbers,
    everyone: Numbers,
    described: Titles,
    formats: Formats,
) -> str:
    """Return the segment's number and, beside it, the one that it is compared with."""
    if segment.get(condition.left) is None:
        return _("not known")
    found = _written(condition.left, segment, described, formats)
    if condition.right is None:
        return found
    if condition.everyone:
        value = _written(condition.right, everyone, described, formats)
        return _("{found} (all customers: {value})", found=found, value=value)
    value = _written(condition.right, segment, described, formats)
    return f"{found} ({described[condition.right][0]}: {value})"


def _written(name: str, values: Numbers, described: Titles, formats: Formats) -> str:
    """Return a number as text; of few customers a bound."""
    value: privacy.Share = values.get(name)
    if name in OF_CUSTOMERS:
        value = privacy.share(values.get(name), values.get("customers"), formats.minimum)
    return formats.write(value, described[name][1])
