"""The page of a segment: who they are, how many and how much, what sets them apart, what to do."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.advice.advise import advice, of_segment
from segmentbook.display import Display, Picture
from segmentbook.features import Feature
from segmentbook.figures.groups import standing_bars
from segmentbook.segments.naming import Name


def show_cards(
    show: Display,
    profiles: pd.DataFrame,
    names: Sequence[Name],
    features: Sequence[Feature],
    currency: str,
) -> None:
    """Show a card for each segment.

    Args:
        show: The chapter's display; the metric `segments` must be recorded.
        profiles: See `profile.profile`, with the column `name`.
        names: The name of each segment.
        features: The features that segments are made from.
        currency: ISO 4217 code.
    """
    for number, name in enumerate(names):
        picture = standing_bars(profiles.iloc[number], features, currency)
        _card(show, number, name, picture)


def _card(show: Display, number: int, name: Name, picture: Picture) -> None:
    show.heading(
        of_segment(
            "{name}: {customer_share:percent} of customers, {revenue_share:percent} of revenue",
            number,
        )
    )
    key = f"segments.{number}."
    show.kpis(
        {
            "customers": f"{key}customers:count",
            "revenue": f"{key}revenue:money_short",
            "revenue per customer": f"{key}revenue_per_customer:money",
            "real newcomers": f"{key}newcomer_share:percent",
        }
    )
    show.figure(picture, of_segment("{who}", number))
    show.sentences(advice(name, number), "action")
    show.sentence(of_segment("Avoid: {avoid}", number), "note")
