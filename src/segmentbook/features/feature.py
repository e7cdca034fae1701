"""What a feature of a customer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Feature:
    """A feature of a customer.

    Args:
        name: Column of the customer view.
        title: How people call it.
        definition: What it counts.
        unit: `days`, `orders` or `money`.
        better: Which end is good for the business.
        kind: Kind of format of its values.
    """

    name: str
    title: str
    definition: str
    unit: str
    better: Literal["low", "high"]
    kind: str
