"""The segments under other choices, and a month earlier: one refit for each variant.

Extreme order values are those more than 3.5 robust standard deviations above the median, on the
logarithmic scale: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.clustering.refit import refit, view_at
from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import SCORED, chosen, customer_view, described, worth
from segmentbook.features.score_columns import base_of
from segmentbook.features.scores import add_scores, scored_features
from segmentbook.params.study import Study

VariantName = Literal["scores", "values", "net", "gross", "large_orders", "wholesalers", "earlier"]
"""What is done otherwise: scores in place of values, or the reverse; net in place of gross revenue, or
the reverse; the largest orders left out; customers with extreme orders set apart; a month earlier."""

_NO_ROWS = NotApplicable(reason=mark("the export has order lines"))
_NO_LINES = NotApplicable(reason=mark("the export has no order lines"))

LARGE_SHARE = 0.01
EXTREME = 3.5
"""The share of orders that count as the largest, and from how many robust standard deviations on a
customer's mean order value is extreme."""


def variants(
    study: Study,
    lines: ir.Table | NotApplicable,
    taken_back: ir.Table | NotApplicable,
    view: pd.DataFrame,
    k: int,
    reference: date,
) -> dict[VariantName, pd.Series | NotApplicable]:
    """Return the group of each customer under each variant, see `refit.refit`.

    Args:
        study: The study.
        lines: Order lines.
        taken_back: See `cleaning.taken_back`.
        view: The customer view with the column `segment`.
        k: Number of groups, before any is split again and outliers are set apart.
        reference: The date that days are counted to.
    """
    views: dict[VariantName, pd.DataFrame | NotApplicable] = {
        _other_revenue(study): _with_other_revenue(study, lines, taken_back, view, reference),
        "large_orders": _without_large_orders(study, lines, taken_back, reference),
        "wholesalers": _without_extreme(view, study.sharing.minimum),
        "earlier": _a_month_earlier(study, lines, reference),
    }
    names, params = [feature.name for feature in chosen(study)], study.clustering
    other, found = _in_other_units(study, view, k)
    results: dict[VariantName, pd.Series | NotApplicable] = {other: found}
    for variant, one in views.items():
        results[variant] = (
            one
            if isinstance(one, NotApplicable)
            else refit(_from_zero(one), names, params, k, study.sharing.minimum)
        )
    return results


def _from_zero(view: pd.DataFrame) -> pd.DataFrame:
    """Raise net revenue below zero to zero: a logarithm needs it, and what it bought lies before."""
    if "monetary" not in view.columns:
        return view
    return view.assign(monetary=view["monetary"].astype(float).clip(lower=0))


def _in_other_units(
    study: Study, view: pd.DataFrame, k: int
) -> tuple[VariantName, pd.Series | NotApplicable]:
    """Group by scores in place of values; by values where the study groups by scores."""
    names, params = [feature.name for feature in chosen(study)], study.clustering
    if any(base_of(name) != name for name in names):
        if params.transform == "none":
            params = params.model_copy(update={"transform": "log1p"})
        there = [base_of(name) for name in names]
        return "values", refit(view, there, params, k, study.sharing.minimum)
    scored = [feature for feature in scored_features(described(study)) if feature.name in names]
    if not scored:
        return "scores", NotApplicable(reason=mark("no feature of the segments has a score"))
    made = add_scores(view, scored, study.customers.cuts)
    there = [f"{name}_score" if name in SCORED else name for name in names]
    if len(scored) == len(names):
        params = params.model_copy(update={"transform": "none"})
    return "scores", refit(made, there, params, k, study.sharing.minimum)


def _other_revenue(study: Study) -> VariantName:
    return "net" if study.customers.monetary.revenue == "gross" else "gross"


def _with_other_revenue(
    study: Study,
    lines: ir.Table | NotApplicable,
    taken_back: ir.Table | NotApplicable,
    view: pd.DataFrame,
    reference: date,
) -> pd.DataFrame | NotApplicable:
    if "monetary" not in {base_of(feature.name) for feature in chosen(study)}:
        return NotApplicable(reason=mark("the segments are not made from revenue"))
    if isinstance(lines, NotApplicable):
        return _NO_LINES
    if isinstance(taken_back, NotApplicable):
        return taken_back
    if study.customers.monetary.revenue == "matched":
        made = _with_matched(study, view, taken_back)
    else:
        monetary = study.customers.monetary.model_copy(update={"revenue": _other_revenue(study)})
        customers = study.customers.model_copy(update={"monetary": monetary})
        other = study.model_copy(update={"customers": customers})
        made = frame(customer_view(other, lines, _NO_ROWS, taken_back, reference))
    own = view.set_index("customer")["monetary"].astype(float)
    if np.allclose(made.set_index("customer")["monetary"].astype(float).reindex(own.index), own):
        return NotApplicable(reason=mark("the export has no cancellations"))
    return made


def _with_matched(study: Study, view: pd.DataFrame, taken_back: ir.Table) -> pd.DataFrame:
    """Add the money of the order lines that a cancellation took back in full to what was spent."""
    back = frame(taken_back.select("customer", "matched").order_by("customer"))
    money = view["customer"].map(back.set_index("customer")["matched"]).fillna(0.0)
    orders = view["frequency"] if study.customers.monetary.per == "order" else 1
    return view.assign(monetary=view["monetary"].astype(float) + money.astype(float) / orders)


def _without_large_orders(
    study: Study,
    lines: ir.Table | NotApplicable,
    taken_back: ir.Table | NotApplicable,
    reference: date,
) -> pd.DataFrame | NotApplicable:
    if isinstance(lines, NotApplicable):
        return _NO_LINES
    orders = lines.group_by("customer", "order").aggregate(total=lines.amount.sum().cast("float64"))
    totals = frame(orders.select("total"))["total"].to_numpy()
    if len(totals) * LARGE_SHARE < 1:
        return NotApplicable(reason=mark("the export has too few orders"))
    bound = float(np.quantile(totals, 1 - LARGE_SHARE, method="inverted_cdf"))
    large = orders.filter(orders.total > bound)
    kept = lines.anti_join(large, ["customer", "order"])
    return frame(customer_view(study, kept, _NO_ROWS, taken_back, reference))


def _without_extreme(view: pd.DataFrame, minimum: int) -> pd.DataFrame | NotApplicable:
    value = worth(view)
    if value is None or "frequency" not in view.columns:
        return NotApplicable(reason=mark("the export lacks revenue or orders"))
    known = (view[value].astype(float) > 0) & (view["frequency"] > 0)
    each = view[value].astype(float).where(known) / view["frequency"].where(known)
    size = pd.Series(np.log(each.to_numpy()), index=view.index)
    middle = size.median()
    spread = 1.4826 * (size - middle).abs().median()
    extreme = size > middle + EXTREME * spread
    if spread == 0 or extreme.sum() < minimum:
        return NotApplicable(reason=mark("too few customers have extreme orders"))
    apart: pd.DataFrame = view[~extreme]
    return apart


def _a_month_earlier(
    study: Study, lines: ir.Table | NotApplicable, reference: date
) -> pd.DataFrame | NotApplicable:
    if isinstance(lines, NotApplicable):
        return _NO_LINES
    day = (pd.Timestamp(reference) - pd.DateOffset(months=1)).date()
    return view_at(study, lines, day)
