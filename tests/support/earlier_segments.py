"""Segmentations of made customers, as an earlier report leaves them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Scaling
from segmentbook.features import RFM
from segmentbook.params.clustering import Clustering
from segmentbook.segments.identity import Earlier

NAMES = [feature.name for feature in RFM]


def segmented(view: pd.DataFrame, k: int = 4) -> Segmentation:
    """Return a segmentation of a customer view by recency, frequency and monetary value."""
    params = Clustering(n_init=2)
    scaling = Scaling.fit(view, NAMES, params)
    return segment(fit_points(view, scaling, params), scaling, k, params)


def profiles(view: pd.DataFrame, segmentation: Segmentation) -> pd.DataFrame:
    """Return sizes and shares of the segments, as `profile.profile` does, with names."""
    sizes = pd.Series(segmentation.assign(view)).value_counts().sort_index()
    return pd.DataFrame(
        {
            "segment": sizes.index,
            "name": [f"Name {number}" for number in sizes.index],
            "customers": sizes.to_numpy(),
            "customer_share": sizes.to_numpy() / len(view),
            "revenue_share": 1 / len(sizes),
        }
    )


def earlier(view: pd.DataFrame, k: int = 4, kept: tuple[int, ...] | None = None) -> Earlier:
    """Return the segmentation of an earlier report; `kept` are the numbers of its segments."""
    found = replace(segmented(view, k), kept=kept)
    return Earlier(found, profiles(view, found))
