"""What scans of the number of groups find, with planted indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from segmentbook.clustering.indices import Scan
from segmentbook.clustering.null_models import Null
from segmentbook.params.clustering import Clustering


def scan(
    rows: Sequence[tuple[int, float, float, float]],
    gap_of_one: float = 0.0,
    separate: Sequence[int] = (),
    apart: Sequence[int] = (),
    ordered: bool = True,
) -> Scan:
    """Return a scan with the given (k, silhouette, stability, smallest share).

    The groups of the numbers in `separate` are, and of those in `apart` one stands apart.
    """
    return Scan(
        pd.DataFrame(
            [
                {
                    "k": k,
                    "inertia": 100.0 / k,
                    "silhouette": silhouette,
                    "simplified_silhouette": silhouette,
                    "calinski_harabasz": 100 * silhouette,
                    "davies_bouldin": 1 - silhouette,
                    "gap": 1.0,
                    "gap_error": 0.1,
                    "stability": stability,
                    "stability_low": stability - 0.02,
                    "stability_high": stability + 0.02,
                    "smallest_share": share,
                    "largest_share": 1 - share if k == 2 else 0.5,
                }
                for k, silhouette, stability, share in rows
            ]
        ),
        gap_of_one,
        null([k for k, *_ in rows], separate, apart),
        ordered,
    )


def null(numbers: Sequence[int], separate: Sequence[int] = (), apart: Sequence[int] = ()) -> Null:
    """Return what a null gives, see `scan`."""
    table = pd.DataFrame(
        [
            {
                "k": k,
                "depth": 0.8 if k in separate else 0.05,
                "apart": 0.9 if k in (*separate, *apart) else 0.1,
                "null_depth": 0.02,
                **{
                    f"{name}{end}": value
                    for name, value in (("null_silhouette", 0.35), ("null_stability", 0.9))
                    for end, value in (
                        ("", value),
                        ("_low", value - 0.05),
                        ("_high", value + 0.05),
                    )
                },
                "silhouette_percentile": 0.5,
                "stability_percentile": 0.25,
            }
            for k in numbers
        ]
    )
    return Null(table, 0.4, 0.6, customers=1_500, draws=49)


def params(**changes: Any) -> Clustering:
    """Return the params that the scan is made with."""
    return Clustering(**{"k_min": 2, "k_max": 6, **changes})


ROWS = [
    (2, 0.90, 0.99, 0.006),
    (3, 0.40, 0.90, 0.20),
    (4, 0.60, 0.95, 0.01),
    (5, 0.48, 0.92, 0.10),
    (6, 0.55, 0.60, 0.08),
]
"""Of k = 2 to 6: dominated by one group, second best, a group too small, best, unstable."""
