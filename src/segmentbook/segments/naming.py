"""Give each segment the archetype that it resembles most, or a description."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from segmentbook.core import privacy
from segmentbook.core.matching import best_pairs
from segmentbook.core.metrics import plain
from segmentbook.features import Feature
from segmentbook.segments.archetypes import Archetype
from segmentbook.segments.profile import OF_CUSTOMERS

WORST_MATCH = 0.25
"""Root mean square distance of standings above which no archetype fits."""

CLOSE_MATCH = 0.9
"""Match from which a name fits closely."""

Fit = Literal["close", "loose", "none"]
"""How well a name fits; `none` where no archetype does."""

Level = tuple[Feature, Literal["low", "middle", "high"]]
"""A feature and in which third of all customers a segment stands on average, `high` is best."""

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
    def fit(self) -> Fit:
        """How well the name fits."""
        if self.archetype is None:
            return "none"
        return "close" if self.match >= CLOSE_MATCH else "loose"


def name_segments(
    profiles: pd.DataFrame,
    archetypes: Sequence[Archetype],
    features: Sequence[Feature],
    describe: Callable[[Sequence[Level]], str],
) -> list[Name]:
    """Match segments and archetypes one to one, so that the total squared distance is least.

    A segment that no archetype is left for, or that none fits, gets a name that describes it. Names
    depend on what segments are like, not on their numbers.

    Args:
        profiles: See `profile.profile`.
        archetypes: Those of the playbook.
        features: The features that segments are made from.
        describe: Returns a name that says how a segment stands in some features.

    Returns:
        A name for each row of `profiles`.
    """
    standing = profiles[[f"{feature.name}_standing" for feature in features]].to_numpy()
    # Of equally good matches the first is taken: an order of its own makes that the same one always.
    order = np.lexsort(standing.T)
    partners = _partners(profiles.iloc[order], archetypes)
    names = [
        Name(describe(levels(standing[row], features)), None, 0.0)
        if partner is None
        else Name(partner[0].name, *partner)
        for row, partner in zip(order, partners, strict=True)
    ]
    named = dict(zip(order.tolist(), _distinct(names), strict=True))
    return [named[row] for row in range(len(profiles))]


def levels(standing: np.ndarray, features: Sequence[Feature]) -> list[Level]:
    """Return in which features a segment differs most from the middle of all customers, and how.

    Args:
        standing: Its mean standing in each feature.
        features: The features.

    Returns:
        Up to three features, in their order.
    """
    telling = np.argsort(-abs(standing - 0.5), kind="stable")[:_DESCRIBED_BY]
    return [
        (
            features[n],
            "high" if standing[n] >= 0.66 else "middle" if standing[n] >= 0.33 else "low",
        )
        for n in sorted(telling)
    ]


def segment_metrics(
    profiles: pd.DataFrame,
    everybody: pd.DataFrame,
    names: Sequence[Name],
    minimum: int = privacy.MINIMUM,
) -> dict[str, Any]:
    """Return the metrics `segments`, `all_customers` and `largest_segment_share`.

    Args:
        profiles: See `profile.profile`.
        everybody: The same of all customers as one segment.
        names: The name of each segment.
        minimum: The least number of customers that may be shown; a share of fewer is a bound, see
            `privacy.share`.

    Returns:
        `segments` has for each row of `profiles` its numbers, `name`, `archetype` (its id, None
        where none fits), `who` (None likewise), `match` and `fit`.
    """
    rows = [
        {
            **_shared(row, minimum),
            "name": name.name,
            "archetype": name.archetype.id if name.archetype else None,
            "who": name.archetype.who if name.archetype else None,
            "match": name.match,
            "fit": name.fit,
        }
        for row, name in zip(profiles.to_dict("records"), names, strict=True)
    ]
    [everyone] = everybody.drop(columns="segment").to_dict("records")
    return {
        "segments": rows,
        "all_customers": _shared(everyone, minimum),
        "largest_segment_share": float(profiles["customer_share"].max()),
    }


def _shared(row: Mapping[Any, Any], minimum: int) -> dict[str, Any]:
    """Return the numbers of a segment as they may be shown."""
    values: dict[str, Any] = plain(row)
    return values | {
        name: privacy.share(values[name], values["customers"], minimum)
        for name in OF_CUSTOMERS
        if name in values
    }


_Partners = list[tuple[Archetype, float] | None]


def _partners(profiles: pd.DataFrame, archetypes: Sequence[Archetype]) -> _Partners:
    """Return for each segment its archetype and their match."""
    if not archetypes:
        return [None] * len(profiles)
    described = sorted(archetypes[0].standing)
    found = profiles[[f"{feature}_standing" for feature in described]].to_numpy()
    wanted = np.array([[kind.standing[feature] for feature in described] for kind in archetypes])
    squared = ((found[:, None, :] - wanted[None, :, :]) ** 2).mean(axis=2)
    partners: _Partners = [None] * len(profiles)
    for row, column in best_pairs(squared):
        distance = float(np.sqrt(squared[row, column]))
        if distance <= WORST_MATCH:
            partners[row] = (archetypes[column], 1 - distance)
    return partners


def _distinct(names: list[Name]) -> list[Name]:
    """Number the names that more than one segment would carry."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name.name] = seen.get(name.name, 0) + 1
        number = seen[name.name]
        text = name.name if number == 1 else f"{name.name} ({number})"
        result.append(replace(name, name=text))
    return result
