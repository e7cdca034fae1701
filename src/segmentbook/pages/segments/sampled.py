"""A sample of the customers' points for the maps, so rounded that no dot is an exact place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segmentbook.clustering.transform import Array

MOST_POINTS = 2000
"""Maps show at most this many customers."""


def sample(customers: int, seed: int) -> NDArray[np.int64]:
    """Return the rows of a seeded sample, in order."""
    random = np.random.default_rng(seed)
    return np.sort(random.choice(customers, min(MOST_POINTS, customers), replace=False))


def rounded(places: Array) -> Array:
    """Round places to a twentieth."""
    return np.asarray(np.round(np.round(places * 20) / 20, 2))
