"""The kinds of claims that the report may make: statements about the world, not about the export.

A description states what the export holds. A claim goes further: that groups exist, that a change is
more than chance, that a customer has left. Each tested kind is decided by a method whose false-alarm
rate is measured on synthetic data in which the claim is false; `make truth` prints how often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Basis = Literal["tested", "exact", "advice"]
"""`tested`: decided by a statistical test; `exact`: calculated from every row of the export, so that
nothing is inferred; `advice`: what to do, from the playbook."""


@dataclass(frozen=True)
class Kind:
    """A kind of claim.

    Args:
        statement: What is claimed, in a line.
        basis: What it rests on.
    """

    statement: str
    basis: Basis = "tested"


KINDS: dict[str, Kind] = {
    # --- of any chapter
    "exact": Kind("Figures compared or ranked, calculated from all rows of the export", "exact"),
    "advice": Kind("What to do, or to avoid", "advice"),
    # --- clustering and segments
    # --- sensitivity
    # --- movement
    "movement.net_up": Kind("More customers moved up than down between two periods, beyond chance"),
    "movement.net_down": Kind("More customers moved down than up between two periods, beyond chance"),
    "movement.movers_up": Kind("Customers who moved spend more than before, beyond chance"),
    "movement.movers_down": Kind("Customers who moved spend less than before, beyond chance"),
    "movement.active_up": Kind("More customers order than in an earlier period, beyond chance"),
    "movement.active_down": Kind("Fewer customers order than in an earlier period, beyond chance"),
    "movement.revenue_up": Kind("Revenue is above that of an earlier period, beyond chance"),
    "movement.revenue_down": Kind("Revenue is below that of an earlier period, beyond chance"),
    "later.repeat_differs": Kind("Segments differ in the share of customers who ordered again"),
    "later.revenue_differs": Kind("Segments differ in what their customers spent afterwards"),
    # --- value
    "activity.overdue": Kind(
        "Customers who are flagged as overdue return less often than others who ordered as often"
    ),
    "value.predicts": Kind(
        "Revenue per customer is foretold better than by the last period's, and than by the mean"
    ),
    # --- trends and revenue
    # --- products
}
"""Every kind by its name."""


class Claim(str):
    """A marked text that makes a claim.

    Args:
        text: The text.
        kind: The kind of claim, one of `KINDS`.
    """

    __slots__ = ("kind",)
    kind: str

    def __new__(cls, text: str, kind: str) -> Claim:
        """Return the text with its kind."""
        if kind not in KINDS:
            raise ValueError(f"no kind of claim {kind!r}")
        made = super().__new__(cls, text)
        made.kind = kind
        return made


def claim(kind: str, message: str) -> Claim:
    """Mark a text, as `message.mark` does, and state what kind of claim it makes.

    Args:
        kind: One of `KINDS`.
        message: The English text.

    Raises:
        ValueError: If there is no such kind.
    """
    return Claim(message, kind)


def kind_of(text: str) -> str:
    """Return the kind of claim that a marked text makes, empty where it is a description."""
    return text.kind if isinstance(text, Claim) else ""
