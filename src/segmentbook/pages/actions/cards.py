"""The page of a segment: who they are, how many and how much, what sets them apart, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.actions.choose import Judged, advice, of_segment
from segmentbook.actions.evidence import Numbers
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.pages.segments.groups import standing_bars
from segmentbook.report.display import Display
from segmentbook.report.exhibit import Picture
from segmentbook.report.sentences import Said
from segmentbook.segments.naming import Name

_FIGURES = {
    mark("customers"): "customers:count",
    mark("revenue"): "revenue:money_short",
    mark("revenue per customer"): "revenue_per_customer:money",
    mark("new in the last quarter"): "newcomer_share:percent",
    mark("share of customers"): "customer_share:percent",
    mark("orders per customer"): "orders_per_customer:number",
    mark("revenue per order"): "order_value:money",
    mark("match of the name"): "match:percent",
}
_ON_CARD = 4
"""A card shows the first figures that are known; the last are for studies that know little."""


def show_cards(
    show: Display,
    profiles: pd.DataFrame,
    names: Sequence[Name],
    judged: Sequence[Sequence[Judged]],
    segments: Sequence[Numbers],
    features: Sequence[Feature],
    currency: str,
    stability: Sequence[Mapping[str, Any]] = (),
    products: Mapping[int, Said] | None = None,
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
        stability: The metric `segment_stability`, where it is recorded.
        products: By segment what to say of what it buys, see `favourites.sentences`.
    """
    tested = [one["segment"] for one in stability]
    for number, (name, actions, values) in enumerate(zip(names, judged, segments, strict=True)):
        picture = standing_bars(profiles.iloc[number], features, currency)
        show.heading(of_segment(_title(values), number))
        show.kpis(_figures({**values, "match": name.match}, number))
        _card(show, number, name, actions, picture)
        liked = (products or {}).get(int(profiles.iloc[number]["segment"]))
        show.sentences([liked] if liked else [], "point")
        place = tested.index(values["segment"]) if values["segment"] in tested else None
        show.sentence(_trust(name, number, place), "note")


def _card(
    show: Display, number: int, name: Name, actions: Sequence[Judged], picture: Picture
) -> None:
    claim = name.archetype.claim if name.archetype else None
    show.figure(picture, of_segment("{who}" + (f" {claim}" if claim else ""), number))
    show.sentences(advice(actions, number), "action")
    show.sentence(of_segment(_("Avoid: {avoid}"), number), "avoid")


def _figures(values: Numbers, number: int) -> dict[str, str]:
    known = [
        (label, f"segments.{number}.{item}")
        for label, item in _FIGURES.items()
        if values.get(item.partition(":")[0]) is not None
    ]
    return dict(known[:_ON_CARD])


def _title(values: Numbers) -> str:
    if values.get("revenue_share") is None:
        return _("{name}: {customer_share:percent} of customers")
    return _("{name}: {customer_share:percent} of customers, {revenue_share:percent} of revenue")


def _trust(name: Name, number: int, tested: int | None) -> Said:
    """Say how well the name fits, and how surely the segment is found again."""
    template, fields = of_segment(gettext(_FITS[name.fit]), number)
    if tested is None:
        return template, fields
    badge = {"badge": f"segment_stability.{tested}.badge"}
    again = _("Found again in other samples of the customers: {badge:term}.")
    return f"{template} {again}", fields | badge


_FITS = {
    "fits closely": mark("The name fits closely (match {match:percent})."),
    "fits loosely": mark("The name fits loosely (match {match:percent})."),
    "describes them, as no archetype fits": mark("The name describes them, as no archetype fits."),
}
