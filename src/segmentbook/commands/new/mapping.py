"""Which column of an export is which column of an order line, by name and by content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from segmentbook.commands.new.names import likeness

SURE = 0.8
POSSIBLE = 0.4

_ORDER = (
    "customer", "timestamp", "order", "quantity", "price", "amount",
    "product", "product_name", "category", "place",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the content of a column shows.

    Args:
        name: Its name in the export.
        filled: Share of rows that hold something.
        distinct: Number of distinct values.
        rows: Number of rows.
        numeric: Share of filled rows that hold a number.
        whole: Share of filled rows that hold a whole number.
        dated: Share of filled rows that hold a date.
        negative: Share of filled rows that hold a number below zero.
        examples: A few values.
    """

    name: str
    filled: float
    distinct: int
    rows: int
    numeric: float
    whole: float
    dated: float
    negative: float
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """The columns that were recognised.

    Args:
        columns: For each canonical name the export's column.
        unsure: Canonical names whose column was only guessed.
        missing: Canonical names that an order line needs and for which no column was found.
        other: Columns of the export that are none of these.
    """

    columns: dict[str, str]
    unsure: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    other: tuple[str, ...] = field(default=())


def recognise(columns: Sequence[Facts]) -> Mapping:
    """Match columns and canonical names, the most certain pair first.

    Args:
        columns: The facts of each column of the export.
    """
    scores = [
        (round(_score(facts, canonical), 6), canonical, facts.name)
        for facts in columns
        for canonical in _ORDER
    ]
    found: dict[str, str] = {}
    sure: set[str] = set()
    position = {facts.name: number for number, facts in enumerate(columns)}
    ranked = sorted(scores, key=lambda s: (-s[0], _ORDER.index(s[1]), position[s[2]]))
    for score, canonical, name in ranked:
        if score < POSSIBLE or canonical in found or name in found.values():
            continue
        found[canonical] = name
        if score >= SURE:
            sure.add(canonical)
    if "price" in found and ("quantity" not in found or "amount" in found):
        # Without a quantity, the amount of a line is worth more than a price.
        found.pop("amount" if "quantity" in found and "price" in sure else "price")
    return Mapping(
        columns={canonical: found[canonical] for canonical in _ORDER if canonical in found},
        unsure=tuple(c for c in _ORDER if c in found and c not in sure),
        missing=_missing(found),
        other=tuple(f.name for f in columns if f.name not in found.values()),
    )


def _missing(found: dict[str, str]) -> tuple[str, ...]:
    needed = [name for name in ("customer", "timestamp") if name not in found]
    if "amount" not in found and not {"price", "quantity"} <= set(found):
        needed.append("amount")
    return tuple(needed)


def _score(facts: Facts, canonical: str) -> float:
    return likeness(facts.name, canonical) * _fit(facts, canonical)


def _fit(facts: Facts, canonical: str) -> float:
    """Return how well the content fits a canonical column, 0 where it cannot be one."""
    if facts.filled == 0:
        return 0.0
    repeats = facts.distinct < facts.rows * facts.filled
    match canonical:
        case "timestamp":
            return 1.0 if facts.dated >= 0.9 else 0.6 if facts.dated >= 0.5 else 0.0
        case "quantity":
            # A few quantities may be fractions: kilograms, metres.
            return (1.0 if facts.whole >= 0.9 else 0.6) if facts.numeric >= 0.9 else 0.0
        case "price" | "amount":
            return 1.0 if facts.numeric >= 0.9 else 0.5 if facts.numeric >= 0.5 else 0.0
        case "customer" | "order":
            fractions = facts.numeric - facts.whole
            return 0.0 if facts.dated >= 0.9 > facts.whole or fractions > 0.5 else 1.0
        case "category" | "place" if facts.distinct < 2:
            return 0.0  # a country that all rows share; another column may be the place
        case "product" | "category" | "place":
            return 1.0 if repeats else 0.6
        case "product_name":
            return 0.3 if facts.numeric >= 0.9 else 1.0
    raise AssertionError(canonical)
