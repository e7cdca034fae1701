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
    "groups.separate": Kind("Customers form separate groups, as many as stated"),
    "groups.apart": Kind("One group stands apart from all other customers"),
    "groups.slices": Kind("Customers are a continuum with an order, which the groups slice"),
    "groups.none": Kind("There are neither separate groups nor an order to slice customers by"),
    # --- sensitivity
    "stable": Kind(
        "A segment keeps three quarters of its customers under other choices and over time"
    ),
    # --- names
    "name": Kind("What the name of a segment says of its later behaviour holds"),
    "gone": Kind("Most customers of a segment are silent beyond what their own rhythm explains"),
    # --- movement
    # --- value
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
