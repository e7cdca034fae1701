"""Assignment as one expression, which the engine runs for any number of customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add, and_, or_
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Array, Scaling, Transform, box_cox, slopes

_ROUNDING = 1e-9


def assign(
    customers: ir.Table,
    segmentation: Segmentation,
    names: Mapping[int, str],
    seen: Mapping[str, tuple[float, float]],
) -> ir.Table:
    """Give each customer a segment.

    Args:
        customers: `customer` and the features that the segmentation uses, by name.
        segmentation: Transform, scaler and centroids.
        names: The name of each segment by its number.
        seen: For each feature the lowest and the highest value that the model was made from.

    Returns:
        `customer`, the features, `segment` and `name` (null where a feature has no value), and
        `outside_range`: whether a feature lies outside what the model has seen.
    """
    scaling = segmentation.scaling
    features = scaling.features
    numbers = {f"x{n}": customers[name].cast("float64") for n, name in enumerate(features)}
    table = customers.select("customer", *features, **numbers)
    moved = {
        f"m{n}": _transformed(table[f"x{n}"], transform)
        for n, transform in enumerate(scaling.transforms)
    }
    table = table.mutate(**moved)
    table = table.mutate(**_coordinates(table, scaling), outlier=_outlier(table, scaling))
    table = _with_segment(table, segmentation)
    beyond = [
        (table[f"x{n}"] < seen[name][0]) | (table[f"x{n}"] > seen[name][1])
        for n, name in enumerate(features)
    ]
    table = table.mutate(outside_range=reduce(or_, beyond))
    name = ibis.cases(*[(table.segment == number, text) for number, text in names.items()])
    return table.select("customer", *features, "segment", "outside_range", name=name).relocate(
        "name", after="segment"
    )


def _transformed(values: ir.FloatingValue, transform: Transform) -> ir.FloatingValue:
    if transform.kind == "log1p":
        # Below -1 there is no logarithm, and engines disagree on what it is.
        return (values > -1).ifelse((values + 1).ln(), None)
    if transform.kind == "yeo_johnson":
        low, high = ibis.least(values, 0.0), ibis.greatest(values, 0.0)
        positive = box_cox(high + 1, transform.exponent, _log)
        return (values >= 0).ifelse(positive, -box_cox(1 - low, 2 - transform.exponent, _log))
    if transform.knots is not None:
        return _between_knots(values, transform.knots)
    return values


def _log(values: ir.FloatingValue) -> ir.FloatingValue:
    return values.ln()


def _between_knots(values: ir.FloatingValue, knots: Array) -> ir.FloatingValue:
    places, _, at, above = (column.tolist() for column in knots.T)
    branches: list[tuple[Any, Any]] = [(values < places[0], at[0]), (values == places[0], at[0])]
    for left, slope in enumerate(slopes(knots).tolist()):
        line = above[left] + (values - places[left]) * slope
        branches += [(values < places[left + 1], line), (values == places[left + 1], at[left + 1])]
    return ibis.cases(*branches, (values > places[-1], at[-1]))


def _coordinates(table: ir.Table, scaling: Scaling) -> dict[str, ir.FloatingValue]:
    found = {}
    for n, (lowest, highest) in enumerate(scaling.bounds.tolist()):
        value = table[f"m{n}"]
        if scaling.capped:
            value = value.clip(_finite(lowest), _finite(highest))
        found[f"c{n}"] = (value - float(scaling.centre[n])) / float(scaling.scale[n])
    return found


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _outlier(table: ir.Table, scaling: Scaling) -> ir.BooleanValue:
    beyond: list[Any] = [ibis.literal(False)]
    if scaling.isolated:
        for n, (lowest, highest) in enumerate(scaling.bounds.tolist()):
            value = table[f"m{n}"]
            # Engines round powers differently: a customer at the bound must not fall beyond it.
            beyond += [value < lowest - _ROUNDING * abs(lowest)] if np.isfinite(lowest) else []
            beyond += [value > highest + _ROUNDING * abs(highest)] if np.isfinite(highest) else []
    return reduce(or_, beyond)


def _with_segment(table: ir.Table, segmentation: Segmentation) -> ir.Table:
    parts, left = segmentation.parts, list(segmentation.numbers)
    numbers: list[Any] = []
    for place in range(len(segmentation.centroids)):
        if parts is not None and place == parts.group:
            inner = [left.pop(0) for _ in parts.centroids]
            table = _with_nearest(table, parts.centroids, inner, "part")
            numbers.append(table.part)
        else:
            numbers.append(left.pop(0))
    table = _with_nearest(table, segmentation.centroids, numbers, "segment")
    known = reduce(and_, [table[f"c{n}"].notnull() for n in range(len(segmentation.centroids[0]))])
    segment = table.segment
    if segmentation.isolated is not None:
        segment = table.outlier.ifelse(segmentation.isolated, segment)
    return table.mutate(segment=known.ifelse(segment, None).cast("int64"))


def _with_nearest(table: ir.Table, centroids: Array, numbers: Sequence[Any], to: str) -> ir.Table:
    """Add the number of the first centroid with the smallest squared distance."""
    squares = [
        [(table[f"c{n}"] - value) * (table[f"c{n}"] - value) for n, value in enumerate(centre)]
        for centre in centroids.tolist()
    ]
    # Columns of their own: as parts of one formula they would be written out again and again.
    far = {f"{to}_{n}": reduce(add, terms) for n, terms in enumerate(squares)}
    table = table.mutate(**far)
    table = table.mutate(**{f"{to}_least": ibis.least(*(table[name] for name in far))})
    least = table[f"{to}_least"]
    branches = [(table[name] == least, n) for name, n in zip(far, numbers, strict=True)]
    return table.mutate(**{to: ibis.cases(*branches)})
