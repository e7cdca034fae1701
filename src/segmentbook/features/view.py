"""The customer view of a study: one row per customer, whatever the grain of its export."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features.demographic import customer_features
from segmentbook.features.feature import Feature
from segmentbook.features.rfm import rfm, with_monetary
from segmentbook.features.sets import SETS
from segmentbook.params.study import Study


def customer_view(
    study: Study,
    lines: ir.Table | NotApplicable,
    rows: ir.Table | NotApplicable,
    taken_back: ir.Table | NotApplicable,
    reference: date,
) -> ir.Table:
    """Return the customer view, as one expression.

    Args:
        study: The study.
        lines: Order lines.
        rows: What cleaning left of an export with one row for each customer.
        taken_back: What cancellations took back from each customer, see `cleaning.taken_back`.
        reference: The date that days are counted to.

    Returns:
        `customer`, the features of the study's set, `first_order` and `last_order` where they are
        known, and what `worth` names; by customer.

    Raises:
        UserError: If the params ask for a revenue that cannot be computed from the export.
    """
    params, feature_set = study.customers, SETS[study.customers.features]
    if isinstance(lines, NotApplicable):
        assert not isinstance(rows, NotApplicable)  # a study has the one or the other
        view = customer_features(rows, params.declared, reference)
        return with_monetary(view, view, params.monetary) if "monetary" in view.columns else view
    if params.monetary.revenue == "net" and isinstance(taken_back, NotApplicable):
        raise UserError(
            f"there is no {params.monetary.revenue!r} revenue: {taken_back.reason}",
            where="customers.monetary.revenue",
            expected="matched or gross",
        )
    view = rfm(lines, reference)
    if params.monetary.revenue == "net" or params.monetary.per != "total":
        view = with_monetary(view, taken_back, params.monetary)
    assert feature_set.order_lines is not None  # as `sets.described` makes sure
    return feature_set.order_lines(view, lines, reference, study).order_by("customer")


def worth(view: pd.DataFrame) -> str | None:
    """Return the column of what a customer has spent altogether, or None.

    That is `monetary`, or `revenue` where monetary value is per order; an export with one row for
    each customer may lack it.
    """
    return next((name for name in ("revenue", "monetary") if name in view.columns), None)


def require_complete(view: pd.DataFrame, features: tuple[Feature, ...]) -> None:
    """Refuse a view that has a customer twice, or a feature without a value.

    Raises:
        UserError: With the number of customers.
    """
    twice = len(view) - view["customer"].nunique()
    if twice:
        raise UserError(
            f"{twice:,} rows repeat a customer",
            where="columns.customer",
            expected="one row for each customer",
            todo="add 'rule: drop_duplicates' to cleaning, or correct columns.grain.",
        )
    for feature in features:
        gaps = int(view[feature.name].isna().sum())
        if gaps:
            raise UserError(
                f"{gaps:,} customers have no {feature.name}",
                where="customers.features",
                expected="a value for every customer, as a point needs all of its coordinates",
                todo="add a rule to cleaning that drops or fills them: 'drop_missing' or 'fill'.",
            )
