"""What has changed since an earlier segmentation, and whether it still fits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.model import Segmentation
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.display import Display
from segmentbook.report.exhibit import Column
from segmentbook.report.sentences import Said
from segmentbook.segments.identity import Earlier

LEAST_AGREEMENT, MOST_DRIFT, MOST_SPREAD = 0.6, 0.5, 1.25
"""An earlier segmentation no longer fits below this adjusted Rand index, or where a feature's mean has
moved by more than this share of its spread, or customers lie this much further from their centres."""


def changes(profiles: pd.DataFrame, earlier: Earlier) -> pd.DataFrame:
    """Compare sizes and revenue of the segments with those of the earlier report.

    Args:
        profiles: See `profile.profile`, with `name`.
        earlier: The earlier segmentation.

    Returns:
        For each segment of either `segment`, `name`, `name_then`, `what` (kept, new or gone),
        `customers_then`, `customers`, `share_then`, `share`, and `revenue_share_then` and
        `revenue_share` where there is money, by segment.
    """
    columns = ["segment", "name", "customers", "customer_share", "revenue_share"]
    now = profiles.reindex(columns=columns)
    then = earlier.segments.reindex(columns=columns)
    both = now.merge(then, on="segment", how="outer", suffixes=("", "_then"))
    what = np.where(
        both["name"].isna(),
        mark("gone"),
        np.where(both["name_then"].isna(), mark("new"), mark("kept")),
    )
    named = both.assign(what=what).sort_values("segment", kind="stable", ignore_index=True)
    return named.rename(columns={"customer_share": "share", "customer_share_then": "share_then"})


def drift(view: pd.DataFrame, earlier: Earlier) -> pd.DataFrame:
    """Say how far each feature has moved, in the coordinates of the earlier segmentation.

    Returns:
        `feature`, `shift` (mean of the coordinate now; 0 in the earlier data where its scaler is
        `standard`) and `spread` (standard deviation now, 1 then).
    """
    points = earlier.segmentation.scaling.coordinates(view)
    return pd.DataFrame(
        {
            "feature": earlier.segmentation.scaling.features,
            "shift": points.mean(axis=0),
            "spread": points.std(axis=0),
        }
    )


def metrics(
    view: pd.DataFrame, segmentation: Segmentation, earlier: Earlier | None
) -> dict[str, Any]:
    """Return how well the earlier segmentation still serves.

    Args:
        view: The customer view of now.
        segmentation: The segmentation of now.
        earlier: The earlier one, if there is one.

    Returns:
        `earlier_agreement` (adjusted Rand index of both over today's customers), `earlier_movers`
        (customers whom it would put elsewhere) and their share, `earlier_spread` (mean squared distance
        to its centres, against those of now), `earlier_drift` (the largest shift of a feature) and its
        feature, and `earlier_fits`; nothing where there is no earlier one.
    """
    if earlier is None:
        return {}
    from sklearn.metrics import adjusted_rand_score

    now, then = segmentation.assign(view), earlier.segmentation.assign(view)
    points = earlier.segmentation.scaling.coordinates(view)
    spread = _inertia(points, then) / max(_inertia(points, now), 1e-12)
    moved = drift(view, earlier)
    far = moved.iloc[int(moved["shift"].abs().argmax())]
    agreement = float(adjusted_rand_score(then, now))
    return {
        "earlier_agreement": agreement,
        "earlier_movers": int((now != then).sum()),
        "earlier_movers_share": float((now != then).mean()),
        "earlier_spread": float(spread),
        "earlier_drift": float(abs(far["shift"])),
        "earlier_drift_feature": str(far["feature"]),
        "earlier_fits": bool(
            agreement >= LEAST_AGREEMENT
            and abs(far["shift"]) <= MOST_DRIFT
            and spread <= MOST_SPREAD
        ),
    }


def sentences(values: dict[str, Any]) -> list[Said]:
    """Say whether the earlier segmentation still fits, and why not.

    Args:
        values: See `metrics`.
    """
    if values["earlier_fits"]:
        return [
            (
                _(
                    "The earlier segmentation still fits: it would put "
                    "{earlier_movers_share:percent} of today's customers elsewhere."
                ),
                {},
            )
        ]
    said: list[Said] = [
        (
            _(
                "The earlier segmentation no longer fits: it would put "
                "{earlier_movers_share:percent} of today's customers elsewhere."
            ),
            {},
        )
    ]
    if values["earlier_agreement"] < LEAST_AGREEMENT:
        said.append(
            (
                _(
                    "Both agree to an adjusted Rand index of {earlier_agreement:number} (1 is the same)."
                ),
                {},
            )
        )
    if values["earlier_drift"] > MOST_DRIFT:
        said.append(
            (
                _(
                    "{earlier_drift_feature} has moved most: its mean by {earlier_drift:number} of its "
                    "earlier spread."
                ),
                {},
            )
        )
    if values["earlier_spread"] > MOST_SPREAD:
        said.append(
            (
                _(
                    "Customers lie {earlier_spread:number} times as far from the earlier centres "
                    "as from today's."
                ),
                {},
            )
        )
    return said


def show_changes(
    show: Display,
    profiles: pd.DataFrame,
    view: pd.DataFrame,
    earlier: Earlier | None,
    values: dict[str, Any],
) -> None:
    """Show the page of what has changed; nothing where there is no earlier segmentation.

    Args:
        show: The chapter's display; the `metrics` must be recorded.
        profiles: See `profile.profile`, with `name`.
        view: The customer view of now.
        earlier: The earlier segmentation.
        values: See `metrics`.
    """
    if earlier is None:
        return
    said = sentences(values)
    changed = changes(profiles, earlier)
    show.heading(said[0])
    known = changed["revenue_share"].notna().any()
    show.table(changed, {**_SIZES, **(_MONEY if known else {})}, _("Segments then and now"))
    show.sentences(said[1:], "point")
    show.table(drift(view, earlier), _DRIFT, _("How far the features have moved"))


_SIZES: dict[str, Column] = {
    "name": (mark("Segment"), "text"),
    "name_then": (mark("Earlier name"), "text"),
    "what": (mark("It is"), "term"),
    "customers_then": (mark("Customers then"), "people"),
    "customers": (mark("Customers now"), "people"),
    "share_then": (mark("Share then"), "percent"),
    "share": (mark("Share now"), "percent"),
}
_MONEY: dict[str, Column] = {
    "revenue_share_then": (mark("Share of revenue then"), "percent"),
    "revenue_share": (mark("Share of revenue now"), "percent"),
}
_DRIFT: dict[str, Column] = {
    "feature": (mark("Feature"), "text"),
    "shift": (mark("Mean now, in earlier units of spread"), "number"),
    "spread": (mark("Spread now, 1 then"), "number"),
}


def _inertia(points: np.ndarray, labels: np.ndarray) -> float:
    """Return the sum of squared distances to the mean of the own group."""
    squares = [
        ((points[labels == label] - points[labels == label].mean(axis=0)) ** 2).sum()
        for label in np.unique(labels)
    ]
    return float(sum(squares))
