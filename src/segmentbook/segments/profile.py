"""What a segment is like: size, value, features, and standing among all customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from segmentbook.clustering.transform import Array
from segmentbook.core.errors import UserError
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda.window import Window
from segmentbook.features import Feature, worth

NEWCOMER_DAYS = 90
"""A newcomer's first order lies at most this many days before the reference date."""

OF_CUSTOMERS = ("newcomer_share", "one_order_share")
"""The numbers that are shares of a segment's customers, and so may stand for very few of them."""


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
    """Refuse segments so small that a report about them would reveal individual customers.

    Args:
        profiles: See `profile`.
        minimum: The least number of customers that may be shown.

    Raises:
        UserError: For the smallest segment, if it has fewer.
    """
    smallest = profiles.iloc[int(profiles["customers"].argmin())]
    if smallest["customers"] < minimum:
        raise UserError(
            f"segment {smallest['segment']:.0f} has {smallest['customers']:.0f} of "
            f"{profiles['customers'].sum():,} customers",
            where="clustering",
            expected=f"at least {minimum} customers in every segment (sharing.minimum), as a report "
            "about fewer would reveal individual customers",
            todo="ask for fewer groups with clustering.k, cap what lies far outside with "
            "clustering.outliers, or lower sharing.minimum.",
        )


def profile(
    view: pd.DataFrame,
    features: Sequence[Feature],
    reference: date,
    known: Window | NotApplicable | None = None,
) -> pd.DataFrame:
    """Describe each segment.

    Args:
        view: The customer view with the column `segment`.
        features: The features that the segments are made from.
        reference: The date that recency counts to.
        known: The days of the order lines that first orders are taken from, see `window.window`; none
            where the export itself says when a customer came.

    Returns:
        One row per segment, by segment, with the `columns`: sizes and shares, and for each feature
        `<feature>_mean`, `<feature>_median`, `<feature>_standing`. What the study does not have, such
        as revenue, is missing.
    """
    rank = standings(view, features)
    value = worth(view)
    since = next((name for name in ("first_order", "joined") if name in view.columns), None)
    first_days = pd.to_datetime(view[since]) if since else pd.Series(pd.NaT, index=view.index)
    new_from = reference - timedelta(days=NEWCOMER_DAYS)
    new = first_days >= pd.Timestamp(new_from)
    if isinstance(known, Window) and not known.knows_new_from(new_from):
        since = None  # the export begins too late to know who came before
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


def index_of_means(
    profiles: pd.DataFrame, view: pd.DataFrame, features: Sequence[Feature]
) -> pd.DataFrame | NotApplicable:
    """Return each segment's mean of each feature as an index: 100 is the mean of all customers.

    Args:
        profiles: See `profile`, with `name`.
        view: The customer view.
        features: The features that the segments are made from.

    Returns:
        A row for each segment, indexed by name; a column, by name, for each feature with a mean above 0.
    """
    shown = [feature.name for feature in features if view[feature.name].mean() > 0]
    if not shown:
        return NotApplicable(reason=mark("no feature has a mean above zero"))
    means = profiles[[f"{name}_mean" for name in shown]].to_numpy(dtype=float)
    index = 100 * means / view[shown].mean().to_numpy(dtype=float)
    return pd.DataFrame(index, index=profiles["name"], columns=shown)


def mean_points(
    points: Array, view: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature]
) -> pd.DataFrame:
    """Return each segment's mean of each feature in the scale of the clustering.

    Args:
        points: Coordinates of the clustering, shape (customers, features).
        view: The customer view with the column `segment`, in the order of the points.
        profiles: See `profile`.
        features: The features of the columns of `points`.

    Returns:
        A row for each row of `profiles`, indexed by segment; a column, by name, for each feature.
    """
    own = view["segment"].to_numpy()
    means = [points[own == segment].mean(axis=0) for segment in profiles["segment"]]
    index = pd.Index(profiles["segment"], name="segment")
    return pd.DataFrame(means, index=index, columns=[feature.name for feature in features])
