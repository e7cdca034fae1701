"""The params about how customers are grouped."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from segmentbook.params.base import Section, Share

AlgorithmName = Literal["k_means", "gaussian_mixture", "ward", "hdbscan"]
"""What finds the groups: `clustering.algorithms` says how, `pages.clustering.algorithm_names` what it
is called."""

CHOOSES_K: tuple[AlgorithmName, ...] = ("hdbscan",)
"""The algorithms that find the number of groups themselves: the params cannot ask for one."""


class Outliers(Section):
    """What becomes of customers far outside the rest, after the transform.

    `cap` moves them to the bound, `isolate` makes them a segment of their own. Bounds are percentiles
    (`percentile` and 100 less it) or Tukey's fences (`fence` interquartile ranges beyond the quartiles).
    """

    policy: Literal["keep", "cap", "isolate"] = "keep"
    """`keep` them, `cap` them at the bounds, or `isolate` them as a segment."""
    bounds: Literal["percentile", "iqr"] = "iqr"
    """How the bounds are found."""
    percentile: float = Field(default=1.0, gt=0, lt=50)
    """Lower bound as a percentile; the upper is 100 less it."""
    fence: float = Field(default=3.0, gt=0)
    """Interquartile ranges beyond the quartiles. Example: `1.5`"""


class Split(Section):
    """A segment that is grouped again into `k` parts.

    It is identified by its number in the report without the split, because names are given only
    after it, by what sets each segment, the parts among them, apart from the others.
    """

    segment: int = Field(ge=1)
    """Number of the segment without the split."""
    k: int = Field(ge=2, le=12)
    """Number of its parts."""

    @field_validator("segment", mode="before")
    @classmethod
    def _a_number(cls, segment: object) -> object:
        if isinstance(segment, str):
            raise ValueError(
                "the number that stands beside the name in the profile of the segments, in the report "
                "without the split: names are given only after it"
            )
        return segment


class Clustering(Section):
    """How customers are grouped.

    `k` is the number of groups; `auto` chooses it between `k_min` and `k_max`. The algorithms of
    `CHOOSES_K` find it themselves, groups of at least `minimum_share` of the customers, and their
    number must lie in the same range.
    """

    transform: Literal["none", "log1p", "yeo_johnson", "quantile"] = "log1p"
    """Transform of each feature before clustering."""
    scaler: Literal["standard", "robust", "min_max"] = "standard"
    """Scaler after the transform. Example: `robust`"""
    outliers: Outliers = Outliers()
    """What becomes of outliers."""
    algorithm: AlgorithmName = "k_means"
    """The clustering algorithm. Example: `ward`"""
    k: Annotated[int, Field(ge=2, le=12)] | Literal["auto"] = "auto"
    """Number of groups, or `auto`."""
    k_min: int = Field(default=2, ge=2)
    """Smallest number that is tried."""
    k_max: int = Field(default=10, le=20)
    """Largest number that is tried."""
    auto_from: int = Field(default=3, ge=2)
    """Smallest number that `auto` may choose, unless two groups are far apart. Example: `2`"""
    minimum_share: Share = 0.05
    """Smallest share of customers that a group may hold. Example: `0.03`"""
    minimum_stability: Share = 0.75
    """Least mean adjusted Rand index over resamples. Example: `0.8`"""
    copy_bound: Share = 0.95
    """Absolute correlation from which two features count as copies. Example: `0.9`"""
    split: Split | None = None
    """A segment to divide again."""
    fit_sample: int = Field(default=200_000, ge=1_000)
    """Customers that the model is fitted on at most. Example: `100000`"""
    seed: int = 42
    """Seed of every random choice. Example: `7`"""
    n_init: int = Field(default=10, ge=1)
    """Starts of K-means. Example: `20`"""
    reason: str | None = None
    """Why this number of groups, where `k` is fixed."""

    @model_validator(mode="after")
    def _consistent(self) -> Clustering:
        if not self.k_min <= self.auto_from <= self.k_max:
            raise ValueError("'auto_from' must lie between 'k_min' and 'k_max'")
        if self.k != "auto" and not self.k_min <= self.k <= self.k_max:
            raise ValueError("'k' must lie between 'k_min' and 'k_max'")
        if self.k != "auto" and self.reason is None:
            raise ValueError("a fixed 'k' needs a 'reason', which the report prints")
        if self.algorithm in CHOOSES_K and self.k != "auto":
            raise ValueError(f"{self.algorithm!r} finds the number of groups itself: leave out 'k'")
        if self.algorithm in CHOOSES_K and self.split is not None:
            raise ValueError(
                f"{self.algorithm!r} finds the number of groups itself, so it cannot 'split' a "
                "segment into a given number of parts"
            )
        if self.k != "auto" and self.split is not None and self.split.segment > self.k:
            raise ValueError("'split.segment' must not be above 'k'")
        return self
