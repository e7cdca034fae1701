"""Which features tell the segments apart.

Random forests and their impurity importance: Breiman (2001). Permutation importance, by which an
importance is what accuracy loses when the feature is shuffled: Breiman (2001); Fisher, Rudin and
Dominici (2019). Both by scikit-learn.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature
from segmentbook.report.sentences import Said
from segmentbook.segments.holdout import Split

TREES = 100
SHUFFLES = 5


def importance(parts: Split | NotApplicable, seed: int) -> pd.DataFrame | NotApplicable:
    """Measure each feature's importance in a random forest that learns the segments.

    Args:
        parts: See `split`.
        seed: Seed of the forest and of the shuffles.

    Returns:
        `feature`, `title`, `permutation` (mean loss of accuracy on the held-out customers),
        `permutation_std` over the shuffles, and `forest` (share of impurity taken away; sums to 1),
        most important by permutation first; and `accuracy`, the forest's, the same in each row.
    """
    if isinstance(parts, NotApplicable):
        return NotApplicable(_("Importance of the features"), parts.reason)
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


def metrics(table: pd.DataFrame | NotApplicable) -> Any:
    """Return the most important feature, and `importance`: the rows of the table."""
    if isinstance(table, NotApplicable):
        return table
    first = table.iloc[0]
    return {
        "most_important_feature": first["title"],
        "forest_accuracy": first["accuracy"],
        "shuffled_accuracy": first["accuracy"] - first["permutation"],
        "importance": table.drop(columns="accuracy").to_dict("records"),
    }


def sentences(table: pd.DataFrame | NotApplicable) -> list[Said]:
    """Say which feature matters most, and what importance does not say."""
    if isinstance(table, NotApplicable):
        return []
    return [
        (
            _(
                "A random forest places {forest_accuracy:percent} of the held-out customers in their "
                "segment, and {shuffled_accuracy:percent} once {most_important_feature} is shuffled "
                "among them; no other feature costs it more."
            ),
            {},
        ),
        (_("Features that say nearly the same share their importance."), {}),
    ]
