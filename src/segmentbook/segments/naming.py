"""Give each segment the name of an archetype whose conditions it meets, or a description."""

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
from segmentbook.features.score_columns import base_of
from segmentbook.segments.archetypes import Archetype
from segmentbook.segments.conditions import Facts, Verdict
from segmentbook.segments.profile import OF_CUSTOMERS

WORST_MATCH = 0.25
"""Root mean square distance of standings above which no archetype fits."""

Fit = Literal["holds", "resembles", "none"]
"""Whether all that an archetype's name says `holds` for a segment; whether it only `resembles` the
archetype, whose advice may suit it; or `none` where no archetype is near."""

Level = tuple[Feature, Literal["low", "middle", "high"]]
"""A feature and in which third of all customers a segment stands on average, `high` is best."""

_DESCRIBED_BY = 3
_THREE = ("recency", "frequency", "monetary")


@dataclass(frozen=True)
class Name:
    """The name of a segment.

    Args:
        name: The archetype's name where all its conditions hold, else a description.
        archetype: The archetype that it resembles, or None.
        verdicts: Whether each condition of the archetype holds, in their order.
    """

    name: str
    archetype: Archetype | None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def fit(self) -> Fit:
        """Whether what the archetype's name says holds."""
        if self.archetype is None:
            return "none"
        return "holds" if _all_hold(self.verdicts) else "resembles"


def name_segments(
    profiles: pd.DataFrame,
    archetypes: Sequence[Archetype],
    features: Sequence[Feature],
    describe: Callable[[Sequence[Level]], str],
    found: Facts | None = None,
) -> list[Name]:
    """Name segments after archetypes whose conditions hold, and describe the others.

    Segments and archetypes are matched one to one, so that the total squared distance of standings is
    least: first where all that the archetype's name says holds for the segment, then the archetypes and
    segments that are left, for the advice alone. A segment without an archetype that holds gets a name
    that describes it. Names depend on what segments are like, not on their numbers.

    Args:
        profiles: See `profile.profile`.
        archetypes: Those of the playbook.
        features: The features that segments are made from.
        describe: Returns a name that says how a segment stands in some features.
        found: What conditions are held against; without it, none is known to hold.

    Returns:
        A name for each row of `profiles`.
    """
    standing = profiles[[f"{feature.name}_standing" for feature in features]].to_numpy()
    # Of equally good matches the first is taken: an order of its own makes that the same one always.
    order = np.lexsort(standing.T)
    partners = _partners(profiles.iloc[order], archetypes, found)
    names = [
        Name(
            partner[0].name
            if partner is not None and _all_hold(partner[1])
            else describe(levels(standing[row], features)),
            *(partner or (None,)),
        )
        for row, partner in zip(order, partners, strict=True)
    ]
    named = dict(zip(order.tolist(), _distinct(names), strict=True))
    return [named[row] for row in range(len(profiles))]


def levels(standing: np.ndarray, features: Sequence[Feature]) -> list[Level]:
    """Return in which features a segment differs most from the middle of all customers, and how.

    Recency, frequency and monetary value come together where all three are among the features.

    Args:
        standing: Its mean standing in each feature.
        features: The features.

    Returns:
        Up to three features, in their order.
    """
    three = [n for n, feature in enumerate(features) if base_of(feature.name) in _THREE]
    if len(three) == len(_THREE):
        telling = np.array(three)
    else:
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
        `segments` has for each row of `profiles` its numbers, `name`, `archetype` (the id of that
        which it resembles, None where none is near), `who` (None unless the archetype holds) and `fit`.
    """
    rows = [
        {
            **_shared(row, minimum),
            "name": name.name,
            "archetype": name.archetype.id if name.archetype else None,
            "who": name.archetype.who if name.archetype and name.fit == "holds" else None,
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


_Partner = tuple[Archetype, tuple[Verdict, ...]]

_FAR = 1e6
"""Squared distance of a pair that must not be."""


def _all_hold(verdicts: Sequence[Verdict]) -> bool:
    return bool(verdicts) and all(verdict == "holds" for verdict in verdicts)


def _partners(
    profiles: pd.DataFrame, archetypes: Sequence[Archetype], found: Facts | None
) -> list[_Partner | None]:
    """Return for each segment its archetype and the verdicts on what its name says."""
    partners: list[_Partner | None] = [None] * len(profiles)
    if not archetypes:
        return partners
    described = sorted(archetypes[0].standing)
    here = profiles[[f"{feature}_standing" for feature in described]].to_numpy()
    wanted = np.array([[kind.standing[feature] for feature in described] for kind in archetypes])
    squared = ((here[:, None, :] - wanted[None, :, :]) ** 2).mean(axis=2)
    squared[squared > WORST_MATCH**2] = _FAR
    verdicts = [[_verdicts(kind, row, found) for kind in archetypes] for row in _numbers(profiles)]
    held = np.array([[_all_hold(one) for one in row] for row in verdicts])
    # First the pairs whose names hold, then what is left.
    for allowed in (held, np.ones_like(held)):
        left = [row for row, partner in enumerate(partners) if partner is None]
        taken = {partner[0].id for partner in partners if partner is not None}
        free = [place for place, kind in enumerate(archetypes) if kind.id not in taken]
        cost = np.where(allowed, squared, _FAR)[np.ix_(left, free)]
        for row, column in best_pairs(cost):
            if cost[row, column] < _FAR:
                place = free[column]
                partners[left[row]] = (archetypes[place], verdicts[left[row]][place])
    return partners


def _numbers(profiles: pd.DataFrame) -> list[int | None]:
    if "segment" not in profiles.columns:
        return [None] * len(profiles)
    return [int(number) for number in profiles["segment"]]


def _verdicts(kind: Archetype, segment: int | None, found: Facts | None) -> tuple[Verdict, ...]:
    if found is None or segment is None:
        return tuple[Verdict, ...]("unknown" for _ in kind.conditions)
    return tuple(found.verdict(one, segment) for one in kind.conditions)


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
