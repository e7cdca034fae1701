"""CPU seconds that the comparison with data without groups adds to a report, for `benchmarks.bench`."""

from __future__ import annotations

import time

from benchmarks import planted
from segmentbook.clustering.fit import fit_points
from segmentbook.clustering.null_models import compare, shared_order
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering

CUSTOMERS = 5_000


def seconds() -> float:
    """Return the CPU seconds of the most draws that there can be: groups that are separate."""
    params = Clustering()
    view = planted.customers(planted.KINDS[3], CUSTOMERS, seed=1)
    scaling = Scaling.fit(view, ("recency", "frequency", "monetary"), params)
    points = fit_points(view, scaling, params)
    started = time.process_time()
    compare(points, range(params.k_min, params.k_max + 1), params.seed)
    shared_order(points, params.seed)
    return time.process_time() - started


if __name__ == "__main__":
    print(f"data without groups, {CUSTOMERS:,} customers: {seconds():.1f} CPU seconds", flush=True)
