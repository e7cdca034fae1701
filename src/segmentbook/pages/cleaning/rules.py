"""Rules in words."""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.core.language import gettext as _
from segmentbook.params.cleaning import (
    Bounds,
    Cap,
    Derive,
    DropCancelled,
    DropDuplicates,
    DropMissing,
    DropOutliers,
    DropPeriod,
    DropProducts,
    DropUnreadable,
    Fill,
    KeepPeriod,
    KeepPositive,
    MatchCancellations,
    ParseItems,
    Period,
    Rule,
)
from segmentbook.report.formats import count, number

_SIGNS = {"sum": " + ", "difference": " − ", "product": " × ", "ratio": " / "}


def rule_name(rule: Rule) -> str:
    """Return a rule with its argument in words, e.g. `drop cancelled orders (C...)`."""
    match rule:
        case DropUnreadable(columns=columns):
            return _("drop rows with an unreadable {columns}", columns=either(columns))
        case DropMissing(columns=columns):
            return _("drop rows without {columns}", columns=either(columns))
        case DropDuplicates():
            return _("drop exact duplicates")
        case DropCancelled():
            return _("drop cancelled orders ({sign})", sign=_cancelled(rule))
        case MatchCancellations():
            return _("drop orders with their cancellations")
        case KeepPositive(columns=columns):
            return _("keep {columns} above 0", columns=_(" and ").join(columns))
        case _:
            return _name_of_others(rule)


def _name_of_others(rule: Rule) -> str:
    match rule:
        case KeepPeriod():
            return _("keep {span}", span=_span(rule))
        case DropPeriod():
            return _("drop {span}", span=_span(rule))
        case Fill():
            return _filling(rule)
        case Cap(column=column):
            return _("cap {column} {bounds}", column=column, bounds=_bounds(rule))
        case DropOutliers(column=column):
            return _("drop {column} {bounds}", column=column, bounds=_bounds(rule))
        case DropProducts(codes=codes, pattern=None):
            return _("drop products {codes}", codes=_few(codes or []))
        case DropProducts(pattern=pattern):
            return _("drop products like {pattern}", pattern=str(pattern))
        case ParseItems(column=column):
            return _("make order lines of {column}", column=column)
        case Derive():
            return _("add {column} = {formula}", column=rule.column, formula=_formula(rule))
    raise AssertionError(f"no name for {rule!r}")


def _filling(rule: Fill) -> str:
    if rule.value == "mode":
        return _("fill {column} with its mode", column=rule.column)
    if rule.value == "median":
        return _("fill {column} with its median", column=rule.column)
    return _("fill {column} with {constant}", column=rule.column, constant=repr(rule.constant))


def _cancelled(rule: DropCancelled) -> str:
    if rule.prefix is not None:
        return f"{rule.prefix}..."
    return f"{rule.column} = {rule.value}" if rule.column else _("quantity below 0")


def _span(rule: Period) -> str:
    if rule.start is None or rule.end is None:
        if rule.start:
            return _("from {start} on", start=rule.start)
        return _("up to {end}", end=str(rule.end))
    if rule.start == rule.end:
        return rule.start
    return _("{start} to {end}", start=rule.start, end=rule.end)


def _bounds(rule: Bounds) -> str:
    if rule.percentile is not None:
        return _("above its {share} quantile", share=number(rule.percentile))
    if rule.iqr is not None:
        return _("beyond {times} quartile ranges", times=number(rule.iqr))
    ends = []
    if rule.lower is not None:
        ends.append(_("below {bound}", bound=number(rule.lower)))
    if rule.upper is not None:
        ends.append(_("above {bound}", bound=number(rule.upper)))
    return either(ends)


def either(names: Sequence[str]) -> str:
    """Return names as alternatives: `order or product`."""
    return _(" or ").join(names)


def _few(codes: list[str]) -> str:
    named = ", ".join(codes[:3])
    if len(codes) <= 3:
        return named
    return _("{codes} and {number} more", codes=named, number=count(len(codes) - 3))


def _formula(rule: Derive) -> str:
    if rule.by == "years":
        return f"{rule.reference_year} − {rule.of[0]}"
    return _SIGNS[rule.by].join(rule.of)
