"""Give each segment the archetype that it resembles most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentbook.advice.playbook import Archetype, Playbook
from segmentbook.features import Feature

WORST_MATCH = 0.25
"""Root mean square distance of standings above which no archetype fits."""

_TOLD = 3
"""How many features a description names."""

_LEVELS = ((0.66, "high"), (0.33, "middle"), (0.0, "low"))


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


def name_segments(
    profiles: pd.DataFrame, playbook: Playbook, features: Sequence[Feature]
) -> list[Name]:
    """Match segments and archetypes one to one, so that the total squared distance is least.

    A segment that no archetype is left for, or that none fits, gets a name that describes it.

    Args:
        profiles: See `profile.profile`.
        playbook: The archetypes.
        features: The features that archetypes are described by.

    Returns:
        A name for each row of `profiles`.
    """
    from scipy.optimize import linear_sum_assignment

    found = profiles[[f"{feature.name}_standing" for feature in features]].to_numpy()
    if not playbook.archetypes:
        return _distinct([Name(_description(row, features), None, 0.0) for row in found])
    wanted = np.array(
        [[archetype.standing[f.name] for f in features] for archetype in playbook.archetypes]
    )
    squared = ((found[:, None, :] - wanted[None, :, :]) ** 2).mean(axis=2)
    rows, columns = linear_sum_assignment(squared)
    partner = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    names: list[Name] = []
    for row in range(len(profiles)):
        column = partner.get(row)
        distance = np.inf if column is None else float(np.sqrt(squared[row, column]))
        if column is None or distance > WORST_MATCH:
            names.append(Name(_description(found[row], features), None, 0.0))
        else:
            archetype = playbook.archetypes[column]
            names.append(Name(archetype.name, archetype, 1 - distance))
    return _distinct(names)


def _description(standing: np.ndarray, features: Sequence[Feature]) -> str:
    """Return e.g. `Customers with high income, low web orders standing`.

    Only the features in which the segment is farthest from the middle are named.
    """
    telling = sorted(np.argsort(-np.abs(standing - 0.5), kind="stable")[:_TOLD].tolist())
    parts = [
        f"{next(word for bound, word in _LEVELS if standing[place] >= bound)} "
        f"{features[place].title.lower()}"
        for place in telling
    ]
    return f"Customers with {', '.join(parts)} standing"


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
