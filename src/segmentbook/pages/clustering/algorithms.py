"""The groups that other algorithms find among the same customers."""

from __future__ import annotations

import pandas as pd

from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.core.message import mark
from segmentbook.pages.clustering.algorithm_names import NAMES
from segmentbook.params.clustering import AlgorithmName
from segmentbook.report.exhibit import Column, Exhibit, Table, Template, notes, page

_COLUMNS: dict[str, Column] = {
    "name": (mark("Algorithm"), "term"),
    "groups": (mark("Groups"), "count"),
    "agreement": (mark("Agreement with the report's groups"), "number3"),
    "silhouette": (mark("Silhouette"), "number3"),
    "calinski_harabasz": (mark("Calinski-Harabasz"), "number"),
    "davies_bouldin": (mark("Davies-Bouldin"), "number3"),
    "in_no_group": (mark("In no group"), "percent"),
}


@page(mark("Other algorithms on the same customers"))
def algorithms(table: pd.DataFrame, customers: int, used: AlgorithmName) -> Exhibit:
    """Show the groups of each algorithm, and how far they agree with those of the report.

    Args:
        table: See `comparison.compare`.
        customers: How many are compared.
        used: The algorithm of the report.
    """
    named = table.assign(name=[NAMES[name] for name in table["algorithm"]])
    agreement = mark("Agreement is the adjusted Rand index: 1 for the same groups, 0 for chance.")
    finds_k = mark("{name:term} finds the number of groups itself.")
    templates: list[Template] = [
        agreement,
        *(
            (finds_k, {"name": f"algorithms.{place}.name"})
            for place, name in enumerate(table["algorithm"])
            if ALGORITHMS[name].chooses_k
        ),
    ]
    title = mark(
        "{compared_algorithms:count} algorithms on the same {compared_customers:count} customers"
    )
    emphasise = table["algorithm"].tolist().index(used)
    return Exhibit(
        parts=[*notes(templates), Table(named, _COLUMNS, title, emphasise)],
        metrics={
            "algorithms": named.to_dict("records"),
            "compared_algorithms": len(named),
            "compared_customers": customers,
        },
    )
