"""How many groups: every k with its indices, the one chosen, and why not the others.

Silhouette: Rousseeuw (1987). Calinski-Harabasz: Calinski and Harabasz (1974). Davies-Bouldin: Davies
and Bouldin (1979).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.grouping import group
from segmentbook.clustering.transform import Array
from segmentbook.errors import UserError
from segmentbook.sentences import Said
from segmentbook.study import Clustering

SILHOUETTE_SAMPLE = 10_000
"""Above this number of customers the silhouette is that of a seeded sample."""


@dataclass(frozen=True)
class Choice:
    """The chosen number of groups.

    Args:
        k: The number.
        qualified: Whether any k met the conditions of `auto`.
        table: See `scan`, with the column `verdict`: the reason for or against each k.
    """

    k: int
    qualified: bool
    table: pd.DataFrame


def scan(points: Array, params: Clustering) -> pd.DataFrame:
    """Fit every k and compute its indices.

    Args:
        points: Shape (customers, features).
        params: Range of k, seed and number of starts.

    Returns:
        For each k `k`, `inertia`, `silhouette`, `calinski_harabasz`, `davies_bouldin`,
        `smallest_share` and `largest_share`.

    Raises:
        UserError: If there are fewer different customers than groups.
    """
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    different = len(np.unique(points, axis=0))
    largest = params.k_max
    if different <= largest:
        raise UserError(
            f"{different} different customers cannot be put into up to {largest} groups",
            where="clustering.k_max",
            expected=f"at most {max(different - 1, 2)}, or more customers",
            todo="lower clustering.k_max (and clustering.k), or use an export of a longer period.",
        )
    rows = []
    for k in range(params.k_min, largest + 1):
        groups = group(points, k, params.algorithm, params.seed, params.n_init)
        labels = groups.labels
        shares = np.bincount(labels, minlength=k) / len(labels)
        sample = min(SILHOUETTE_SAMPLE, len(points))
        rows.append(
            {
                "k": k,
                "inertia": groups.inertia,
                "silhouette": silhouette_score(
                    points,
                    labels,
                    sample_size=sample if sample < len(points) else None,
                    random_state=params.seed,
                ),
                "calinski_harabasz": calinski_harabasz_score(points, labels),
                "davies_bouldin": davies_bouldin_score(points, labels),
                "smallest_share": shares.min(),
                "largest_share": shares.max(),
            }
        )
    return pd.DataFrame(rows)


def choose(table: pd.DataFrame, params: Clustering) -> Choice:
    """Choose k and say for every k why or why not.

    A number in the params is taken. `auto` takes, of the k from `auto_from` on whose smallest group
    holds at least `minimum_share` of the customers, the one with the highest silhouette; two groups
    nearly always have the highest of all and only tell good customers from the rest, therefore
    `auto_from` is 3 unless the params say otherwise. Where no k qualifies, it takes `auto_from`.

    Args:
        table: See `scan`.
        params: The same params.
    """
    fits = (table["k"] >= params.auto_from) & (table["smallest_share"] >= params.minimum_share)
    if params.k != "auto":
        k = params.k
    elif fits.any():
        k = int(table.loc[table.loc[fits, "silhouette"].idxmax(), "k"])
    else:
        k = params.auto_from
    verdicts = [_verdict(row, k, table, params) for row in table.itertuples()]
    return Choice(k, bool(fits.any()), table.assign(verdict=verdicts))


def _verdict(row: Any, k: int, table: pd.DataFrame, params: Clustering) -> str:
    best = row.silhouette == table["silhouette"].max()
    chosen = table.loc[table["k"] == k].iloc[0]
    if row.k == k:
        if params.k == "auto" and row.smallest_share >= params.minimum_share:
            return "chosen: highest silhouette of those that qualify"
        if params.k == "auto":
            return "chosen: the lowest allowed, as none qualifies"
        return "chosen by the study; highest silhouette of all" if best else "chosen by the study"
    lead = "highest silhouette of all, but " if best else ""
    if row.smallest_share < params.minimum_share:
        return f"{lead}one group holds only {row.smallest_share:.1%} of the customers"
    if row.k < params.auto_from:
        return f"{lead}too few groups to act on: it only tells good from other customers"
    if row.silhouette > chosen.silhouette:
        return f"{lead or 'higher silhouette, but '}not the number that the study asks for"
    return f"silhouette lower by {chosen.silhouette - row.silhouette:.3f} than at k = {k}"


def title(choice: Choice, params: Clustering) -> str:
    """Return the template of the title: who chose k, and no more than the rule can claim."""
    if params.k != "auto":
        return "{k:count} groups, as the study asks for"
    if choice.qualified:
        return "{k:count} groups: the clearest split that can be acted on"
    return "{k:count} groups, though no split is a good one"


def reasons(choice: Choice, params: Clustering) -> list[Said]:
    """Say why k was chosen, and what the best silhouette of all would have meant."""
    said: list[Said] = []
    if params.k != "auto":
        said.append((str(params.reason).replace("{", "{{").replace("}", "}}"), {}))
        said.append(("Their silhouette is {silhouette:number3}.", {}))
    elif choice.qualified:
        said.append((_QUALIFIED, {}))
    else:
        said.append((_NONE_QUALIFIED, {}))
    if choice.k != int(choice.table.loc[choice.table["silhouette"].idxmax(), "k"]):
        said.append(
            (
                "{k_of_best_silhouette:count} groups have the highest silhouette of all "
                "({best_silhouette:number3}), but {best_silhouette_verdict}.",
                {},
            )
        )
    said.append(("The smallest group holds {smallest_share:percent} of the customers.", {}))
    return said


_QUALIFIED = (
    "Of the numbers from {k_from:count} up whose smallest group holds at least {minimum_share:percent} "
    "of customers, {k:count} has the highest silhouette ({silhouette:number3})."
)
_NONE_QUALIFIED = (
    "No number from {k_from:count} up leaves at least {minimum_share:percent} of customers in every "
    "group, so the lowest was taken (silhouette {silhouette:number3}): expect groups of unlike size."
)


def metrics(choice: Choice, params: Clustering) -> dict[str, Any]:
    """Return `k` and its indices, the rule's bounds, and the whole table as `k_scan`."""
    chosen = choice.table.loc[choice.table["k"] == choice.k].iloc[0]
    best = choice.table.loc[choice.table["silhouette"].idxmax()]
    return {
        "k": choice.k,
        "inertia": chosen["inertia"],
        "silhouette": chosen["silhouette"],
        "calinski_harabasz": chosen["calinski_harabasz"],
        "davies_bouldin": chosen["davies_bouldin"],
        "smallest_share": chosen["smallest_share"],
        "k_from": params.auto_from,
        "minimum_share": params.minimum_share,
        "k_of_best_silhouette": int(best["k"]),
        "best_silhouette": best["silhouette"],
        "best_silhouette_verdict": best["verdict"].removeprefix("highest silhouette of all, but "),
        "k_lowest": int(choice.table["k"].min()),
        "k_highest": int(choice.table["k"].max()),
        "k_scan": choice.table.to_dict("records"),
    }
