"""Rules that describe the segments: a small decision tree, and how accurate it is.

Classification trees: Breiman, Friedman, Olshen and Stone (1984), by scikit-learn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor, inf, log10
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.clustering.transform import Array
from segmentbook.core.not_applicable import propagate_not_applicable
from segmentbook.core.privacy import MINIMUM, share
from segmentbook.features import Feature
from segmentbook.segments.holdout import Split

SMALLEST_LEAF = 0.01
"""A rule covers at least this share of the customers it was learnt from, and at least so many
that they may be shown."""


@dataclass(frozen=True)
class Bound:
    """What a rule asks of one feature: above `low` (exclusive), up to `high` (inclusive)."""

    feature: Feature
    low: float = -inf
    high: float = inf
    whole: bool = False

    def holds(self, values: Array) -> NDArray[np.bool_]:
        """Return for each value whether it lies within the bound."""
        return np.asarray((values > self.low) & (values <= self.high))


@dataclass(frozen=True)
class Rule:
    """Bounds that lead to a segment; a customer is in exactly one rule of a tree."""

    segment: int
    bounds: tuple[Bound, ...]

    def holds(self, values: Array, features: tuple[Feature, ...]) -> NDArray[np.bool_]:
        """Return for each row of shape (customers, features) whether the rule covers it."""
        inside = np.ones(len(values), dtype=bool)
        for bound in self.bounds:
            inside &= bound.holds(values[:, features.index(bound.feature)])
        return inside


@dataclass(frozen=True)
class Description:
    """The segments in rules.

    Args:
        features: The features that the rules may ask for.
        rules: By segment, and within one by how many customers they cover, most first.
        accuracy: Share of the held-out customers whom the rules, as they are printed, assign to
            their segment.
        largest: The same if all were assigned to the segment with the most customers.
        learnt_from: Number of customers that the rules were learnt from.
        judged_by: Number of customers held out.
    """

    features: tuple[Feature, ...]
    rules: tuple[Rule, ...]
    accuracy: float
    largest: float
    learnt_from: int
    judged_by: int


@propagate_not_applicable
def describe(parts: Split, depth: int, seed: int, minimum: int = MINIMUM) -> Description:
    """Learn a small tree and write it as rules.

    Thresholds are rounded to what is printed before the tree is tested, so that the accuracy is that
    of the rules as they are read.

    Args:
        parts: See `split`.
        depth: The largest number of questions that a rule may ask.
        seed: Seed of the order in which equally good questions are tried.
        minimum: A rule covers at least so many of the customers it was learnt from.
    """
    from sklearn.tree import DecisionTreeClassifier

    smallest = max(minimum, round(SMALLEST_LEAF * len(parts.learn)))
    tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=smallest, random_state=seed)
    tree.fit(parts.learn, parts.learn_segment)
    rules = list(_rules(tree, parts))
    assigned = _assigned(rules, parts.judge, parts.features)
    covered = {rule: int(rule.holds(parts.learn, parts.features).sum()) for rule in rules}
    segments, counts = np.unique(parts.learn_segment, return_counts=True)
    largest = segments[counts.argmax()]
    return Description(
        parts.features,
        tuple(sorted(rules, key=lambda rule: (rule.segment, -covered[rule]))),
        float((assigned == parts.judge_segment).mean()),
        float((parts.judge_segment == largest).mean()),
        len(parts.learn),
        len(parts.judge),
    )


def depth_for(segments: int, asked: int | Literal["auto"]) -> int:
    """Return the depth of the tree: as asked, else 3, or 4 where there are more than four segments."""
    if asked != "auto":
        return asked
    return 3 if segments <= 4 else 4


@propagate_not_applicable
def table(description: Description, view: pd.DataFrame, minimum: int = MINIMUM) -> pd.DataFrame:
    """Count for each rule the customers that it covers, over all customers.

    Args:
        description: See `describe`.
        view: The customer view with the columns `segment` and `name`.
        minimum: Fewer customers are not shown.

    Returns:
        For each rule `segment`, `name`, `customers` (missing where too few), `right` (share
        of them who are in the segment), `found` (share of the segment that the rule covers; see
        `privacy.share` for both), `members` (customers by segment, too few of one counted with the
        largest) and `bounds`: `feature`, `low`, `high` (None where open) and `whole` of each feature
        that it asks for.
    """
    values = view[[feature.name for feature in description.features]].to_numpy(dtype=float)
    names = view.drop_duplicates("segment").set_index("segment")["name"]
    rows = []
    for rule in description.rules:
        inside = rule.holds(values, description.features)
        member = view["segment"].to_numpy() == rule.segment
        customers = int(inside.sum())
        if customers == 0:  # rounding a threshold may leave nobody
            continue
        members = view.loc[inside, "segment"].value_counts(sort=False).sort_index()
        rows.append(
            {
                "segment": rule.segment,
                "name": names[rule.segment],
                "customers": customers if customers >= minimum else None,
                "right": share((inside & member).sum() / customers, customers, minimum),
                "found": share((inside & member).sum() / member.sum(), int(member.sum()), minimum),
                "members": _merged(members, minimum),
                "bounds": [
                    {
                        "feature": bound.feature.name,
                        "low": None if bound.low == -inf else bound.low,
                        "high": None if bound.high == inf else bound.high,
                        "whole": bound.whole,
                    }
                    for bound in rule.bounds
                ],
            }
        )
    return pd.DataFrame(rows)


def _merged(members: pd.Series, minimum: int) -> dict[int, int]:
    """Count the members of segments with too few with those of the largest."""
    counts = dict(
        zip(members.index.astype(int).tolist(), members.astype(int).tolist(), strict=True)
    )
    shown = {segment: count for segment, count in counts.items() if count >= minimum}
    if shown:
        largest = max(shown, key=lambda segment: shown[segment])
        shown[largest] += sum(counts.values()) - sum(shown.values())
    return shown


def rule_metrics(description: Description, rules: pd.DataFrame) -> dict[str, Any]:
    """Return the accuracy of the rules, and `tree_rules`: the rows of `table`."""
    return {
        "tree_accuracy": description.accuracy,
        "tree_largest_segment": description.largest,
        "tree_learnt_from": description.learnt_from,
        "tree_judged_by": description.judged_by,
        "tree_rules": rules.to_dict("records"),
    }


def _assigned(rules: list[Rule], values: Array, features: tuple[Feature, ...]) -> NDArray[np.int64]:
    assigned = np.zeros(len(values), dtype=np.int64)
    for rule in rules:
        assigned[rule.holds(values, features)] = rule.segment
    return assigned


def _rules(tree: Any, parts: Split) -> Iterator[Rule]:
    """Walk the tree; leaves of one branch that lead to the same segment are one rule."""
    inner = tree.tree_
    whole = [bool((column == np.rint(column)).all()) for column in parts.learn.T]
    leads_to = [int(tree.classes_[counts.argmax()]) for counts in inner.value[:, 0, :]]

    def segments_below(node: int) -> set[int]:
        """Return the segments that the leaves below a node lead to."""
        if inner.children_left[node] == -1:
            return {leads_to[node]}
        return segments_below(inner.children_left[node]) | segments_below(
            inner.children_right[node]
        )

    def walk(node: int, bounds: dict[int, Bound]) -> Iterator[Rule]:
        below = segments_below(node)
        if len(below) == 1:
            ordered = [bounds[column] for column in sorted(bounds)]
            yield Rule(below.pop(), tuple(ordered))
            return
        column = int(inner.feature[node])
        feature = parts.features[column]
        bound = bounds.get(column, Bound(feature, whole=whole[column]))
        at = printed(float(inner.threshold[node]), feature.kind, whole=whole[column])
        lower, upper = (
            replace(bound, high=min(bound.high, at)),
            replace(bound, low=max(bound.low, at)),
        )
        yield from walk(inner.children_left[node], {**bounds, column: lower})
        yield from walk(inner.children_right[node], {**bounds, column: upper})

    yield from walk(0, {})


def printed(value: float, kind: str, *, whole: bool) -> float:
    """Round a threshold to the digits that are printed, so that readers see what the rule does.

    Args:
        value: The threshold.
        kind: Kind of format of the feature.
        whole: Whether the feature has whole numbers only.
    """
    if whole:
        return float(floor(value))
    if kind == "percent":
        return round(value, 2 if abs(value) >= 0.1 else 3)
    if abs(value) >= 100:
        return round(value, 2 - floor(log10(abs(value))))
    return round(value, 1 if abs(value) >= 10 and kind == "number" else 2)
