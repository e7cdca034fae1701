"""Fitted segmentations of small customer views."""

from __future__ import annotations

from functools import cache

from fixtures import customer_view
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering, Outliers, Split

NAMES = ["recency", "frequency", "monetary"]


@cache
def fitted(transform: str, scaler: str = "standard", policy: str = "keep", split: int = 0):
    view = customer_view(300)
    params = Clustering(
        transform=transform,
        scaler=scaler,
        outliers=Outliers(policy=policy, bounds="percentile", percentile=3.0),
        split=Split(segment=split, k=2) if split else None,
        n_init=2,
    )
    scaling = Scaling.fit(view, NAMES, params)
    return segment(fit_points(view, scaling, params), scaling, 4, params)
