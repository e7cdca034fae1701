"""What the cleaning rules are called in the report, and the ledger with these names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
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
_EXPORT = mark("export"), mark("The export as it came.")
_RESULT = mark("result"), mark("What the report is about.")


def rule_name(rule: Rule) -> str:
    """Return a rule with its arguments in words, e.g. `drop cancelled orders (C...)`."""
    return NAMES[rule.rule](rule)


def rule_reason(rule: Rule) -> str:
    """Return why a rule is applied."""
    if isinstance(rule, DropUnreadable):
        columns = either(rule.columns)
        return _("What these rows hold as {columns} could not be read.", columns=columns)
    if isinstance(rule, MatchCancellations) and not rule.reason:
        return _("A purchase that its customer took back in full brought no revenue.")
    return gettext(rule.reason)


def named(ledger: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """Return a ledger with `step` and `reason` in words in the place of `rule`.

    The steps `export` and `result` keep their English names until they are shown.

    Args:
        ledger: See `cleaning.ledger`.
        rules: The rules that it is of.
    """
    steps = [_EXPORT[0], *map(rule_name, rules), _RESULT[0]]
    reasons = [gettext(_EXPORT[1]), *map(rule_reason, rules), gettext(_RESULT[1])]
    words = pd.DataFrame({"step": steps, "reason": reasons}, index=ledger.index)
    return pd.concat([words, ledger.drop(columns="rule")], axis=1)


def either(names: Sequence[str]) -> str:
    """Return names as alternatives: `order or product`."""
    return _(" or ").join(names)


def _drop_unreadable(rule: DropUnreadable) -> str:
    return _("drop rows with an unreadable {columns}", columns=either(rule.columns))


def _drop_missing(rule: DropMissing) -> str:
    return _("drop rows without {columns}", columns=either(rule.columns))


def _drop_duplicates(_rule: DropDuplicates) -> str:
    return _("drop exact duplicates")


def _drop_cancelled(rule: DropCancelled) -> str:
    if rule.prefix is not None:
        sign = f"{rule.prefix}..."
    else:
        sign = f"{rule.column} = {rule.value}" if rule.column else _("quantity below 0")
    return _("drop cancelled orders ({sign})", sign=sign)


def _match_cancellations(_rule: MatchCancellations) -> str:
    return _("drop orders with their cancellations")


def _keep_positive(rule: KeepPositive) -> str:
    return _("keep {columns} above 0", columns=_(" and ").join(rule.columns))


def _keep_period(rule: KeepPeriod) -> str:
    return _("keep {span}", span=_span(rule))


def _drop_period(rule: DropPeriod) -> str:
    return _("drop {span}", span=_span(rule))


def _fill(rule: Fill) -> str:
    if rule.value == "mode":
        return _("fill {column} with its mode", column=rule.column)
    if rule.value == "median":
        return _("fill {column} with its median", column=rule.column)
    return _("fill {column} with {constant}", column=rule.column, constant=repr(rule.constant))


def _cap(rule: Cap) -> str:
    return _("cap {column} {bounds}", column=rule.column, bounds=_bounds(rule))


def _drop_outliers(rule: DropOutliers) -> str:
    return _("drop {column} {bounds}", column=rule.column, bounds=_bounds(rule))


def _drop_products(rule: DropProducts) -> str:
    if rule.pattern is not None:
        return _("drop products like {pattern}", pattern=rule.pattern)
    return _("drop products {codes}", codes=_few(rule.codes or []))


def _parse_items(rule: ParseItems) -> str:
    return _("make order lines of {column}", column=rule.column)


def _derive(rule: Derive) -> str:
    if rule.by == "years":
        formula = f"{rule.reference_year} − {rule.of[0]}"
    else:
        formula = _SIGNS[rule.by].join(rule.of)
    return _("add {column} = {formula}", column=rule.column, formula=formula)


NAMES: dict[str, Callable[[Any], str]] = {
    "drop_unreadable": _drop_unreadable,
    "drop_missing": _drop_missing,
    "drop_duplicates": _drop_duplicates,
    "drop_cancelled": _drop_cancelled,
    "match_cancellations": _match_cancellations,
    "keep_positive": _keep_positive,
    "keep_period": _keep_period,
    "drop_period": _drop_period,
    "fill": _fill,
    "cap": _cap,
    "drop_outliers": _drop_outliers,
    "drop_products": _drop_products,
    "parse_items": _parse_items,
    "derive": _derive,
}
"""The name of each rule, by the same keys as `cleaning.rules.STEPS`."""


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


def _few(codes: list[str]) -> str:
    first = ", ".join(codes[:3])
    if len(codes) <= 3:
        return first
    return _("{codes} and {number} more", codes=first, number=count(len(codes) - 3))
