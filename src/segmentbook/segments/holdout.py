"""Customers to learn a description of the segments from, and others to test it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.clustering.transform import Array
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature

SAMPLE = 10_000
"""Of more customers a seeded sample of this size is described."""

FEWEST = 40
"""With fewer customers too few would be left to test on."""

HELD_OUT = 0.3


@dataclass(frozen=True)
class Split:
    """A seeded sample of the customers, split in two.

    Args:
        features: The features, in the order of the columns.
        learn: Feature values to learn from, shape (customers, features).
        learn_segment: Their segments, shape (customers,).
        judge: Feature values of the customers held out.
        judge_segment: Their segments.
    """

    features: tuple[Feature, ...]
    learn: Array
    learn_segment: NDArray[np.int64]
    judge: Array
    judge_segment: NDArray[np.int64]


def split(view: pd.DataFrame, features: Sequence[Feature], seed: int) -> Split | NotApplicable:
    """Draw a sample of customers and hold three tenths of it out.

    Each part has its share of every segment, where every segment has enough customers for that.

    Args:
        view: The customer view with the column `segment`.
        features: The features that segments are made from.
        seed: Seed of the draw.
    """
    from sklearn.model_selection import train_test_split

    if view["segment"].nunique() < 2 or len(view) < FEWEST:
        reason = mark("it needs two segments and {customers:count} customers")
        return NotApplicable(reason=reason, values={"customers": FEWEST})
    drawn = view.sample(min(SAMPLE, len(view)), random_state=seed)
    segment = drawn["segment"].to_numpy(dtype=np.int64)
    # A segment of one customer cannot be in both parts.
    each = np.unique(segment, return_counts=True)[1].min() >= 2
    parts = train_test_split(
        drawn[[feature.name for feature in features]].to_numpy(dtype=float),
        segment,
        test_size=HELD_OUT,
        random_state=seed,
        stratify=segment if each else None,
    )
    learn, judge, learn_segment, judge_segment = parts
    return Split(tuple(features), learn, learn_segment, judge, judge_segment)
