"""Would customers be in the same segment had other choices been made, or a month earlier?

Each variant groups the customers again, and its groups are matched one to one with the segments so
that they share most customers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.clustering.refit import matched
from segmentbook.clustering.variants import EXTREME, LARGE_SHARE, VariantName, variants
from segmentbook.core import privacy
from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.features import worth
from segmentbook.params.study import Study

LEVEL = 0.02
"""One-sided level of the limits by which a segment is called stable, for all segments together."""

BADGES = {claim("stable", "highly stable"): 0.85, claim("stable", "stable"): 0.75}
"""The names of a Jaccard similarity from this bound on, after Hennig (2007)."""

MARGIN = 0.1
"""Taken off the limit of each variant: between two draws of the same buyers the boundaries of segments
move, and with them the similarity, by a standard deviation of 0.065 at 2,000 customers, which one
refit does not show."""

NOT_SHOWN, UNDATED, BY_BOUND = (
    mark("test not passed"),
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
    view: pd.DataFrame | NotApplicable,
    k: int,
    reference: date,
) -> Sensitivity | NotApplicable:
    """Group the customers again under each variant, see `variants`.

    Args:
        study: The study.
        lines: Order lines.
        taken_back: See `cleaning.taken_back`.
        view: The customer view with the column `segment`; not applicable where nobody is segmented.
        k: Number of groups, before any is split again and outliers are set apart.
        reference: The date that days are counted to.
    """
    if isinstance(view, NotApplicable):
        return view
    main = view.set_index("customer")["segment"]
    labels: dict[VariantName, pd.Series] = {}
    reasons: dict[VariantName, NotApplicable] = {}
    for variant, found in variants(study, lines, taken_back, view, k, reference).items():
        if isinstance(found, NotApplicable):
            reasons[variant] = found
        else:
            labels[variant] = matched(found, main)
    return Sensitivity(main, labels, reasons)


@propagate_not_applicable
def table(found: Sensitivity, minimum: int = privacy.MINIMUM) -> pd.DataFrame:
    """Return `changes`, or why there are none."""
    return changes(found, minimum)


def changes(found: Sensitivity, minimum: int = privacy.MINIMUM) -> pd.DataFrame:
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
    of the customers and, at the lower confidence limit less `MARGIN`, under every variant, a month
    earlier among them: without that variant, nothing is said of time.

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
            limits = [
                _lower(*found.jaccard(variant, segment), level) - MARGIN for variant in found.labels
            ]
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
    rows = changes(found, minimum).to_dict("records")
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


@propagate_not_applicable
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
