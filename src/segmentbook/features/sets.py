"""The feature sets, and which of their features a study has and uses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from segmentbook.cleaning.rules import added_columns
from segmentbook.core.errors import UserError, nearest
from segmentbook.core.message import mark
from segmentbook.features.demographic import declared_features
from segmentbook.features.feature import Feature
from segmentbook.features.lrfmc import DISCOUNT, LENGTH, with_lrfmc
from segmentbook.features.rfm import rfm_features
from segmentbook.features.score_columns import SCORED, score_features
from segmentbook.features.single_view import DEFAULT_USE, SINGLE_VIEW, with_single_view
from segmentbook.params.customers import CustomerColumns, FeatureSetName
from segmentbook.params.study import Study

_COLUMN_OF = {"recency": "last_order", "amount": "amount", "discount": "discounts"}
"""Which key of `columns` gives what a feature needs, where the two have different names."""

_AT_CUSTOMER_GRAIN = {
    "recency": mark("days since the last order"),
    "frequency": mark("number of orders, as the export states it"),
    "monetary": mark("money spent, as the export states it"),
}
"""The definitions of recency, frequency and monetary value where the export has them as columns."""

_Three = tuple[Feature, ...]


@dataclass(frozen=True)
class FeatureSet:
    """A feature set: its features, and what computes them.

    Args:
        features: Returns all its features, given recency, frequency and monetary value as the study
            defines them, and what the study declares.
        order_lines: Adds its columns to a view of recency, frequency and monetary value, given order
            lines, the reference date and the study; None where it cannot be had from order lines.
        customer_rows: Whether it can be had from an export with one row for each customer.
        used: Which of its features enter the clustering unless the params name others, given the
            features that the study has and what it declares; None for all.
    """

    features: Callable[[_Three, _Three], tuple[Feature, ...]]
    order_lines: Callable[[ir.Table, ir.Table, date, Study], ir.Table] | None
    customer_rows: bool
    used: Callable[[set[str], _Three], list[str]] | None = None


SETS: dict[FeatureSetName, FeatureSet] = {
    "rfm": FeatureSet(
        features=lambda three, _: three,
        order_lines=lambda view, *_: view,
        customer_rows=True,
    ),
    "lrfmc": FeatureSet(
        features=lambda three, _: (LENGTH, *three, DISCOUNT),
        order_lines=lambda view, lines, reference, _: with_lrfmc(view, lines, reference),
        customer_rows=True,
    ),
    "single_view": FeatureSet(
        features=lambda three, _: (*three, *SINGLE_VIEW),
        order_lines=lambda view, lines, reference, study: with_single_view(
            view, lines, reference, study.customers.online
        ),
        customer_rows=False,
        used=lambda there, _: [name for name in DEFAULT_USE if name in there],
    ),
    "demographic": FeatureSet(
        features=lambda three, declared: (*declared, LENGTH, *three, DISCOUNT),
        order_lines=None,
        customer_rows=True,
        used=lambda _, declared: [feature.name for feature in declared],
    ),
}
"""The sets by the names of `params.customers.FeatureSetName`.

`rfm`: recency, frequency, monetary value. `lrfmc`: length before them, use of discounts after them.
`single_view`: whatever else order lines allow. `demographic`: what the params declare, then as much of
LRFMC as the export has.
"""


def described(study: Study) -> tuple[Feature, ...]:
    """Return the features of the study's set that its export allows, in the order of the set.

    Raises:
        UserError: If the set cannot be computed from an export of this grain.
    """
    known = _known(study)
    return tuple(feature for feature in _whole_set(study) if known.issuperset(feature.needs))


def chosen(study: Study) -> tuple[Feature, ...]:
    """Return the features that segments of this study are made from, in the order of the model.

    Besides those of the set these may be scores, by name: `recency_score`.

    Raises:
        UserError: If the params name a feature that the set or the export does not have, or the set
            cannot be computed from an export of this grain.
    """
    possible = described(study)
    whole = _whole_set(study)
    there = {feature.name: feature for feature in (*possible, *score_features(possible))}
    names = study.customers.use or _default(study, whole, {feature.name for feature in possible})
    for name in names:
        if name not in there:
            raise _unknown(name, whole, there, study)
    scored = [name for name in SCORED if name in there]
    for name in study.customers.cuts:
        if name not in scored:
            raise UserError(
                f"there is no score of {name!r}",
                where="customers.cuts",
                expected=nearest(name, scored),
                todo="cut a feature that has a score.",
            )
    if len(names) < 2:
        raise UserError(
            f"the feature set {study.customers.features!r} has {len(names)} features here",
            where="customers.features",
            expected="two features or more",
            todo="declare more of them under customers.declared, or choose another set.",
        )
    return tuple(there[name] for name in names)


def _whole_set(study: Study) -> tuple[Feature, ...]:
    _require_grain(study)
    three = rfm_features(study.customers.monetary)
    if isinstance(study.columns, CustomerColumns):
        three = tuple(
            dataclasses.replace(feature, definition=_AT_CUSTOMER_GRAIN[feature.name])
            for feature in three
        )
    return SETS[study.customers.features].features(three, _declared(study))


def _declared(study: Study) -> tuple[Feature, ...]:
    if not isinstance(study.columns, CustomerColumns):
        return ()
    return declared_features(study.customers.declared, study.columns.titles)


def _require_grain(study: Study) -> None:
    """Refuse a set or a revenue that cannot be computed from an export of this grain."""
    name, by_customer = study.customers.features, isinstance(study.columns, CustomerColumns)
    possible = [
        other
        for other, one in SETS.items()
        if (one.customer_rows if by_customer else one.order_lines is not None)
    ]
    if name not in possible:
        needed, has = "order lines", "one row for each customer"
        if not by_customer:
            needed, has = has, needed
        raise UserError(
            f"the feature set {name!r} needs {needed}",
            where="customers.features",
            expected=f"{', '.join(possible[:-1])} or {possible[-1]}, as the export has {has}",
        )
    if by_customer and study.customers.monetary.revenue == "net":
        raise UserError(
            f"{study.customers.monetary.revenue!r} revenue needs order lines",
            where="customers.monetary.revenue",
            expected="matched or gross: the money spent that the export states",
        )


def _default(study: Study, whole: tuple[Feature, ...], there: set[str]) -> list[str]:
    used = SETS[study.customers.features].used
    if used is None:
        return [feature.name for feature in whole]
    return used(there, _declared(study))


def _known(study: Study) -> set[str]:
    """Return the canonical columns that a study has after cleaning."""
    made = added_columns(study.cleaning)
    columns = study.columns
    if isinstance(columns, CustomerColumns):
        parts = {part for parts in columns.sums.values() if len(parts) > 1 for part in parts}
        known = {
            *columns.dates,
            *columns.sums,
            *parts,
            *columns.numbers,
            *columns.categories,
            *made,
        }
        known |= {"first_order"} if "joined" in known else set()
        known |= {"recency"} if "last_order" in known else set()
        return known | ({"discount"} if "discount_orders" in known else set())
    known = {name for name, column in columns.model_dump().items() if column}
    known |= {"discount"} if columns.discounts else set()
    return known | made | {"recency", "orders", "amount", "first_order"}


def _unknown(
    name: str, whole: tuple[Feature, ...], there: dict[str, Feature], study: Study
) -> UserError:
    feature = next((one for one in whole if one.name == name), None)
    if feature is None:
        return UserError(
            f"the feature set {study.customers.features!r} has no {name!r}",
            where="customers.use",
            expected=nearest(name, there),
            todo="name features of the set, or choose another by customers.features.",
        )
    lacking = [need for need in feature.needs if need not in _known(study)]
    keys = [_COLUMN_OF.get(need, need) for need in lacking]
    return UserError(
        f"{name} needs what the export does not have: {', '.join(lacking)}",
        where="customers.use" if study.customers.use else "customers.features",
        expected=nearest(lacking[0], _known(study)),
        todo=f"map {' and '.join(f'columns.{key}' for key in keys)}, or leave the feature out.",
    )
