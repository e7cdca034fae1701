"""What a feature of a customer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Level:
    """A value of a column, of which a feature says whether customers have it.

    Args:
        title: Title of the column.
        definition: What the column holds.
        value: The value, as the export writes it.
    """

    title: str
    definition: str
    value: str


@dataclass(frozen=True)
class Feature:
    """A feature of a customer.

    Title, definition and unit are messages: `report.labels.in_language` returns the feature in the
    language of the report.

    Args:
        name: Column of the customer view.
        title: What people call it.
        definition: What it counts; its fields stand for `values`.
        unit: E.g. `days`, `orders`, `money`; empty for plain numbers.
        better: Which end is good for the business.
        kind: Kind of format of its values.
        needs: Canonical columns without which it cannot be computed.
        level: For a feature that says whether customers have a value of a column: that value.
        values: Values of the fields of the definition.
    """

    name: str
    title: str
    definition: str
    unit: str
    better: Literal["low", "high", "neither"]
    kind: str
    needs: tuple[str, ...] = ()
    level: Level | None = None
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
