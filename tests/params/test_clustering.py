"""The params about clustering."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from segmentbook.params.clustering import CHOOSES_K, Clustering, Outliers, Split


@pytest.mark.parametrize("name", CHOOSES_K)
def test_an_algorithm_that_finds_k_cannot_be_asked_for_one(name):
    assert Clustering(algorithm=name).k == "auto"
    with pytest.raises(ValidationError, match=f"'{name}' finds the number of groups itself: leave"):
        Clustering(algorithm=name, k=3, reason="x")
    with pytest.raises(ValidationError, match=f"'{name}' finds .* so it cannot 'split'"):
        Clustering(algorithm=name, split=Split(segment=1, k=2))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"k": 4}, "needs a 'reason'"),
        ({"k": 9, "k_max": 8, "reason": "x"}, "'k' must lie between"),
        ({"auto_from": 2, "k_min": 3}, "'auto_from' must lie between"),
        ({"k": 3, "reason": "x", "split": Split(segment=4, k=2)}, "must not be above 'k'"),
        ({"algorithm": "kmeans"}, "'k_means', 'gaussian_mixture', 'ward' or 'hdbscan'"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        Clustering(**changes)


def test_a_segment_to_split_is_a_number():
    with pytest.raises(ValidationError, match="the number that stands beside the name"):
        Split(segment="Loyal", k=2)


def test_the_ends_of_ranges_are_allowed():
    assert Clustering(auto_from=2, k_min=2).auto_from == 2
    assert Outliers(percentile=0.5).percentile == 0.5
    with pytest.raises(ValidationError):
        Outliers(percentile=0)
