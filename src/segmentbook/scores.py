"""Tie-safe scores from 1 to 5."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.features import Feature

LEVELS = 5


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


def add_scores(view: pd.DataFrame, features: Sequence[Feature]) -> pd.DataFrame:
    """Return the customer view with a column `<feature>_score` for each feature."""
    scored = view.copy()
    for feature in features:
        values = view[feature.name]
        scored[f"{feature.name}_score"] = score(values, cut_points(values), feature.better)
    return scored


def score_table(scored: pd.DataFrame, features: Sequence[Feature]) -> pd.DataFrame:
    """Say for each feature and score which values it covers and how many customers have it.

    Returns:
        `feature`, `score`, `lowest`, `highest` (values seen) and `customers`, best score first.
    """
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
    return pd.DataFrame(rows)


def segment_map(scored: pd.DataFrame) -> pd.DataFrame:
    """Return customers and mean monetary value for each recency and frequency score.

    Returns:
        `recency_score`, `frequency_score`, `customers`, `monetary`; cells under ten customers hold
        no mean.
    """
    table = (
        scored.groupby(["recency_score", "frequency_score"])
        .agg(customers=("monetary", "size"), monetary=("monetary", "mean"))
        .reset_index()
    )
    table.loc[table["customers"] < 10, "monetary"] = np.nan
    return table


def map_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the size of the best and the worst cell of the segment map, and the best one's mean."""

    def cell(level: int, column: str) -> Any:
        found = table[(table["recency_score"] == level) & (table["frequency_score"] == level)]
        return found[column].iloc[0] if len(found) else 0

    return {
        "best_cell_customers": cell(LEVELS, "customers"),
        "best_cell_monetary": cell(LEVELS, "monetary"),
        "worst_cell_customers": cell(1, "customers"),
    }
