"""Would customers be in the same segment had other choices been made, or a month earlier?

Each variant groups the customers again, and its groups are matched one to one with the segments so
that they share most customers. Extreme order values are those more than 3.5 robust standard
deviations above the median, on the logarithmic scale: Iglewicz and Hoaglin, How to Detect and Handle
Outliers (1993).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.clustering.refit import matched, refit, view_at
from segmentbook.core import privacy
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

LEVEL = 0.02
"""One-sided level of the limits by which a segment is called stable, for all segments together."""

BADGES = {mark("highly stable"): 0.85, mark("stable"): 0.75}
"""The names of a Jaccard similarity from this bound on, after Hennig (2007)."""

NOT_SHOWN, UNDATED, BY_BOUND = (
    mark("not shown to be stable"),
    mark("not tested over time"),
    mark("set apart by a bound"),
)


@dataclass(frozen=True)
class Sensitivity:
    """The segments against variants of themselves.

    Args:
        main: The segment of each customer, indexed by `customer`.
        labels: For each variant that the study can have the segment of each customer in it, indexed by
            `customer`, see `refit.matched`.
        reasons: For each that it cannot have, why.
    """

    main: pd.Series
    labels: Mapping[VariantName, pd.Series]
    reasons: Mapping[VariantName, NotApplicable]

    def changed(self, variant: VariantName) -> float:
        """Return the share of customers in another segment, of those whom both have."""
        own = self.main.reindex(self.labels[variant].index)
        return float((own != self.labels[variant]).mean())

    def rand_index(self, variant: VariantName) -> float:
        """Return the adjusted Rand index of both partitions (Hubert and Arabie, 1985)."""
        from sklearn.metrics import adjusted_rand_score

        labels = self.labels[variant]
        return float(adjusted_rand_score(self.main.reindex(labels.index), labels))

    def jaccard(self, variant: VariantName, segment: int) -> tuple[int, int]:
        """Return how many customers a segment has in both partitions, and in either."""
        labels = self.labels[variant]
        here, there = self.main.reindex(labels.index) == segment, labels == segment
        return int((here & there).sum()), int((here | there).sum())


def sensitivity(
    study: Study,
    lines: ir.Table | NotApplicable,
    taken_back: ir.Table | NotApplicable,
    view: pd.DataFrame,
    k: int,
    reference: date,
) -> Sensitivity:
    """Group the customers again under each variant.

    Args:
        study: The study.
        lines: Order lines.
        taken_back: See `cleaning.taken_back`.
        view: The customer view with the column `segment`.
        k: Number of groups, before any is split again and outliers are set apart.
        reference: The date that days are counted to.
    """
    main = view.set_index("customer")["segment"]
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
    return Sensitivity(
        main,
        {
            variant: matched(labels, main)
            for variant, labels in results.items()
            if not isinstance(labels, NotApplicable)
        },
        {
            variant: reason
            for variant, reason in results.items()
            if isinstance(reason, NotApplicable)
        },
    )


def table(found: Sensitivity, minimum: int = privacy.MINIMUM) -> pd.DataFrame:
    """Return the share of customers in another segment under each variant.

    Returns:
        `variant`, `customers` (those compared), `changed` (a share, or a bound where it stands for
        fewer than `minimum` customers) and `rand_index`; most changed first.
    """
    rows = [
        {
            "variant": variant,
            "customers": len(labels),
            "changed": privacy.share(found.changed(variant), len(labels), minimum),
            "rand_index": found.rand_index(variant),
            "order": found.changed(variant),
        }
        for variant, labels in found.labels.items()
    ]
    columns = ["variant", "customers", "changed", "rand_index", "order"]
    shown = pd.DataFrame(rows, columns=columns)
    shown = shown.sort_values("order", ascending=False, kind="stable", ignore_index=True)
    return shown.drop(columns="order")


def badges(found: Sensitivity, resampled: Mapping[int, float | None]) -> dict[int, str]:
    """Return the word for the stability of each segment, by its number.

    A segment is called stable where it is found again, at least to the bound of `BADGES`, in resamples
    of the customers and, at the lower confidence limit, under every variant, a month earlier among
    them: without that variant, nothing is said of time.

    Args:
        found: See `sensitivity`.
        resampled: See `stability.of_segments`.
    """
    level = LEVEL / len(resampled)
    words = {}
    for segment, value in resampled.items():
        if value is None:
            words[segment] = BY_BOUND
        elif "earlier" not in found.labels:
            words[segment] = UNDATED
        else:
            limits = [_lower(*found.jaccard(variant, segment), level) for variant in found.labels]
            worst = min(value, *limits)
            words[segment] = next(
                (word for word, bound in BADGES.items() if worst >= bound), NOT_SHOWN
            )
    return words


def metrics(
    found: Sensitivity, resampled: Mapping[int, float | None], minimum: int = privacy.MINIMUM
) -> dict[str, Any]:
    """Return the table as `sensitivity`, its first row, and `segment_stability`.

    Args:
        found: See `sensitivity`.
        resampled: See `stability.of_segments`.
        minimum: The least number of customers that may be shown.
    """
    rows = table(found, minimum).to_dict("records")
    words = badges(found, resampled)
    called = [word for word in words.values() if word in BADGES]
    return {
        "sensitivity": rows,
        "most_sensitive_share": rows[0]["changed"] if rows else None,
        "segment_stability": [
            {"segment": number, "jaccard": value, "badge": words[number]}
            for number, value in resampled.items()
        ],
        "stable_segments": len(called),
        "judged_segments": len(words),
        "sensitivity_large_share": LARGE_SHARE,
        "sensitivity_extreme": EXTREME,
    }


def by_units(found: Sensitivity, view: pd.DataFrame) -> pd.DataFrame | NotApplicable:
    """Compare the segments with those made from scores, or from values where they are made from scores.

    Args:
        found: See `sensitivity`.
        view: The customer view.

    Returns:
        `segment`, `customer_share`, `revenue_share`, `other_customer_share` and
        `other_revenue_share`, by revenue per customer, highest first.
    """
    other = next((name for name in ("scores", "values") if name in found.labels), None)
    value = worth(view)
    if other is None:
        return next(found.reasons[name] for name in ("scores", "values") if name in found.reasons)
    if value is None:
        return NotApplicable(reason=mark("the export has no revenue"))
    money = view.set_index("customer")[value].astype(float)
    rows = []
    for segment in sorted(found.main.unique()):
        row: dict[str, Any] = {"segment": int(segment)}
        for prefix, labels in (("", found.main), ("other_", found.labels[other])):  # type: ignore[index]
            own = labels.index[labels == segment]
            row[f"{prefix}customer_share"] = len(own) / len(labels)
            row[f"{prefix}revenue_share"] = float(money[own].sum() / money.sum())
        rows.append(row)
    made = pd.DataFrame(rows)
    each = made["revenue_share"] / made["customer_share"]
    return made.loc[each.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def _lower(both: int, either: int, level: float) -> float:
    """Return the exact lower limit of a share (Clopper and Pearson, 1934)."""
    from scipy.stats import beta

    return float(beta.ppf(level, both, either - both + 1)) if both else 0.0


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
    monetary = study.customers.monetary.model_copy(update={"revenue": _other_revenue(study)})
    customers = study.customers.model_copy(update={"monetary": monetary})
    other = study.model_copy(update={"customers": customers})
    made = frame(customer_view(other, lines, _NO_ROWS, taken_back, reference))
    own = view.set_index("customer")["monetary"].astype(float)
    if np.allclose(made.set_index("customer")["monetary"].astype(float).reindex(own.index), own):
        return NotApplicable(reason=mark("the export has no cancellations"))
    return made


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
    size = np.log(view[value].astype(float).where(known) / view["frequency"].where(known))
    middle = size.median()
    spread = 1.4826 * (size - middle).abs().median()
    extreme = size > middle + EXTREME * spread
    if spread == 0 or extreme.sum() < minimum:
        return NotApplicable(
            reason=mark("fewer than {number:count} customers have extreme orders"),
            values={"number": minimum},
        )
    return view[~extreme]


def _a_month_earlier(
    study: Study, lines: ir.Table | NotApplicable, reference: date
) -> pd.DataFrame | NotApplicable:
    if isinstance(lines, NotApplicable):
        return _NO_LINES
    day = (pd.Timestamp(reference) - pd.DateOffset(months=1)).date()
    return view_at(study, lines, day)
