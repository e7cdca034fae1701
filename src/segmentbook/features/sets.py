"""The feature sets, and which of their features a study has and uses."""

from __future__ import annotations

import dataclasses

from segmentbook.cleaning.rules import added_columns
from segmentbook.core.errors import UserError, nearest
from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.features.demographic import declared_features
from segmentbook.features.feature import Feature
from segmentbook.features.lrfmc import DISCOUNT, LENGTH
from segmentbook.features.rfm import rfm_features
from segmentbook.features.single_view import DEFAULT_USE, MONTH, SINGLE_VIEW
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.study import Study

SCORED = ("length", "recency", "frequency", "monetary", "discount_share")
"""The features that get scores."""

_COLUMN_OF = {"recency": "last_order", "amount": "amount", "discount": "discounts"}
"""Which key of `columns` gives what a feature needs, where the two have different names."""

_SAID = {
    "recency": mark("days since the last order"),
    "frequency": mark("number of orders, as the export says it"),
    "monetary": mark("money spent, as the export says it"),
}
"""The definitions at customer grain."""


def described(study: Study) -> tuple[Feature, ...]:
    """Return the features of the study's set that its export allows, in the order of the set.

    Their titles and definitions are in the language of the process.

    `rfm`: recency, frequency, monetary value. `lrfmc`: length before them, use of discounts after
    them. `single_view`: what order lines tell besides. `demographic`: what the params declare, then
    as much of LRFMC as the export tells.
    """
    known = _known(study)
    return tuple(feature for feature in _whole_set(study) if known.issuperset(feature.needs))


def chosen(study: Study) -> tuple[Feature, ...]:
    """Return the features that segments of this study are made from, in the order of the model.

    Raises:
        UserError: If the params name a feature that the set or the export does not have.
    """
    whole, there = _whole_set(study), {feature.name: feature for feature in described(study)}
    names = study.customers.use or _default(study, there)
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
    params = study.customers
    three = rfm_features(params.monetary)
    if isinstance(study.columns, CustomerColumns):
        _require_customer_set(study)
        three = tuple(dataclasses.replace(f, definition=_SAID.get(f.name, "")) for f in three)
    match params.features:
        case "rfm":
            return _in_words(*three)
        case "lrfmc":
            return _in_words(LENGTH, *three, DISCOUNT)
        case "demographic":
            return *_declared(study), *_in_words(LENGTH, *three, DISCOUNT)
        case "single_view":
            return _in_words(*three, *SINGLE_VIEW)


def _in_words(*features: Feature) -> tuple[Feature, ...]:
    """Return features of ours with title and definition in the language of the process."""
    return tuple(
        dataclasses.replace(
            feature,
            title=gettext(feature.title),
            definition=gettext(feature.definition, month=str(MONTH)),
        )
        for feature in features
    )


def _declared(study: Study) -> tuple[Feature, ...]:
    if not isinstance(study.columns, CustomerColumns):
        raise UserError(
            "the feature set 'demographic' needs one row for each customer",
            where="customers.features",
            expected="rfm, lrfmc or single_view, as the export has order lines",
        )
    return declared_features(study.customers.declared, study.columns.titles)


def _require_customer_set(study: Study) -> None:
    if study.customers.features == "single_view":
        raise UserError(
            "the feature set 'single_view' needs order lines",
            where="customers.features",
            expected="rfm, lrfmc or demographic, as the export has one row for each customer",
        )
    if study.customers.monetary.revenue != "gross":
        raise UserError(
            f"{study.customers.monetary.revenue!r} revenue needs order lines",
            where="customers.monetary.revenue",
            expected="gross: what the export says that a customer has spent",
        )


def _default(study: Study, there: dict[str, Feature]) -> list[str]:
    match study.customers.features:
        case "single_view":
            return [name for name in DEFAULT_USE if name in there]
        case "demographic":
            return [feature.name for feature in _declared(study)]
        case _:
            return [feature.name for feature in _whole_set(study)]


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
        f"{name} needs what the export does not tell: {', '.join(lacking)}",
        where="customers.use" if study.customers.use else "customers.features",
        expected=nearest(lacking[0], _known(study)),
        todo=f"map {' and '.join(f'columns.{key}' for key in keys)}, or leave the feature out.",
    )
