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
from segmentbook.features.score_columns import base_of, with_scores
from segmentbook.features.sets import SETS, described
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
        `customer`, the features of the study's set, the scores that segments are made from,
        `first_order` and `last_order` where they are known, and what `worth` names; by customer.

    Raises:
        UserError: If the params ask for a revenue that cannot be computed from the export.
    """
    params, feature_set = study.customers, SETS[study.customers.features]
    if isinstance(lines, NotApplicable):
        assert not isinstance(rows, NotApplicable)  # a study has the one or the other
        view = customer_features(rows, params.declared, reference)
        known = "monetary" in view.columns
        return _scored(with_monetary(view, view, params.monetary) if known else view, study)
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
    view = feature_set.order_lines(view, lines, reference, study)
    return _scored(view, study).order_by("customer")


def _scored(view: ir.Table, study: Study) -> ir.Table:
    """Add the scores that the study makes its segments from."""
    params = study.customers
    bases = {base_of(name) for name in params.use or () if base_of(name) != name}
    wanted = [feature for feature in described(study) if feature.name in bases]
    return with_scores(view, wanted, params.cuts) if wanted else view


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
