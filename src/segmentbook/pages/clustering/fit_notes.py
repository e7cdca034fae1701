"""Notes on how the groups were found: outliers, a split, samples, the algorithm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.message import mark
from segmentbook.params.clustering import Clustering
from segmentbook.report.exhibit import Exhibit, notes, page


@page(mark("How the groups were found"))
def fit_notes(metrics: Mapping[str, Any], params: Clustering) -> Exhibit:
    """Say what is not usual in how the groups were found; nothing where all is.

    Args:
        metrics: See `fit.metrics`.
        params: The same params.
    """
    sentences = [
        *_outliers(metrics, params),
        *_split(params),
        *_samples(metrics),
        *_algorithm(metrics, params),
    ]
    return Exhibit(parts=notes(sentences), metrics=metrics)


def _outliers(metrics: Mapping[str, Any], params: Clustering) -> list[str]:
    if params.outliers.policy == "cap":
        return [mark("Values far outside the rest were moved to a bound before grouping.")]
    if metrics["isolated_customers"]:
        return [
            mark("{isolated_customers:count} customers far outside the rest are the last segment.")
        ]
    if params.outliers.policy == "isolate":
        return [
            mark("Too few customers are outside the bounds to be a segment, so none was set apart.")
        ]
    return []


def _split(params: Clustering) -> list[str]:
    if params.split is None:
        return []
    return [
        mark(
            "One group was split again into {split_parts:count}, which makes {segment_count:count} "
            "segments in all."
        )
    ]


def _samples(metrics: Mapping[str, Any]) -> list[str]:
    """Say what was computed on a random sample of the customers."""
    sentences = {
        "silhouette_customers": mark(
            "Silhouettes were computed on a random sample of {silhouette_customers:count} customers."
        ),
        "resampled_customers": mark(
            "Gap and stability were computed on a random sample of {resampled_customers:count} "
            "customers."
        ),
        "algorithm_customers": mark(
            "The algorithm saw a random sample of {algorithm_customers:count} customers."
        ),
    }
    fitted = mark(
        "Groups were found among a random sample of {fitted_customers:count} customers "
        "({fitted_share:percent}); every customer was then assigned to the nearest group."
    )
    sampled = [
        text for name, text in sentences.items() if metrics[name] < metrics["fitted_customers"]
    ]
    return [fitted, *sampled] if metrics["fitted_share"] < 1 else sampled


def _algorithm(metrics: Mapping[str, Any], params: Clustering) -> list[str]:
    """Say how far another algorithm than K-means would group customers so itself."""
    sentences = []
    if params.algorithm != "k_means":
        sentences.append(
            mark(
                "Customers belong to the group with the nearest centre, which is the algorithm's own "
                "group for {algorithm_agreement:percent} of those that it saw."
            )
        )
    if metrics["algorithm_in_no_group"]:
        sentences.append(
            mark(
                "{algorithm_name:term} left {algorithm_in_no_group:percent} of those that it saw in no "
                "group; here they too belong to the group with the nearest centre."
            )
        )
    return sentences
