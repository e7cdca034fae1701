"""The params about what is made of customers: groups, names, advice, explanations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from segmentbook.core.privacy import MINIMUM
from segmentbook.params.base import Section
from segmentbook.params.cleaning import Column

Share = Annotated[float, Field(ge=0, le=1)]


class Outliers(Section):
    """What becomes of customers far outside the rest, after the transform.

    `cap` moves them to the bound, `isolate` makes them a segment of their own. Bounds are percentiles
    (`percentile` and 100 less it) or Tukey's fences (`fence` interquartile ranges beyond the quartiles).
    """

    policy: Literal["keep", "cap", "isolate"] = "keep"
    bounds: Literal["percentile", "iqr"] = "iqr"
    percentile: float = Field(default=1.0, gt=0, lt=50)
    fence: float = Field(default=3.0, gt=0)


class Split(Section):
    """A segment that is grouped again into `k` parts.

    It is named by its number without the split. Names are no handle: they are given afterwards, by what
    sets each segment, the parts among them, apart from the others.
    """

    segment: int = Field(ge=1)
    k: int = Field(ge=2, le=12)

    @field_validator("segment", mode="before")
    @classmethod
    def _no_name(cls, segment: object) -> object:
        if isinstance(segment, str):
            raise ValueError(
                "the number that stands beside the name in the profile of the segments, in the report "
                "without the split: names are given only after it"
            )
        return segment


class Clustering(Section):
    """How customers are grouped.

    `hdbscan` finds k itself, groups of at least `minimum_share` of the customers; its number must lie
    between `k_min` and `k_max`. The other algorithms are told k.
    """

    transform: Literal["none", "log1p", "yeo_johnson", "quantile"] = "log1p"
    scaler: Literal["standard", "robust", "min_max"] = "standard"
    outliers: Outliers = Outliers()
    algorithm: Literal["k_means", "gaussian_mixture", "ward", "hdbscan"] = "k_means"
    k: Annotated[int, Field(ge=2, le=12)] | Literal["auto"] = "auto"
    k_min: int = Field(default=2, ge=2)
    k_max: int = Field(default=10, le=20)
    auto_from: int = Field(default=3, ge=2)
    minimum_share: Share = 0.05
    minimum_stability: Share = 0.75
    copy_bound: Share = 0.95
    split: Split | None = None
    fit_sample: int = Field(default=200_000, ge=1_000)
    seed: int = 42
    n_init: int = Field(default=10, ge=1)
    reason: str | None = None

    @model_validator(mode="after")
    def _range(self) -> Clustering:
        if not self.k_min <= self.auto_from <= self.k_max:
            raise ValueError("'auto_from' must lie between 'k_min' and 'k_max'")
        if self.k != "auto" and not self.k_min <= self.k <= self.k_max:
            raise ValueError("'k' must lie between 'k_min' and 'k_max'")
        if self.k != "auto" and self.reason is None:
            raise ValueError("a fixed 'k' needs a 'reason', which the report prints")
        if self.algorithm == "hdbscan" and self.k != "auto":
            raise ValueError("'hdbscan' finds the number of groups itself: leave out 'k'")
        if self.algorithm == "hdbscan" and self.split is not None:
            raise ValueError("'hdbscan' cannot be told into how many parts to 'split' a segment")
        if self.k != "auto" and self.split is not None and self.split.segment > self.k:
            raise ValueError("'split.segment' must not be above 'k'")
        return self


class Segments(Section):
    """How segments are named and advised.

    `roles` says what a column of the customer view is to the playbook: one of its features
    (`Income: income`), or what evidence is computed from (`NumWebVisitsMonth: web_visits`). A column
    plays the role of its own name unless told otherwise. Without a playbook, segments are described.
    """

    playbook: str | None = "rfm"
    roles: dict[str, str] = {}

    @field_validator("roles")
    @classmethod
    def _one_column_each(cls, roles: dict[str, str]) -> dict[str, str]:
        twice = sorted({role for role in roles.values() if list(roles.values()).count(role) > 1})
        if twice:
            raise ValueError(f"two columns play {twice[0]!r}; a role is for one column")
        return roles


class Response(Section):
    """The share of those contacted who answer with an order, as assumed."""

    low: Share
    middle: Share
    high: Share

    @model_validator(mode="after")
    def _rising(self) -> Response:
        if not self.low <= self.middle <= self.high:
            raise ValueError("'low', 'middle' and 'high' must rise")
        return self


class Economics(Section):
    """What the business assumes about the money behind an action.

    `margin` is the share of revenue that is left, `discount` the share of an order that a discount
    gives away, `contact_cost` the cost of reaching one customer, in the currency of the study.
    """

    margin: float = Field(gt=0, le=1)
    contact_cost: float = Field(ge=0)
    discount: Share = 0.0
    response: Response


class Sharing(Section):
    """What may leave in report and deck: no group of fewer than `minimum` customers."""

    minimum: int = Field(default=MINIMUM, ge=1, le=1_000)


class Explain(Section):
    """How segments are explained.

    `depth` is the largest number of questions in a rule; `scatter` names the two features of the
    scatter plot, the first and the last when it names none; `cut_date` is the first day that the
    look at what segments did later holds out, by default the first of the last quarter of the period.
    """

    depth: Annotated[int, Field(ge=1, le=5)] | Literal["auto"] = "auto"
    scatter: list[Column] = Field(default=[], max_length=2)
    cut_date: date | None = Field(default=None, strict=False)

    @field_validator("scatter")
    @classmethod
    def _two_or_none(cls, names: list[str]) -> list[str]:
        if len(names) == 1 or len(set(names)) < len(names):
            raise ValueError("the names of two different features, or none")
        return names
