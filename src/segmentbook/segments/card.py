"""The page of a segment: who they are, how many and how much, what sets them apart, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from segmentbook.advice.advise import Judged, advice, of_segment
from segmentbook.advice.evidence import Numbers
from segmentbook.display import Display, Picture
from segmentbook.features import Feature
from segmentbook.figures.groups import standing_bars
from segmentbook.segments.naming import Name
from segmentbook.sentences import Said

_FIGURES = {
    "customers": "customers:count",
    "revenue": "revenue:money_short",
    "revenue per customer": "revenue_per_customer:money",
    "first order in the last quarter": "newcomer_share:percent",
    "share of customers": "customer_share:percent",
    "orders per customer": "orders_per_customer:number",
    "revenue per order": "order_value:money",
    "match of the name": "match:percent",
}
_ON_CARD = 4
"""A card shows the first figures that are known; the last are for studies that know little."""

_STABILITY = (
    (0.85, "very stable"),
    (0.75, "stable"),
    (0.60, "a pattern, but its members change"),
    (0.0, "not stable: do not rely on it"),
)
"""Mean Jaccard similarity over resamples in words: Hennig, Cluster-wise assessment of cluster
stability (2007)."""


def show_cards(
    show: Display,
    profiles: pd.DataFrame,
    names: Sequence[Name],
    judged: Sequence[Sequence[Judged]],
    segments: Sequence[Numbers],
    features: Sequence[Feature],
    currency: str,
    stability: Mapping[str, float] | None = None,
) -> None:
    """Show a card for each segment.

    Args:
        show: The chapter's display; the metric `segments` must be recorded.
        profiles: See `profile.profile`, with the column `name`.
        names: The name of each segment.
        judged: Its actions, held against the data.
        segments: Its numbers.
        features: The features that segments are made from.
        currency: ISO 4217 code.
        stability: For each segment's number its mean Jaccard similarity over resamples, if known.
    """
    words = stability_words(stability)
    for number, (name, actions, values) in enumerate(zip(names, judged, segments, strict=True)):
        picture = standing_bars(profiles.iloc[number], features, currency)
        show.heading(of_segment(_title(values), number))
        show.kpis(_figures({**values, "match": name.match}, number))
        _card(show, number, name, actions, picture)
        show.sentence(_trust(name, number, words.get(str(number + 1))), "note")


def stability_words(stability: Mapping[str, float] | None) -> dict[str, str]:
    """Return for each segment's number how stable it is over resamples, in words.

    Args:
        stability: For each segment's number its mean Jaccard similarity, or None.
    """
    return {
        number: next(words for bound, words in _STABILITY if value >= bound)
        for number, value in (stability or {}).items()
    }


def _card(
    show: Display, number: int, name: Name, actions: Sequence[Judged], picture: Picture
) -> None:
    claim = name.archetype.claim if name.archetype else None
    show.figure(picture, of_segment("{who}" + (f" {claim}" if claim else ""), number))
    show.sentences(advice(actions, number), "action")
    show.sentence(of_segment("Avoid: {avoid}", number), "note")


def _figures(values: Numbers, number: int) -> dict[str, str]:
    known = [
        (label, f"segments.{number}.{item}")
        for label, item in _FIGURES.items()
        if values.get(item.partition(":")[0]) is not None
    ]
    return dict(known[:_ON_CARD])


def _title(values: Numbers) -> str:
    if values.get("revenue_share") is None:
        return "{name}: {customer_share:percent} of customers"
    return "{name}: {customer_share:percent} of customers, {revenue_share:percent} of revenue"


def _trust(name: Name, number: int, stability: str | None) -> Said:
    fit = f"The name {name.fit}" + (" (match {match:percent})." if name.archetype else ".")
    if stability is not None:
        fit += f" Found again in other samples of the customers, the segment is {stability}."
    return of_segment(fit, number)
