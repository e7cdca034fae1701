"""The card of a segment: who they are, how many and how much, what sets them apart, what to do."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.actions.choose import Advised, action_metrics
from segmentbook.actions.measures import Numbers
from segmentbook.core import privacy
from segmentbook.core.claims import Claim, claim
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import literal, mark
from segmentbook.features import Feature
from segmentbook.pages.actions.wording import metric_of, of_segment
from segmentbook.pages.clustering.caveat import caveat_of_one
from segmentbook.pages.products.favourites import favourite_sentences
from segmentbook.report.exhibit import Exhibit, Kpis, Picture, Template, Text, page, points
from segmentbook.report.theme import CARD, INK, MUTED, amount, colour
from segmentbook.segments.naming import Fit

ON_CARD = 2
"""How many actions a card has room for: those that the playbook lists first."""


@page(mark("The segments one by one"))
def cards(
    profiles: pd.DataFrame,
    named: Sequence[Mapping[str, Any]],
    advised: Sequence[Advised],
    everyone: Numbers,
    features: Sequence[Feature],
    currency: str,
    stability: Sequence[Mapping[str, Any]] = (),
    favourites: Mapping[str, Sequence[Mapping[Hashable, Any]]] | None = None,
    minimum: int = privacy.MINIMUM,
    structure: str = "separate",
) -> list[Exhibit]:
    """Show a card for each segment; the metric `segments` must be recorded.

    Args:
        profiles: See `profile.profile`, with `name`.
        named: The metric `segments`, with the `fit` of each name.
        advised: The segments in the same order.
        everyone: The numbers of all customers.
        features: The features that segments are made from.
        currency: ISO 4217 code.
        stability: The metric `segment_stability`, where it is recorded.
        favourites: The metric `favourites`, where it is recorded.
        minimum: The least number of customers that may be shown.
        structure: The metric `structure`: what is said of every segment.
    """
    caveat = caveat_of_one(structure)
    tested = [one["segment"] for one in stability]
    metrics = action_metrics(advised, everyone, minimum)
    shown = []
    for place, segment in enumerate(advised):
        profile = profiles.iloc[place]
        number = int(profile["segment"])
        again = tested.index(number) if number in tested else None
        shown.append(
            Exhibit(
                of_segment(_title(segment.numbers), place),
                [
                    _figures(segment.numbers, place),
                    _standing(profile, features, currency).titled(
                        of_segment(_who(segment, named[place]["fit"]), place)
                    ),
                    *(Text(template, "action") for template in _to_do(segment, place)),
                    Text(of_segment(_avoid(segment), place), "avoid"),
                    *points(favourite_sentences(favourites or {}, number)),
                    Text(_trust(named[place]["fit"], place, again), "note"),
                    *([Text(caveat, "note")] if caveat else []),
                ],
                metrics if place == 0 else {},
            )
        )
    return shown


def _title(values: Numbers) -> str:
    if values.get("revenue_share") is None:
        return mark("{name}: {customer_share:percent} of customers")
    return mark("{name}: {customer_share:percent} of customers, {revenue_share:percent} of revenue")


_FIGURES = {
    mark("customers"): ("customers", "count"),
    mark("revenue"): ("revenue", "money_short"),
    mark("revenue per customer"): ("revenue_per_customer", "money"),
    mark("new in the last quarter"): ("newcomer_share", "percent"),
    mark("share of customers"): ("customer_share", "percent"),
    mark("orders per customer"): ("orders_per_customer", "number"),
    mark("revenue per order"): ("order_value", "money"),
}
_MOST_FIGURES = 4
"""A card shows the first figures that are known; the last are for studies that know little."""


def _figures(values: Mapping[str, Any], place: int) -> Kpis:
    known = [
        (label, f"{metric_of(name, place)}:{kind}")
        for label, (name, kind) in _FIGURES.items()
        if values.get(name) is not None
    ]
    return Kpis(dict(known[:_MOST_FIGURES]))


def _who(segment: Advised, fit: Fit) -> str:
    """Return who they are, and the number beside what the name claims."""
    number = segment.advice.claim if segment.advice is not None else None
    said = "{who}" + (f" {number}" if number else "")
    return Claim(said, "name") if fit == "holds" else said


def _to_do(segment: Advised, place: int) -> Sequence[Template]:
    """Return the first supported actions, with reason, audience and channel."""
    sentences = []
    for rank, one in enumerate(segment.supported[:ON_CARD]):
        action, audience = one.action, f"{{actions.{rank}.audience:count}}"
        sentences.append(
            of_segment(
                f"{literal(action.do)} {action.because} "
                f"({literal(action.whom)}: {audience} · {literal(action.channel)})",
                place,
            )
        )
    return sentences or [of_segment(_NONE, place)]


_NONE = mark(
    "Look into this segment ({customers:count} customers) before acting: the data support no action of "
    "the playbook for it."
)


def _avoid(segment: Advised) -> str:
    if segment.advice is None:
        return mark("Avoid: assumptions about who they are")
    return mark("Avoid: {avoid}")


def _trust(fit: Fit, place: int, tested: int | None) -> Template:
    """Say how well the name fits, and how surely the segment is found again."""
    template, names = of_segment(gettext(_FITS[fit]), place)
    if tested is None:
        return template, names
    again = _(claim("stable", "Under other choices and a month before: {badge:term}."))
    return f"{template} {again}", {**names, "badge": f"segment_stability.{tested}.badge"}


_FITS: Mapping[Fit, str] = {
    "holds": claim("name", "What the name says holds in this export."),
    "resembles": mark(
        "The name is a description: what the name of the archetype nearby says does not hold here."
    ),
    "none": mark("The name is a description: no archetype of the playbook is near."),
}


def _standing(profile: pd.Series, features: Sequence[Feature], currency: str) -> Picture:
    """Draw one segment's standing in each feature against the middle of all customers."""
    figure = Figure(figsize=CARD)
    axes = figure.subplots()
    values = [100 * profile[f"{feature.name}_standing"] for feature in features]
    medians = [amount(profile[f"{f.name}_median"], f.unit, currency) for f in features]
    places, right = np.arange(len(features)), _room(features, medians)
    axes.barh(places, values, color=colour(profile["segment"]), height=0.5)
    axes.plot([50, 50], [-0.38, len(features) - 0.6], color=INK, linewidth=1.2, linestyle="--")
    axes.text(50, -0.5, _("all customers"), color=INK, ha="center", va="bottom", fontsize=10)
    axes.text(right, -0.5, _("median"), color=MUTED, ha="right", va="bottom", fontsize=10)
    for place, median in enumerate(medians):
        axes.text(right, place, median, ha="right", va="center", color=INK)
    axes.set_yticks(places, [feature.title for feature in features], fontsize=12)
    axes.set(xlim=(0, right), ylim=(len(features) - 0.6, -0.8), xticks=range(0, 101, 25))
    axes.set_xlabel(_("standing among all customers (0 worst, 100 best)"), loc="right")
    axes.grid(axis="y", visible=False)
    parts = ", ".join(
        f"{f.title.lower()} {value:.0f}" for f, value in zip(features, values, strict=True)
    )
    alt = _(
        "Standing of {name} from 0 to 100: {values}; all customers are at 50.",
        name=profile["name"],
        values=parts,
    )
    return Picture(figure, alt)


def _room(features: Sequence[Feature], medians: Sequence[str]) -> float:
    """Return how far the axis of a card must reach for medians to stand right of bars up to 100."""
    letter = 0.09  # inches of a letter, a little more than there are
    axis = CARD[0] - 0.3 - letter * max(len(feature.title) for feature in features)
    taken = letter * (max(len(median) for median in medians) + 1)
    return max(130.0, 100 / (1 - min(taken / max(axis, 1.0), 0.6)))
