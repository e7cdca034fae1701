"""Which features distinguish the segments.

Random forests and their impurity importance: Breiman (2001). Permutation importance, by which an
importance is what accuracy loses when the feature is shuffled: Breiman (2001); Fisher, Rudin and
Dominici (2019). Both by scikit-learn.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.features import Feature
from segmentbook.segments.holdout import Split

TREES = 100
SHUFFLES = 5


@propagate_not_applicable
def importance(parts: Split, seed: int) -> pd.DataFrame:
    """Measure each feature's importance in a random forest that learns the segments.

    Args:
        parts: See `split`.
        seed: Seed of the forest and of the shuffles.

    Returns:
        `feature`, `title`, `permutation` (mean loss of accuracy on the held-out customers),
        `permutation_std` over the shuffles, and `forest` (share of the impurity reduction; sums to 1),
        most important by permutation first; and `accuracy`, the forest's, the same in each row.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.inspection import permutation_importance

    forest = RandomForestClassifier(TREES, min_samples_leaf=3, random_state=seed)
    forest.fit(parts.learn, parts.learn_segment)
    shuffled: Any = permutation_importance(
        forest, parts.judge, parts.judge_segment, n_repeats=SHUFFLES, random_state=seed
    )
    table = pd.DataFrame(
        {
            "feature": [feature.name for feature in parts.features],
            "title": [feature.title for feature in parts.features],
            "permutation": shuffled.importances_mean,
            "permutation_std": shuffled.importances_std,
            "forest": forest.feature_importances_,
            "accuracy": forest.score(parts.judge, parts.judge_segment),
        }
    )
    return table.sort_values("permutation", ascending=False, kind="stable", ignore_index=True)


def most_important(
    table: pd.DataFrame | NotApplicable, features: tuple[Feature, ...]
) -> tuple[Feature, ...]:
    """Return the features, the most important first; in their own order where that is not known."""
    if isinstance(table, NotApplicable):
        return features
    place = {name: number for number, name in enumerate(table["feature"])}
    return tuple(sorted(features, key=lambda feature: place[feature.name]))


def importance_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the most important feature, and `importance`: the rows of the table."""
    first = table.iloc[0]
    return {
        "most_important_feature": first["title"],
        "forest_accuracy": first["accuracy"],
        "shuffled_accuracy": first["accuracy"] - first["permutation"],
        "importance": table.drop(columns="accuracy").to_dict("records"),
    }
