"""Give each segment the archetype that it resembles most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.matching import best_pairs
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.segments.archetypes import Archetype, Archetypes

WORST_MATCH = 0.25
"""Root mean square distance of standings above which no archetype fits."""

CLOSE_MATCH = 0.9
"""Match from which a name fits closely."""

_LEVELS = (
    (0.66, mark("high {feature}")),
    (0.33, mark("middle {feature}")),
    (0.0, mark("low {feature}")),
)
_DESCRIBED_BY = 3


@dataclass(frozen=True)
class Name:
    """The name of a segment.

    Args:
        name: What people call it.
        archetype: The archetype that it resembles, or None.
        match: 1 for a perfect match; 1 minus the root mean square distance of standings.
    """

    name: str
    archetype: Archetype | None
    match: float

    @property
    def fit(self) -> str:
        """How well the name fits, in words."""
        if self.archetype is None:
            return mark("describes them, as no archetype fits")
        return mark("fits closely") if self.match >= CLOSE_MATCH else mark("fits loosely")


def name_segments(
    profiles: pd.DataFrame, archetypes: Archetypes, features: Sequence[Feature]
) -> list[Name]:
    """Match segments and archetypes one to one, so that the total squared distance is least.

    A segment that no archetype is left for, or that none fits, gets a name that describes it. Names
    depend on what segments are like, not on their numbers.

    Args:
        profiles: See `profile.profile`.
        archetypes: The archetypes of the playbook.
        features: The features that segments are made from.

    Returns:
        A name for each row of `profiles`.
    """
    standing = profiles[[f"{feature.name}_standing" for feature in features]].to_numpy()
    # Of equally good matches the first is taken: an order of its own makes that the same one always.
    order = np.lexsort(standing.T)
    partners = _partners(profiles.iloc[order], archetypes)
    names = [
        Name(_description(standing[row], features), None, 0.0)
        if partner is None
        else Name(partner[0].name, *partner)
        for row, partner in zip(order, partners, strict=True)
    ]
    named = dict(zip(order.tolist(), _distinct(names), strict=True))
    return [named[row] for row in range(len(profiles))]


def _partners(
    profiles: pd.DataFrame, archetypes: Archetypes
) -> list[tuple[Archetype, float] | None]:
    """Return for each segment its archetype and their match."""
    if not archetypes:
        return [None] * len(profiles)
    described = sorted(archetypes[0].standing)
    found = profiles[[f"{feature}_standing" for feature in described]].to_numpy()
    wanted = np.array([[kind.standing[feature] for feature in described] for kind in archetypes])
    squared = ((found[:, None, :] - wanted[None, :, :]) ** 2).mean(axis=2)
    partners: list[tuple[Archetype, float] | None] = [None] * len(profiles)
    for row, column in best_pairs(squared):
        distance = float(np.sqrt(squared[row, column]))
        if distance <= WORST_MATCH:
            partners[row] = (archetypes[column], 1 - distance)
    return partners


def _description(standing: np.ndarray, features: Sequence[Feature]) -> str:
    """Return e.g. `Customers with low recency, high frequency standing`.

    Of many features it names those that differ most from the middle of all customers.
    """
    telling = sorted(np.argsort(-abs(standing - 0.5), kind="stable")[:_DESCRIBED_BY])
    parts = [
        gettext(
            next(level for bound, level in _LEVELS if standing[n] >= bound),
            feature=features[n].title.lower(),
        )
        for n in telling
    ]
    return _("Customers with {levels} standing", levels=", ".join(parts))


def _distinct(names: list[Name]) -> list[Name]:
    """Number the names that more than one segment would carry."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name.name] = seen.get(name.name, 0) + 1
        number = seen[name.name]
        text = name.name if number == 1 else f"{name.name} ({number})"
        result.append(Name(text, name.archetype, name.match))
    return result
