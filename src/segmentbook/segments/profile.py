"""What a segment is like: size, value, features, and standing among all customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from segmentbook.core.errors import UserError
from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.features import Feature, worth

NEWCOMER_DAYS = 90
"""A newcomer's first order lies at most this many days before the reference date."""


OF_CUSTOMERS = ("newcomer_share", "one_order_share")
"""The numbers that are shares of a segment's customers: of a small segment, few of them."""


def columns(features: Sequence[Feature]) -> list[str]:
    """Return the names of the numbers that describe a segment, see `profile`."""
    kinds = ("mean", "median", "standing")
    return [*_OWN, *(f"{feature.name}_{kind}" for feature in features for kind in kinds)]


_OWN = (
    "segment",
    "customers",
    "customer_share",
    "revenue",
    "revenue_share",
    "revenue_per_customer",
    "newcomer_share",
    "one_order_share",
)


def shown_columns(features: Sequence[Feature]) -> dict[str, tuple[str, str]]:
    """Return the columns of a profile worth showing, with their titles and formats."""
    shown = {"name": (mark("Segment"), "text"), "segment": (mark("Number"), "count")}
    shown |= {"customers": (mark("Customers"), "count")}
    shown |= {"revenue": (mark("Revenue"), "money")}
    for kind, head in (("mean", mark("Mean {feature}")), ("median", mark("Median {feature}"))):
        for feature in features:
            title = gettext(head, feature=feature.title)
            unit = f", {gettext(feature.unit)}" if feature.unit not in ("", "money") else ""
            shown[f"{feature.name}_{kind}"] = (f"{title}{unit}", feature.kind)
    return shown


def standings(view: pd.DataFrame, features: Sequence[Feature]) -> pd.DataFrame:
    """Return each customer's standing in each feature: the share of customers who do no better.

    Ties share their mean rank, so a standing depends on values alone. 1 is best: for recency that is
    the latest order.

    Args:
        view: The customer view.
        features: Its features.

    Returns:
        One column per feature, values in (0, 1], indexed like the view.
    """
    return pd.DataFrame(
        {
            feature.name: view[feature.name].rank(pct=True, ascending=feature.better != "low")
            for feature in features
        }
    )


def require_enough(profiles: pd.DataFrame, minimum: int) -> None:
    """Refuse segments of so few customers that a report about them would tell of single ones.

    Args:
        profiles: See `profile`.
        minimum: The least number of customers that may be shown.

    Raises:
        UserError: For the smallest segment, if it has fewer.
    """
    smallest = profiles.loc[profiles["customers"].idxmin()]
    if smallest["customers"] < minimum:
        raise UserError(
            f"segment {smallest['segment']:.0f} has {smallest['customers']:.0f} of "
            f"{profiles['customers'].sum():,} customers",
            where="clustering",
            expected=f"at least {minimum} customers in every segment (sharing.minimum), as a report "
            "about fewer tells of single ones",
            todo="ask for fewer groups with clustering.k, cap what lies far outside with "
            "clustering.outliers, or lower sharing.minimum.",
        )


def profile(view: pd.DataFrame, features: Sequence[Feature], reference: date) -> pd.DataFrame:
    """Describe each segment.

    Args:
        view: The customer view with the column `segment`.
        features: The features that the segments are made from.
        reference: The date that recency counts to.

    Returns:
        One row per segment, by segment, with the `columns`: sizes and shares, and for each feature
        `<feature>_mean`, `<feature>_median`, `<feature>_standing`. What a study does not tell, such
        as revenue, is not-a-number.
    """
    rank = standings(view, features)
    value = worth(view)
    since = next((name for name in ("first_order", "joined") if name in view.columns), None)
    first_days = pd.to_datetime(view[since]) if since else pd.Series(pd.NaT, index=view.index)
    new = first_days >= pd.Timestamp(reference) - pd.Timedelta(days=NEWCOMER_DAYS)
    rows: list[dict[str, Any]] = []
    for segment, members in view.groupby("segment"):
        row: dict[str, Any] = {
            "segment": segment,
            "customers": len(members),
            "customer_share": len(members) / len(view),
            "newcomer_share": new[members.index].mean() if since else None,
        }
        if value is not None:
            row["revenue"] = members[value].sum()
            row["revenue_share"] = members[value].sum() / view[value].sum()
            row["revenue_per_customer"] = members[value].mean()
        if "frequency" in view.columns:
            row["one_order_share"] = (members["frequency"] == 1).mean()
        for feature in features:
            row[f"{feature.name}_mean"] = members[feature.name].mean()
            row[f"{feature.name}_median"] = members[feature.name].median()
            row[f"{feature.name}_standing"] = rank.loc[members.index, feature.name].mean()
        rows.append(row)
    return pd.DataFrame(rows, columns=columns(features))
