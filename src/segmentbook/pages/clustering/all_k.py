"""Every number of groups that was tried, with its indices and the verdict."""

from __future__ import annotations

from segmentbook.clustering.choice import Choice
from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.pages.clustering.choice_of_k import details
from segmentbook.pages.clustering.verdicts import verdicts
from segmentbook.params.clustering import Clustering
from segmentbook.report.exhibit import Column, Exhibit, Table, Text, page, points

_COLUMNS: dict[str, Column] = {
    "k": ("k", "count"),
    "inertia": (mark("Inertia"), "number"),
    "silhouette": (mark("Silhouette"), "number3"),
    "null_silhouette": (mark("Without groups"), "number3"),
    "simplified_silhouette": (mark("Simplified"), "number3"),
    "calinski_harabasz": (mark("Calinski-Harabasz"), "number"),
    "davies_bouldin": (mark("Davies-Bouldin"), "number3"),
    "gap": (mark("Gap"), "number3"),
    "stability": (mark("Stability"), "number3"),
    "null_stability": (mark("Without groups"), "number3"),
    "depth": (mark("Depth of valley"), "number"),
    "null_depth": (mark("Without groups"), "number"),
    "smallest_share": (claim("exact", "Smallest group"), "percent"),
    "largest_share": (claim("exact", "Largest group"), "percent"),
    "mean_rank": (claim("exact", "Mean rank"), "number"),
    "verdict": (mark("Verdict"), "text"),
}


@page(mark("Every number of groups that was tried"))
def all_k(choice: Choice, params: Clustering) -> Exhibit:
    """Show the indices of every number of groups, and the reason for or against each.

    Args:
        choice: The chosen number, with the table of all.
        params: What it was chosen by.
    """
    return Exhibit(
        parts=[
            Table(
                choice.table.assign(verdict=verdicts(choice, params)),
                _COLUMNS,
                mark("Every number of groups that was tried, and the verdict"),
                emphasise=choice.table["k"].tolist().index(choice.k),
            ),
            *points(details(choice, params)),
            Text(
                claim(
                    "exact",
                    "Stability is the mean adjusted Rand index over resamples; the depth of a valley is "
                    "that between the two groups with the shallowest; the mean rank is that among "
                    "the numbers that qualify. Columns without groups are medians of data drawn with "
                    "the same values and rank correlations.",
                ),
                "note",
            ),
        ]
    )
