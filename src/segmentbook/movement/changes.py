"""What has changed since an earlier segmentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.clustering.model import Segmentation
from segmentbook.segments.identity import Earlier


@dataclass(frozen=True)
class Fit:
    """How far an earlier segmentation agrees with that of now, and describes its customers.

    Args:
        agreement: Adjusted Rand index of the earlier and the present segmentation (Hubert and Arabie,
            Comparing partitions, 1985).
        movers: Customers whom the earlier one would put into another segment.
        movers_share: Their share of all customers.
        spread: Mean squared distance of customers to the centre of their group in the earlier
            segmentation, divided by the same in the present one.
        drift: Largest absolute shift of a feature, see `drift`.
        drift_feature: Name of that feature.
    """

    agreement: float
    movers: int
    movers_share: float
    spread: float
    drift: float
    drift_feature: str


@dataclass(frozen=True)
class Changes:
    """What has changed since an earlier segmentation.

    Args:
        segments: See `sizes`.
        drift: See `drift`.
        fit: How far the earlier segmentation agrees with that of now.
    """

    segments: pd.DataFrame
    drift: pd.DataFrame
    fit: Fit


def changes(
    profiles: pd.DataFrame,
    view: pd.DataFrame,
    segmentation: Segmentation,
    earlier: Earlier | None,
) -> Changes | None:
    """Compare the segmentation of now with an earlier one; None where there is no earlier one.

    Args:
        profiles: See `profile.profile`, with `name`.
        view: The customer view of now.
        segmentation: The segmentation of now.
        earlier: The earlier segmentation, if the study names one.
    """
    if earlier is None:
        return None
    shifts = drift(view, earlier)
    return Changes(sizes(profiles, earlier), shifts, _fit(view, segmentation, earlier, shifts))


def sizes(profiles: pd.DataFrame, earlier: Earlier) -> pd.DataFrame:
    """Compare sizes and revenue of the segments with those of the earlier report.

    Args:
        profiles: See `profile.profile`, with `name`.
        earlier: The earlier segmentation.

    Returns:
        For each segment of either `segment`, `name`, `name_then`, `status` (`kept`, `new` or `gone`),
        `customers_then`, `customers`, `share_then`, `share`, and `revenue_share_then` and
        `revenue_share` where there is money, by segment.
    """
    columns = ["segment", "name", "customers", "customer_share", "revenue_share"]
    now = profiles.reindex(columns=columns)
    then = earlier.segments.reindex(columns=columns)
    both = now.merge(then, on="segment", how="outer", suffixes=("", "_then"))
    status = np.where(
        both["name"].isna(), "gone", np.where(both["name_then"].isna(), "new", "kept")
    )
    named = both.assign(status=status).sort_values("segment", kind="stable", ignore_index=True)
    return named.rename(columns={"customer_share": "share", "customer_share_then": "share_then"})


def drift(view: pd.DataFrame, earlier: Earlier) -> pd.DataFrame:
    """Return how far each feature has moved, in the coordinates of the earlier segmentation.

    Returns:
        `feature`, `shift` (mean of the coordinate now; it was 0 where the scaler is `standard`) and
        `spread` (standard deviation now; it was 1).
    """
    points = earlier.segmentation.scaling.coordinates(view)
    return pd.DataFrame(
        {
            "feature": earlier.segmentation.scaling.features,
            "shift": points.mean(axis=0),
            "spread": points.std(axis=0),
        }
    )


def _fit(
    view: pd.DataFrame, segmentation: Segmentation, earlier: Earlier, shifts: pd.DataFrame
) -> Fit:
    from sklearn.metrics import adjusted_rand_score

    now, then = segmentation.assign(view), earlier.segmentation.assign(view)
    points = earlier.segmentation.scaling.coordinates(view)
    farthest = shifts.iloc[int(shifts["shift"].abs().argmax())]
    return Fit(
        agreement=float(adjusted_rand_score(then, now)),
        movers=int((now != then).sum()),
        movers_share=float((now != then).mean()),
        spread=_inertia(points, then) / max(_inertia(points, now), 1e-12),
        drift=float(abs(farthest["shift"])),
        drift_feature=str(farthest["feature"]),
    )


def change_metrics(found: Changes) -> dict[str, Any]:
    """Return the fields of `Fit` with `earlier_` before their names.

    Args:
        found: See `changes`.
    """
    return {f"earlier_{name}": value for name, value in vars(found.fit).items()}


def _inertia(points: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Return the sum of squared distances to the mean of the own group."""
    squares = [
        ((points[labels == label] - points[labels == label].mean(axis=0)) ** 2).sum()
        for label in np.unique(labels)
    ]
    return float(sum(squares))
