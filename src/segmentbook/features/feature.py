"""What a feature of a customer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Feature:
    """A feature of a customer.

    Those of a study are in its language, see `sets.described`; unit and direction are keys, which are
    shown in it.

    Args:
        name: Column of the customer view.
        title: How people call it.
        definition: What it counts.
        unit: E.g. `days`, `orders`, `money`; empty for plain numbers.
        better: Which end is good for the business.
        kind: Kind of format of its values.
        needs: Canonical columns without which it cannot be computed.
    """

    name: str
    title: str
    definition: str
    unit: str
    better: Literal["low", "high", "neither"]
    kind: str
    needs: tuple[str, ...] = ()
