"""Bands of value in place of segments: what they are called, and what does not apply to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

import pandas as pd

from segmentbook.clustering.bands import value_of
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, first_missing
from segmentbook.features import Feature
from segmentbook.segments.naming import Name

Band = Literal["high", "middle", "low"]

NO_SEGMENTS = NotApplicable(
    reason=mark("there is nothing to segment: customers were put into bands of value")
)
"""Why what is about segments says nothing."""

_Input = TypeVar("_Input")


def of_segments(
    value: _Input | NotApplicable, metrics: Mapping[str, Any]
) -> _Input | NotApplicable:
    """Return what exhibits about segments need, or that there are none.

    Args:
        value: What they need.
        metrics: Those of chapter 4: `banded`.
    """
    missing = first_missing(value)
    return NO_SEGMENTS if missing is None and metrics["banded"] else value


def names(
    given: Sequence[Name],
    profiles: pd.DataFrame,
    features: Sequence[Feature],
    metrics: Mapping[str, Any],
    words: Mapping[Band, str],
) -> list[Name]:
    """Return the names of segments, or where they are bands of value, what the bands are called.

    Args:
        given: See `naming.name_segments`.
        profiles: See `profile.profile`.
        features: The features that segments are made from.
        metrics: Those of chapter 4: `banded`.
        words: The bands in the language of the report.
    """
    if not metrics["banded"]:
        return list(given)
    value = value_of(features)
    ranks = profiles[f"{value.name}_median"].rank(ascending=False, method="first").astype(int)
    bands: list[Band] = ["high", "middle", "low"] if len(profiles) > 2 else ["high", "low"]
    return [Name(words[bands[rank - 1]].format(value=value.title.lower()), None) for rank in ranks]
