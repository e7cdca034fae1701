"""How features become coordinates: a transform, bounds for outliers, and a scaler, as plain numbers.

Yeo-Johnson: Yeo and Johnson, A new family of power transformations (2000). Fences: Tukey, Exploratory
Data Analysis (1977). Scikit-learn estimates exponents and quantiles; the numbers are kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.errors import UserError
from segmentbook.core.privacy import MINIMUM
from segmentbook.params.clustering import Clustering, Outliers

Array = NDArray[np.float64]

_Values = TypeVar("_Values", bound=Any)

Kind = Literal["none", "log1p", "yeo_johnson", "quantile"]

KNOTS = 100
"""A quantile transform is a line through at most this many quantiles."""

_NO_POWER = 1e-12
"""Exponents nearer to 0 than this are the logarithm."""


@dataclass(frozen=True)
class Transform:
    """An increasing function of one feature.

    Args:
        kind: `none`; `log1p`, the natural logarithm of 1 + x; `yeo_johnson`; or `quantile`, the share
            of customers below x, from 0 to 1.
        exponent: Lambda of `yeo_johnson`.
        knots: For `quantile`, shape (knots, 4), by value: the value, and the level just below it, at
            it and just above it. Levels in between are on a straight line. Below the first value
            and above the last the level is that at the value.
    """

    kind: Kind
    exponent: float = 1.0
    knots: Array | None = None

    @classmethod
    def fit(cls, values: Array, kind: Kind, seed: int) -> Transform:
        """Learn the numbers of a transform from the values of one feature, shape (customers,)."""
        from sklearn.preprocessing import PowerTransformer, QuantileTransformer

        column = values.reshape(-1, 1)
        if kind == "yeo_johnson" and np.ptp(values) > 0:
            [exponent] = PowerTransformer(standardize=False).fit(column).lambdas_
            return cls(kind, exponent=float(exponent))
        if kind == "quantile":
            fitted = QuantileTransformer(
                n_quantiles=min(KNOTS, len(values)), subsample=None, random_state=seed
            ).fit(column)
            return cls(kind, knots=_knots(fitted.quantiles_[:, 0], fitted.references_))
        return cls(kind)

    def __call__(self, values: Array) -> Array:
        """Return the transformed values, shape (customers,)."""
        if self.kind == "log1p":
            return np.log1p(values)
        if self.kind == "yeo_johnson":
            return _yeo_johnson(values, self.exponent)
        if self.knots is not None:
            return _between_knots(values, self.knots)
        return values

    def to_json(self) -> dict[str, Any]:
        """Return `kind`, with `exponent` or `knots` where the kind has them."""
        if self.kind == "yeo_johnson":
            return {"kind": self.kind, "exponent": self.exponent}
        if self.knots is not None:
            return {"kind": self.kind, "knots": self.knots.tolist()}
        return {"kind": self.kind}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Transform:
        """Return the transform that `to_json` has written."""
        knots = np.asarray(data["knots"]) if "knots" in data else None
        return cls(data["kind"], data.get("exponent", 1.0), knots)


@dataclass(frozen=True)
class Scaling:
    """How features become coordinates: transform, then cap, then subtract and divide.

    Args:
        features: Names, in the order of the columns.
        transforms: One for each feature.
        bounds: Shape (features, 2): lowest and highest transformed value that is no outlier; infinite
            where nothing is.
        capped: Whether what is beyond a bound is moved to it.
        isolated: Whether customers with an outlier in any feature are a segment of their own.
        centre: Of each transformed feature the mean, median or minimum, shape (features,).
        scale: Of each transformed feature the standard deviation (n in the denominator), the
            interquartile range or the range; 1 where it is constant.
    """

    features: tuple[str, ...]
    transforms: tuple[Transform, ...]
    bounds: Array
    capped: bool
    isolated: bool
    centre: Array
    scale: Array

    @classmethod
    def fit(
        cls,
        view: pd.DataFrame,
        features: Sequence[str],
        params: Clustering,
        minimum: int = MINIMUM,
    ) -> Scaling:
        """Learn transform, bounds and scaler from the customers.

        With `isolate`, the scaler is learnt from customers within the bounds. Fewer than
        `minimum` outliers make no segment: they stay where they are. Nor do the few customers who
        differ from all others in a feature: it is taken as constant, else no other feature would
        weigh anything beside it.

        Args:
            view: The customer view.
            features: The columns that enter.
            params: Transform, scaler and policy for outliers.
            minimum: The least number of customers that may be shown as a group.

        Raises:
            UserError: If a feature lacks values or has no logarithm, or all customers are isolated.
        """
        # Sums of the same numbers in another order differ in the last digit.
        rows = _values(view, features)
        values = rows[np.lexsort(rows.T)]
        if params.transform == "log1p":
            _require_logarithms(values, features)
        transforms = tuple(
            Transform.fit(column, params.transform, params.seed) for column in values.T
        )
        moved = _transformed(values, transforms)
        bounds = _bounds(moved, params.outliers)
        outside = _outside(moved, bounds)
        isolated = params.outliers.policy == "isolate" and outside.sum() >= minimum
        if isolated and outside.all():
            raise UserError(
                f"all {len(outside)} customers lie outside the bounds for outliers",
                where="clustering.outliers.fence",
                expected=f"a number above {params.outliers.fence}, so that some lie within",
                todo="raise it, or keep outliers with clustering.outliers.policy: keep.",
            )
        capped = params.outliers.policy == "cap"
        if not (capped or isolated):
            bounds = np.tile([-np.inf, np.inf], (len(features), 1))
        if not isolated:
            alike = _nearly_constant(moved, minimum)
            bounds[alike] = np.median(moved[:, alike], axis=0)[:, np.newaxis]
            capped = capped or bool(alike.any())
        within = moved[~outside] if isolated else np.clip(moved, bounds[:, 0], bounds[:, 1])
        centre, scale = _centre_and_scale(within, params.scaler)
        return cls(tuple(features), transforms, bounds, capped, bool(isolated), centre, scale)

    def coordinates(self, view: pd.DataFrame) -> Array:
        """Return the customers as points, shape (customers, features)."""
        moved = _transformed(_values(view, self.features), self.transforms)
        if self.capped:
            moved = np.clip(moved, self.bounds[:, 0], self.bounds[:, 1])
        return np.asarray((moved - self.centre) / self.scale)

    def outside(self, view: pd.DataFrame) -> NDArray[np.bool_]:
        """Return who has an outlier in any feature, shape (customers,)."""
        return _outside(_transformed(_values(view, self.features), self.transforms), self.bounds)


def _values(view: pd.DataFrame, features: Sequence[str]) -> Array:
    values = view[list(features)].to_numpy(dtype="float64")
    missing = (~np.isfinite(values)).sum(axis=0)
    for feature, count in zip(features, missing, strict=True):
        if count:
            raise UserError(
                f"{feature} has no value for {count:,} of {len(values):,} customers",
                where="customers",
                expected="a number for every customer in each feature that segments are made from",
                todo="leave the feature out of the clustering, or drop these customers by a "
                "cleaning rule.",
            )
    return np.asarray(values)


def _require_logarithms(values: Array, features: Sequence[str]) -> None:
    for feature, value in zip(features, values.min(axis=0), strict=True):
        if value <= -1:
            raise UserError(
                f"{feature} is {value:,.2f} for a customer, which has no logarithm",
                where="clustering.transform",
                expected="features above -1",
                todo="drop cancelled and negative lines by cleaning rules, or set it to "
                "'yeo_johnson' or 'none'.",
            )


def _transformed(values: Array, transforms: Sequence[Transform]) -> Array:
    columns = [transform(column) for transform, column in zip(transforms, values.T, strict=True)]
    return np.column_stack(columns)


def _bounds(moved: Array, outliers: Outliers) -> Array:
    if outliers.bounds == "percentile":
        ends = [outliers.percentile, 100 - outliers.percentile]
        return np.asarray(np.percentile(moved, ends, axis=0).T)
    q1, q3 = np.percentile(moved, [25, 75], axis=0)
    reach = outliers.fence * (q3 - q1)
    return np.column_stack([q1 - reach, q3 + reach])


def _nearly_constant(moved: Array, minimum: int) -> NDArray[np.bool_]:
    """Say of which features all customers but too few for a group have the same value."""
    if len(moved) < 2 * minimum:  # too few for two groups, whatever they are made from
        return np.zeros(moved.shape[1], dtype=bool)
    differing = (moved != np.median(moved, axis=0)).sum(axis=0)
    return np.asarray((differing > 0) & (differing < minimum))


def _outside(moved: Array, bounds: Array) -> NDArray[np.bool_]:
    return np.asarray(((moved < bounds[:, 0]) | (moved > bounds[:, 1])).any(axis=1))


def _centre_and_scale(values: Array, scaler: str) -> tuple[Array, Array]:
    if scaler == "standard":
        centre, scale = values.mean(axis=0), values.std(axis=0)
    elif scaler == "robust":
        q1, centre, q3 = np.percentile(values, [25, 50, 75], axis=0)
        scale = q3 - q1
    else:
        centre = values.min(axis=0)
        scale = values.max(axis=0) - centre
    # A feature of which half the customers share one value has no interquartile range.
    scale = np.where(scale > 0, scale, np.ptp(values, axis=0))
    return centre, np.where(scale > 0, scale, 1.0)


def _yeo_johnson(values: Array, exponent: float) -> Array:
    result = np.empty_like(values)
    positive = values >= 0
    result[positive] = box_cox(values[positive] + 1, exponent, np.log)
    result[~positive] = -box_cox(1 - values[~positive], 2 - exponent, np.log)
    return result


def box_cox(values: _Values, exponent: float, log: Callable[[_Values], _Values]) -> _Values:
    """Return (values^exponent - 1) / exponent, or the logarithm where the exponent is 0.

    Args:
        values: Positive numbers: an array, or an expression of the engine.
        exponent: The power.
        log: The natural logarithm of such values.
    """
    if abs(exponent) < _NO_POWER:
        return log(values)
    power: _Values = (values**exponent - 1) / exponent
    return power


def _knots(quantiles: Array, levels: Array) -> Array:
    """Merge equal quantiles, as scikit-learn's transform treats them."""
    values, first, count = np.unique(quantiles, return_index=True, return_counts=True)
    below, above = levels[first], levels[first + count - 1]
    at = (below + above) / 2
    at[0], at[-1] = 0.0, 1.0
    return np.column_stack([values, below, at, above])


def slopes(knots: Array) -> Array:
    """Return the slope of the line from each knot to the next, shape (knots - 1,)."""
    places, below, _, above = knots.T
    return np.asarray((below[1:] - above[:-1]) / np.diff(places))


def _between_knots(values: Array, knots: Array) -> Array:
    places, _, at, above = knots.T
    left = np.clip(np.searchsorted(places, values, side="right") - 1, 0, len(places) - 1)
    result = above[left] + (values - places[left]) * np.append(slopes(knots), 0.0)[left]
    at_knot = (values == places[left]) | (values < places[0]) | (values > places[-1])
    return np.asarray(np.where(at_knot, at[left], result))
