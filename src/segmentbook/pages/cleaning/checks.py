"""What the sanity checks found, under six headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.cleaning.faults import Fault
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.cleaning.lacking import LACKS
from segmentbook.pages.cleaning.rules import rule_name
from segmentbook.params.cleaning import Rule
from segmentbook.report.exhibit import Exhibit, Table, page
from segmentbook.report.formats import count

HEADINGS = {
    "missing": mark("Missing values"),
    "periods": mark("Incomplete periods"),
    "special": mark("Special column formats"),
    "formats": mark("Incorrect formats"),
    "duplicates": mark("Duplicates"),
    "impossible": mark("Impossible values"),
    "lacking": mark("Lack of essential data"),
}
"""The headings of `cleaning.faults.HEADINGS`."""

FAULTS = {
    Fault.EMPTY: mark("{column} is empty"),
    Fault.MONTHS_WITHOUT_ROWS: mark("months without rows"),
    Fault.FIRST_MONTH_INCOMPLETE: mark("the first month is incomplete"),
    Fault.LAST_MONTH_INCOMPLETE: mark("the last month is incomplete"),
    Fault.JSON: mark("{column} holds JSON"),
    Fault.LISTS: mark("{column} holds lists"),
    Fault.ORDER_WITH_LETTERS: mark("order starts with letters"),
    Fault.PRODUCT_WITHOUT_DIGITS: mark("product is a word, not a code with digits"),
    Fault.UNREADABLE: mark("a value could not be read"),
    Fault.PLACEHOLDER: mark("{column} holds a placeholder for missing values"),
    Fault.OUTER_BLANKS: mark("{column} starts or ends with blanks"),
    Fault.FORMULA: mark("{column} could run as a spreadsheet formula"),
    Fault.REPEATED_ROW: mark("row repeats another in every column"),
    Fault.REPEATED_CUSTOMER: mark("row repeats the customer of another"),
    Fault.REPEATED_BUT_FOR_CUSTOMER: mark("row repeats another in all but the customer"),
    Fault.CODES_DIFFER_BY_CASE: mark("product codes differ in capital letters only"),
    Fault.BELOW_ZERO: mark("{column} is below 0"),
    Fault.ZERO: mark("{column} is 0"),
    Fault.STRANGE_YEAR: mark("timestamp is before 1990 or after 2100"),
    Fault.DISCOUNTS_ABOVE_ORDERS: mark("discount_orders is above orders"),
    Fault.ORDER_OF_SEVERAL_CUSTOMERS: mark("order belongs to several customers"),
}
"""Each fault in words."""

NO_ACTION = mark("no action declared")

_COLUMNS = {
    "finding": (mark("Finding"), "text"),
    "count": (mark("Count"), "count"),
    "share": (mark("Share"), "percent"),
    "example": (mark("Example"), "text"),
    "action": (mark("Declared action"), "term"),
}


@page()
def findings(found: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit:
    """Record what the checks found; the other exhibits of this module show it by heading.

    Args:
        found: See `cleaning.findings`.
        rules: The rules that were applied.
    """
    words = worded(found, rules)
    metrics = {
        "findings": words.to_dict("records"),
        "findings_without_action": int((words["action"] == NO_ACTION).sum()),
    }
    return Exhibit("", [], metrics)


@page(HEADINGS["missing"])
def missing_values(found: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit | NotApplicable:
    """Show the columns that are empty in some rows; see `findings`."""
    return _table(found, rules, "missing", mark("Columns with missing values"))


@page(HEADINGS["periods"])
def incomplete_periods(found: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit | NotApplicable:
    """Show the months that the export does not cover in full; see `findings`."""
    return _table(found, rules, "periods", mark("Months that are missing or incomplete"))


@page(HEADINGS["special"])
def special_formats(found: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit | NotApplicable:
    """Show the columns whose values are more than one number or name; see `findings`."""
    return _table(found, rules, "special", mark("Columns that hold more than one plain value"))


@page(HEADINGS["formats"])
def incorrect_formats(found: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit | NotApplicable:
    """Show the values that are badly written; see `findings`."""
    return _table(found, rules, "formats", mark("Values in an incorrect format"))


@page(HEADINGS["duplicates"])
def duplicates(found: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit | NotApplicable:
    """Show how many rows repeat others; see `findings`."""
    return _table(found, rules, "duplicates", mark("Rows and codes that repeat others"))


@page(HEADINGS["impossible"])
def impossible_values(found: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit | NotApplicable:
    """Show the values that no sale can have; see `findings`."""
    return _table(found, rules, "impossible", mark("Values that no sale can have"))


def worded(found: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """Return findings in words.

    Args:
        found: See `cleaning.findings`.
        rules: The rules that were applied.

    Returns:
        `heading`, `finding`, `count`, `share`, `example` and `action`.
    """
    rows = found.to_dict("records")
    words = [
        {"finding": gettext(LACKS[row["fault"]][0]), "action": gettext(LACKS[row["fault"]][1])}
        if row["heading"] == "lacking"
        else {
            "finding": _(FAULTS[row["fault"]], column=row["column"]),
            "action": _action([rules[number - 1] for number in row["rules"]]),
        }
        for row in rows
    ]
    return pd.DataFrame(
        {
            "heading": [HEADINGS[heading] for heading in found["heading"]],
            "finding": [word["finding"] for word in words],
            "count": found["count"],
            "share": found["share"],
            "example": [_example(row) for row in rows],
            "action": [word["action"] for word in words],
        },
        index=found.index,
    )


def _table(
    found: pd.DataFrame, rules: Sequence[Rule], heading: str, title: str
) -> Exhibit | NotApplicable:
    under = found[found["heading"] == heading]
    if under.empty:
        return NotApplicable(reason=mark("nothing found"))
    return Exhibit("", [Table(worded(under, rules), _COLUMNS, title)])


def _action(rules: Sequence[Rule]) -> str:
    """Return the rules that deal with a finding."""
    return _(", then ").join(map(rule_name, rules)) if rules else NO_ACTION


def _example(row: Mapping[Any, Any]) -> str:
    value = row["value"] if isinstance(row["value"], str) else None
    match row["fault"]:
        case Fault.MONTHS_WITHOUT_ROWS if value and "/" in value:
            first, last = value.split("/")
            return _("{first} to {last}", first=first, last=last)
        case Fault.FIRST_MONTH_INCOMPLETE:
            return _("begins on {day}", day=str(value))
        case Fault.LAST_MONTH_INCOMPLETE:
            return _("ends on {day}", day=str(value))
    if pd.isna(row["row"]):
        return value or "–"
    place = _("data row {number}", number=count(row["row"] + 1))
    return place if value is None else f"{value} ({place})"
