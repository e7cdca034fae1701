"""Which features distinguish the segments."""

from __future__ import annotations

import numpy as np
import pytest

from planted_rules import NOTHING, planted
from segmentbook.features import RFM
from segmentbook.segments import importance
from segmentbook.segments.holdout import split


@pytest.fixture(scope="module")
def table():
    """One feature decides: the segment is whether there are more than nine orders."""
    view = planted(400)
    view["segment"] = np.where(view["frequency"] > 9, 1, 2)
    return importance.importance(split(view, RFM, 42), 42)


def test_the_feature_that_decides_comes_first(table):
    assert table["feature"].iloc[0] == "frequency"
    assert table["forest"].sum() == pytest.approx(1)
    assert table["forest"].iloc[0] > 0.8
    assert table["permutation"].iloc[0] > 0.3
    # To shuffle what says nothing costs next to nothing.
    assert table["permutation"].iloc[1:].abs().max() < 0.05


def test_features_are_ranked(table):
    ranked = importance.most_important(table, RFM)
    assert [feature.name for feature in ranked] == table["feature"].tolist()
    assert importance.most_important(NOTHING, RFM) == RFM


def test_metrics_compare_accuracy_with_and_without_the_first_feature(table):
    metrics = importance.importance_metrics(table)
    assert metrics["most_important_feature"] == "Frequency"
    lost = metrics["forest_accuracy"] - metrics["shuffled_accuracy"]
    assert lost == pytest.approx(table["permutation"].iloc[0])
    assert [row["feature"] for row in metrics["importance"]] == table["feature"].tolist()


def test_without_parts_there_is_no_importance():
    assert importance.importance(NOTHING, 42) is NOTHING
