"""Whether segments differ in a share or a mean: confidence intervals and tests, by scipy.

Interval of a share: Wilson, Probable inference (1927). Interval of a mean: percentile bootstrap, Efron,
Bootstrap methods (1979). Difference of two shares: Fisher's exact test (1922); of two means: Welch's
t-test (1947) and the rank test of Mann and Whitney (1947), whichever is less sure: a few large
customers upset the one, and the other does not compare means. Adjustment for many pairs: Holm, A
simple sequentially rejective procedure (1979).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.comparisons import holm
from segmentbook.core.privacy import MINIMUM, share

CONFIDENCE = 0.95
"""Level of the confidence intervals."""

ALPHA = 0.02
"""Two segments differ significantly where the adjusted p-value is below this."""

RESAMPLES = 999
_BATCH = 5_000_000  # values that the bootstrap holds at a time


def repeated(after: pd.DataFrame, minimum: int = MINIMUM) -> pd.DataFrame:
    """Return the repeat rate and the mean revenue of each segment.

    Args:
        after: See `by_segment`.
        minimum: Segments of fewer customers are left out.

    Returns:
        For each other segment `segment`, `customers`, `again` (share, or a bound) and `revenue` (mean).
    """
    grouped = after.groupby("segment").agg(
        customers=("again", "size"), again=("again", "mean"), revenue=("revenue", "mean")
    )
    table = grouped[grouped["customers"] >= minimum].reset_index()
    shares = zip(table["again"], table["customers"], strict=True)
    return table.assign(
        again=pd.Series([share(*one, minimum) for one in shares], table.index, dtype=object)
    )


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
    table = repeated(after, minimum)
    members = dict(iter(after.groupby("segment")))
    shares, means = [], []
    for row in table.to_dict("records"):
        own = members[row["segment"]]
        exact = not isinstance(row["again"], dict)
        shares.append(_wilson(int(own["again"].sum()), len(own)) if exact else (None, None))
        means.append(_bootstrap(own["revenue"].to_numpy(dtype=float), seed))
    for name, ends in (("again", shares), ("revenue", means)):
        for place, end in enumerate(("low", "high")):
            table[f"{name}_{end}"] = [one[place] for one in ends]
    columns = [
        "segment", "customers", "again", "again_low", "again_high",
        "revenue", "revenue_low", "revenue_high",
    ]  # fmt: skip
    return table[columns]


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
    revenue = [_money(groups[a]["revenue"], groups[b]["revenue"]) for a, b in found]
    return pd.DataFrame(
        {
            "one": [a for a, _ in found],
            "other": [b for _, b in found],
            "again": holm(again),
            "revenue": holm(revenue),
        }
    )


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


def _money(one: pd.Series, other: pd.Series) -> float:
    """Return the larger p-value of Welch and of Mann and Whitney, 1 where they point apart."""
    from scipy.stats import mannwhitneyu, ttest_ind

    if np.ptp(one.to_numpy()) == 0 and np.ptp(other.to_numpy()) == 0:
        # Without any variance, means differ for certain or not at all.
        return float(one.iloc[0] == other.iloc[0])
    ranks = mannwhitneyu(one, other, method="asymptotic")
    if (ranks.statistic - len(one) * len(other) / 2) * (one.mean() - other.mean()) < 0:
        return 1.0
    return max(float(ttest_ind(one, other, equal_var=False).pvalue), float(ranks.pvalue))
