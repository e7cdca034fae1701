"""Rules in words."""

from __future__ import annotations

from segmentbook.rules import (
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

_SIGNS = {"sum": " + ", "difference": " − ", "product": " × ", "ratio": " / "}


def rule_name(rule: Rule) -> str:
    """Return a rule with its argument in words, e.g. `drop cancelled orders (C...)`."""
    match rule:
        case DropUnreadable(columns=columns):
            return f"drop rows with an unreadable {' or '.join(columns)}"
        case DropMissing(columns=columns):
            return f"drop rows without {' or '.join(columns)}"
        case DropDuplicates():
            return "drop exact duplicates"
        case DropCancelled():
            return f"drop cancelled orders ({_cancelled(rule)})"
        case MatchCancellations():
            return "drop orders with their cancellations"
        case KeepPositive(columns=columns):
            return f"keep {' and '.join(columns)} above 0"
        case _:
            return _name_of_others(rule)


def _name_of_others(rule: Rule) -> str:
    match rule:
        case KeepPeriod():
            return f"keep {_span(rule)}"
        case DropPeriod():
            return f"drop {_span(rule)}"
        case Fill(column=column, constant=constant, value=value):
            return f"fill {column} with {f'its {value}' if value else repr(constant)}"
        case Cap(column=column):
            return f"cap {column} {_bounds(rule)}"
        case DropOutliers(column=column):
            return f"drop {column} {_bounds(rule)}"
        case DropProducts(codes=codes, pattern=pattern):
            return f"drop products {_few(codes) if codes else f'like {pattern}'}"
        case ParseItems(column=column):
            return f"make order lines of {column}"
        case Derive():
            return f"add {rule.column} = {_formula(rule)}"
    raise AssertionError(f"no name for {rule!r}")


def _cancelled(rule: DropCancelled) -> str:
    if rule.prefix is not None:
        return f"{rule.prefix}..."
    return f"{rule.column} = {rule.value}" if rule.column else "quantity below 0"


def _span(rule: Period) -> str:
    if rule.start is None or rule.end is None:
        return f"from {rule.start} on" if rule.start else f"up to {rule.end}"
    return rule.start if rule.start == rule.end else f"{rule.start} to {rule.end}"


def _bounds(rule: Bounds) -> str:
    if rule.percentile is not None:
        return f"above its {rule.percentile:.4g} quantile"
    if rule.iqr is not None:
        return f"beyond {rule.iqr:g} quartile ranges"
    ends = [("below", rule.lower), ("above", rule.upper)]
    return " or ".join(f"{word} {bound:,g}" for word, bound in ends if bound is not None)


def _few(codes: list[str]) -> str:
    more = f" and {len(codes) - 3} more" if len(codes) > 3 else ""
    return ", ".join(codes[:3]) + more


def _formula(rule: Derive) -> str:
    if rule.by == "years":
        return f"{rule.reference_year} − {rule.of[0]}"
    return _SIGNS[rule.by].join(rule.of)
