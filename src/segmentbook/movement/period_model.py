"""One segmentation for all periods, fitted on their pooled customer views."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.clustering.algorithms import group
from segmentbook.clustering.transform import Scaling
from segmentbook.core.matching import best_pairs
from segmentbook.features import Feature
from segmentbook.params.clustering import Clustering, Outliers


def assign(
    views: pd.DataFrame,
    main: pd.DataFrame,
    features: Sequence[Feature],
    params: Clustering,
) -> pd.Series:
    """Assign each customer of each period to a segment.

    The segmentation of the whole time would place too few customers in its best segment, because its
    features accumulate over a longer window. So one model is fitted on the pooled views of all periods,
    and its groups are matched one to one with the segments, so that they share most customers.

    Args:
        views: See `periods.views`.
        main: `customer` and `segment` of the whole time.
        features: Features of the views.
        params: The params of the main segmentation.

    Returns:
        The segment of each row of `views`, one of those of `main`.
    """
    kept = params.model_copy(update={"outliers": Outliers()})
    points = Scaling.fit(views, [feature.name for feature in features], kept).coordinates(views)
    numbers, places = np.unique(main["segment"].to_numpy(), return_inverse=True)
    segments = len(numbers)
    labels = group(points, segments, params.algorithm, params.seed, params.n_init).labels
    whole = views["customer"].map(pd.Series(places, index=main["customer"])).to_numpy()
    shared: NDArray[np.int64] = np.zeros((segments, segments), dtype=np.int64)
    np.add.at(shared, (labels, whole), 1)
    segment_of = np.empty(segments, dtype=np.int64)
    for label, place in best_pairs(-shared):
        segment_of[label] = numbers[place]
    return pd.Series(segment_of[labels], index=views.index, name="segment")


def agreement(states: pd.DataFrame, main: pd.DataFrame, period: int) -> float:
    """Return the adjusted Rand index of a period's segments and the main ones, over its customers.

    Hubert and Arabie, Comparing partitions (1985).
    """
    from sklearn.metrics import adjusted_rand_score

    here = states[states["period"] == period].merge(main, on="customer", suffixes=("", "_main"))
    return float(adjusted_rand_score(here["segment_main"], here["segment"]))


def ranks(states: pd.DataFrame) -> dict[int, int]:
    """Return each segment's rank by mean monetary value over all periods, 1 is the highest."""
    worth = states.groupby("segment")["monetary"].mean().sort_values(ascending=False, kind="stable")
    return {int(segment): place + 1 for place, segment in enumerate(worth.index)}
