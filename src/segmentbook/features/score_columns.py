"""Scores as features: the columns `<feature>_score` of a customer view, from 1 (worst) to 5 (best)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from segmentbook.core.message import mark
from segmentbook.features.feature import Feature

LEVELS = 5
"""Number of scores."""

_SUFFIX = "_score"
_TITLES = {
    "length": mark("Length score"),
    "recency": mark("Recency score"),
    "frequency": mark("Frequency score"),
    "monetary": mark("Monetary score"),
    "discount_share": mark("Discount score"),
}
_DEFINITION = mark("score from 1 to 5, where 5 is the best fifth; equal values have equal scores")

SCORED = tuple(_TITLES)
"""The features that get scores."""


def base_of(name: str) -> str:
    """Return the name of the feature that a score is of, or the name itself if it is no score."""
    base = name.removesuffix(_SUFFIX)
    return base if base in SCORED else name


def score_features(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """Return the score of each feature that gets one, as a feature of its own."""
    return tuple(
        dataclasses.replace(
            feature,
            name=f"{feature.name}{_SUFFIX}",
            title=_TITLES[feature.name],
            definition=_DEFINITION,
            unit=mark("points"),
            better="high",
            kind="number",
        )
        for feature in features
        if feature.name in SCORED
    )


def with_scores(
    view: ir.Table, features: Sequence[Feature], cuts: Mapping[str, Sequence[float]]
) -> ir.Table:
    """Add the score of each feature to a customer view, as `scores.add_scores` does to a frame.

    Args:
        view: The customer view.
        features: The features to score, each a column of the view.
        cuts: For a feature the values that end scores 1 to 4; else fifths of the customers.
    """
    return view.mutate(
        **{
            f"{feature.name}{_SUFFIX}": _score(view, feature, cuts.get(feature.name))
            for feature in features
        }
    )


def _score(view: ir.Table, feature: Feature, cuts: Sequence[float] | None) -> ir.IntegerValue:
    value = view[feature.name]
    if cuts is None:
        # A value lies above the cut of a share where at least this share of customers lies below it.
        below = ibis.rank().over(ibis.window(order_by=value))
        everybody = value.count().over(ibis.window())
        step = (LEVELS * below) // everybody
    else:
        step = ibis.literal(0)
        for cut in cuts:
            step = step + (value > cut).cast("int64")
    points = step + 1 if feature.better == "high" else LEVELS - step
    return points.cast("int64")
