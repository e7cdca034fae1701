"""Tie-safe scores from 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import MINIMUM, small_cells
from segmentbook.features import SCORED, Feature
from segmentbook.features.score_columns import LEVELS

_NO_SCORES = mark("the export has neither recency, frequency nor money")


def cut_points(values: pd.Series, levels: int = LEVELS) -> list[float]:
    """Return the values above which the next score begins.

    The cuts are observed values (the inverse of the empirical distribution function), so that a
    cut is a number that can be read in the data.

    Args:
        values: A feature, shape (customers,).
        levels: Number of scores.

    Returns:
        `levels - 1` values, rising; equal ones where ties are longer than a score.
    """
    shares = np.arange(1, levels) / levels
    return [float(cut) for cut in np.quantile(values, shares, method="inverted_cdf")]


def score(values: pd.Series, cuts: Sequence[float], better: str) -> pd.Series:
    """Return the score of each value; equal values get equal scores.

    Args:
        values: A feature, shape (customers,).
        cuts: Rising cut points.
        better: `high` if a larger value deserves a larger score, else `low`.

    Returns:
        Integers from 1 (worst) to `len(cuts) + 1` (best), shape (customers,).
    """
    step = np.searchsorted(np.asarray(cuts), values.to_numpy(), side="left")
    points = step + 1 if better == "high" else len(cuts) + 1 - step
    return pd.Series(points, index=values.index, dtype="int64")


def scored_features(features: Sequence[Feature]) -> tuple[Feature, ...]:
    """Return the features that get scores: those of LRFMC, as far as the export has them."""
    return tuple(feature for feature in features if feature.name in SCORED)


def cuts_of(
    view: pd.DataFrame, features: Sequence[Feature], given: Mapping[str, Sequence[float]]
) -> dict[str, list[float]]:
    """Return the cut points of each feature: the given ones, else `cut_points`."""
    return {
        feature.name: list(given.get(feature.name) or cut_points(view[feature.name]))
        for feature in features
    }


def add_scores(
    view: pd.DataFrame,
    features: Sequence[Feature],
    given: Mapping[str, Sequence[float]] | None = None,
) -> pd.DataFrame:
    """Return the customer view with a column `<feature>_score` for each feature.

    Args:
        view: The customer view.
        features: The features to score.
        given: Cut points that the params give, by feature.
    """
    scored = view.copy()
    cuts = cuts_of(view, features, given or {})
    for feature in features:
        points = score(view[feature.name], cuts[feature.name], feature.better)
        scored[f"{feature.name}_score"] = points
    return scored


def cut_table(
    view: pd.DataFrame, features: Sequence[Feature], given: Mapping[str, Sequence[float]]
) -> pd.DataFrame | NotApplicable:
    """Return the cut points of each feature.

    Returns:
        `feature` (title), `cut_1` to `cut_4` (the highest values of the four lower steps, not yet by
        direction) and `origin`, whether they are those of the params or fifths of the customers.
    """
    if not features:
        return NotApplicable(reason=_NO_SCORES)
    rows = [
        {
            "feature": feature.title,
            **{f"cut_{n}": cut for n, cut in enumerate(cuts, start=1)},
            "origin": mark("the params")
            if feature.name in given
            else mark("fifths of the customers"),
        }
        for feature, cuts in zip(features, cuts_of(view, features, given).values(), strict=True)
    ]
    return pd.DataFrame(rows)


def score_table(
    scored: pd.DataFrame, features: Sequence[Feature], minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return which values each score of each feature covers and how many customers have it.

    Returns:
        `feature`, `score`, `lowest`, `highest` (values seen) and `customers`, best score first; of a
        score that must stay hidden (see `privacy.small_cells`) no values and no customers.
    """
    if not features:
        return NotApplicable(reason=_NO_SCORES)
    rows: list[dict[str, Any]] = []
    for feature in features:
        groups = scored.groupby(f"{feature.name}_score")[feature.name]
        for points, values in sorted(groups, reverse=True):
            rows.append(
                {
                    "feature": feature.title,
                    "score": points,
                    "lowest": values.min(),
                    "highest": values.max(),
                    "customers": len(values),
                }
            )
    table = pd.DataFrame(rows)
    few = small_cells(table["customers"], table["feature"], minimum=minimum)
    shown = ["lowest", "highest", "customers"]
    return table.assign(**{column: table[column].mask(few) for column in shown})


def segment_map(scored: pd.DataFrame, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return customers and mean monetary value for each recency and frequency score.

    Returns:
        `recency_score`, `frequency_score`, `customers`, `monetary`; cells that must stay hidden
        beside the customers of each score and of each group of scores hold neither.
    """
    if not {"recency_score", "frequency_score", "monetary"} <= {*scored.columns}:
        return NotApplicable(reason=mark("the export lacks recency, frequency or money"))
    table = (
        scored.groupby(["recency_score", "frequency_score"])
        .agg(customers=("monetary", "size"), monetary=("monetary", "mean"))
        .reset_index()
    )
    sums = [pd.Series(0, table.index), table["recency_score"], table["frequency_score"]]
    if "rfm_group" in scored.columns:
        cells = scored.drop_duplicates(["recency_score", "frequency_score"])
        sums.append(table.merge(cells, how="left")["rfm_group"])
    few = small_cells(table["customers"], *sums, minimum=minimum)
    return table.assign(**{name: table[name].mask(few) for name in ("customers", "monetary")})


def map_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the size of the best and the worst cell of the segment map, and the best one's mean.

    An empty cell has 0 customers; what stays hidden is not-a-number.
    """

    def cell(level: int, column: str) -> Any:
        found = table[(table["recency_score"] == level) & (table["frequency_score"] == level)]
        return found[column].iloc[0] if len(found) else 0

    return {
        "best_cell_customers": cell(LEVELS, "customers"),
        "best_cell_monetary": cell(LEVELS, "monetary"),
        "worst_cell_customers": cell(1, "customers"),
    }
