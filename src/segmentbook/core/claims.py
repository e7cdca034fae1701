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
    "movement.net_up": Kind("More customers moved up than down between two periods, beyond chance"),
    "movement.net_down": Kind(
        "More customers moved down than up between two periods, beyond chance"
    ),
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
        "Revenue per customer is predicted better than by the last period's, and than by the mean"
    ),
    # --- trends and revenue
    "trend.revenue_falls": Kind("Revenue falls from year to year, beyond season and chance"),
    "trend.revenue_rises": Kind("Revenue rises from year to year, beyond season and chance"),
    "trend.customers_fall": Kind("Fewer customers are active from year to year, beyond chance"),
    "trend.customers_rise": Kind("More customers are active from year to year, beyond chance"),
    # --- products
    "products.favoured": Kind(
        "A segment's orders hold an item more often than other customers' comparable orders"
    ),
    "segments.spend_differs": Kind(
        "A segment spends another share on a part than all other customers on comparable orders"
    ),
    "segments.channel_differs": Kind(
        "A segment orders another share through a channel than all other customers"
    ),
    "segments.differ_outside": Kind(
        "Segments differ in what they were not made from: who customers are, how they respond"
    ),
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

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what a copy is made from."""
        return str(self), self.kind


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
