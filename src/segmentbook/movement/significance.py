"""Whether segments differ in a share or a mean: confidence intervals and tests, by scipy.

Interval of a share: Wilson, Probable inference (1927). Interval of a mean: percentile bootstrap, Efron,
Bootstrap methods (1979). Difference of two shares: Fisher's exact test (1922); of two means: Welch's
t-test (1947). Adjustment for many pairs: Holm, A simple sequentially rejective procedure (1979).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.privacy import MINIMUM, share

CONFIDENCE = 0.95
"""Level of the confidence intervals."""

ALPHA = 0.05
"""Two segments differ significantly where the adjusted p-value is below this."""

RESAMPLES = 999
_BATCH = 5_000_000  # values that the bootstrap holds at a time


def by_segment(after: pd.DataFrame, seed: int, minimum: int = MINIMUM) -> pd.DataFrame:
    """Return the repeat rate and the mean revenue of each segment with their confidence intervals.

    Args:
        after: `segment`, `again` (bool) and `revenue` of each customer, see
            `outcomes.outcomes_of_segments`.
        seed: Seed of the bootstrap.
        minimum: Segments of fewer customers are left out.

    Returns:
        For each other segment `segment`, `customers`, `again` (share), `again_low`, `again_high`,
        `revenue` (mean), `revenue_low` and `revenue_high`. A share that would reveal too few customers
        is a bound, see `privacy.share`, and has no interval.
    """
    rows = []
    for segment, members in after.groupby("segment"):
        if len(members) < minimum:
            continue
        again = share(members["again"].mean(), len(members), minimum)
        exact = not isinstance(again, dict)
        low, high = _wilson(int(members["again"].sum()), len(members)) if exact else (None, None)
        least, most = _bootstrap(members["revenue"].to_numpy(dtype=float), seed)
        rows.append(
            {
                "segment": segment,
                "customers": len(members),
                "again": again,
                "again_low": low,
                "again_high": high,
                "revenue": members["revenue"].mean(),
                "revenue_low": least,
                "revenue_high": most,
            }
        )
    columns = [
        "segment", "customers", "again", "again_low", "again_high",
        "revenue", "revenue_low", "revenue_high",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def pairs(after: pd.DataFrame, segments: list[int]) -> pd.DataFrame:
    """Test for every pair of segments whether they differ.

    Args:
        after: See `by_segment`.
        segments: The segments to compare.

    Returns:
        `one`, `other`, and the p-values `again` and `revenue`, adjusted by Holm over all pairs.
    """
    groups = {segment: after[after["segment"] == segment] for segment in segments}
    found = list(combinations(segments, 2))
    again = [_fisher(groups[a]["again"], groups[b]["again"]) for a, b in found]
    revenue = [_welch(groups[a]["revenue"], groups[b]["revenue"]) for a, b in found]
    return pd.DataFrame(
        {
            "one": [a for a, _ in found],
            "other": [b for _, b in found],
            "again": holm(again),
            "revenue": holm(revenue),
        }
    )


def holm(values: list[float]) -> NDArray[np.float64]:
    """Adjust p-values for their number, by Holm's step-down method.

    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(values, dtype=float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def _wilson(hits: int, number: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    interval = binomtest(hits, number).proportion_ci(CONFIDENCE, method="wilson")
    return float(interval.low), float(interval.high)


def _bootstrap(values: NDArray[np.float64], seed: int) -> tuple[float, float]:
    from scipy.stats import bootstrap

    if np.ptp(values) == 0:
        return float(values[0]), float(values[0])
    found = bootstrap(
        (values,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=max(1, _BATCH // len(values)),
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _fisher(one: pd.Series, other: pd.Series) -> float:
    from scipy.stats import fisher_exact

    counts = [[int(group.sum()), int((~group).sum())] for group in (one, other)]
    return float(fisher_exact(counts).pvalue)


def _welch(one: pd.Series, other: pd.Series) -> float:
    from scipy.stats import ttest_ind

    if np.ptp(one.to_numpy()) == 0 and np.ptp(other.to_numpy()) == 0:
        # Without any variance, means differ for certain or not at all.
        return float(one.iloc[0] == other.iloc[0])
    return float(ttest_ind(one, other, equal_var=False).pvalue)
