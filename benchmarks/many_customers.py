"""Many generated customers, grouped as in the report: `python -m benchmarks.many_customers STEP`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import planted
from segmentbook.core import paths
from segmentbook.params.clustering import Clustering

CUSTOMERS = 600_000
FEATURES = ("recency", "frequency", "monetary", "length", "discount_share")
STEPS = ("generate", "choose_k", "assign")
_SEED = 1


def generated(count: int) -> pd.DataFrame:
    """Return customers from four planted segments, which differ in all five features.

    Args:
        count: How many.

    Returns:
        `customer` and the `FEATURES`.
    """
    view = planted.customers(planted.KINDS[4], count, _SEED)
    random = np.random.default_rng(_SEED)
    days = np.array([900.0, 500.0, 60.0, 400.0])[view["planted"]]
    share = np.array([0.1, 0.3, 0.5, 0.2])[view["planted"]]
    return view.assign(
        length=view["recency"] + np.ceil(random.gamma(3.0, days / 3.0)),
        discount_share=random.beta(6.0 * share, 6.0 * (1 - share)),
    )[["customer", *FEATURES]]


def main(step: str) -> None:
    """Generate customers; choose k and group them as chapter 4 does; or assign them to segments."""
    folder = paths.interim("many_customers")
    customers, model = folder / "customers.parquet", folder / "model.json"
    if step == "generate":
        folder.mkdir(parents=True, exist_ok=True)
        generated(CUSTOMERS).to_parquet(customers, index=False)
    elif step == "choose_k":
        choose_k(customers, model)
    else:
        assign(customers, model, folder / "segments.parquet")


def choose_k(customers: Path, model: Path) -> None:
    """Find groups, compute what the report says about them, and write the model."""
    from segmentbook.clustering import choice, comparison, fit, indices, stability
    from segmentbook.clustering.transform import Scaling
    from segmentbook.core import files

    params = Clustering()
    view = pd.read_parquet(customers)
    scaling = Scaling.fit(view, FEATURES, params)
    points = fit.fit_points(view, scaling, params)
    best = choice.choose(indices.scan(points, params), params)
    segmentation = fit.segment(points, scaling, best.k, params)
    stability.of_segments(points, segmentation, params)
    comparison.compare(points, segmentation, params)
    files.write_json(segmentation.to_json(), model)


def assign(customers: Path, model: Path, out: Path) -> None:
    """Give every customer a segment, in the engine."""
    import json

    from segmentbook.clustering import assignment
    from segmentbook.clustering.model import Segmentation
    from segmentbook.core import engine

    segmentation = Segmentation.from_json(json.loads(model.read_text("utf-8")))
    names = {number: f"Segment {number}" for number in segmentation.numbers}
    seen = dict.fromkeys(FEATURES, (0.0, 1e9))
    table = engine.connect().read_parquet(customers)
    engine.write_parquet(assignment.assign(table, segmentation, names, seen), out)


if __name__ == "__main__":
    main(sys.argv[1])
