"""What the algorithms are called, and how those that find k themselves do so."""

from __future__ import annotations

from segmentbook.core.message import mark
from segmentbook.params.clustering import AlgorithmName

NAMES: dict[AlgorithmName, str] = {
    "k_means": mark("K-means"),
    "gaussian_mixture": mark("Gaussian mixture"),
    "ward": mark("Ward"),
    "hdbscan": mark("HDBSCAN"),
}
"""The algorithms as people call them."""

HOW_K_IS_FOUND: dict[AlgorithmName, str] = {
    "hdbscan": mark(
        "HDBSCAN finds the number itself: regions where customers lie close together, each with at "
        "least {minimum_share:percent} of those that it saw."
    ),
}
"""For each algorithm that finds the number of groups itself, what it takes as a group."""
