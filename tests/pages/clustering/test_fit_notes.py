"""What is unusual in how the groups were found."""

from __future__ import annotations

import pytest

from exhibits import texts_of
from segmentbook.pages.clustering import fit_notes
from segmentbook.params.clustering import Clustering, Outliers, Split

USUAL = {
    "isolated_customers": 0,
    "fitted_customers": 1000,
    "fitted_share": 1.0,
    "resampled_customers": 1000,
    "silhouette_customers": 1000,
    "algorithm_customers": 1000,
    "algorithm_agreement": 1.0,
    "algorithm_in_no_group": 0.0,
    "segment_count": 6,
    "split_parts": None,
}


def notes_of(params, **changes):
    return texts_of(fit_notes({**USUAL, **changes}, params), {"algorithm_name": "HDBSCAN"})


def test_the_usual_needs_no_notes():
    assert notes_of(Clustering()) == []


@pytest.mark.parametrize(
    ("changes", "metrics", "sentence"),
    [
        (
            {"split": Split(segment=2, k=3)},
            {"split_parts": 3},
            "One group was split again into 3, which makes 6 segments in all.",
        ),
        (
            {"outliers": Outliers(policy="cap")},
            {},
            "Values far outside the rest were moved to a bound before grouping.",
        ),
        (
            {"outliers": Outliers(policy="isolate")},
            {},
            "Too few customers are outside the bounds to be a segment, so none was set apart.",
        ),
        (
            {"outliers": Outliers(policy="isolate")},
            {"isolated_customers": 12},
            "12 customers far outside the rest are the last segment.",
        ),
        (
            {"algorithm": "ward"},
            {},
            "Customers belong to the group with the nearest centre, which is the algorithm's own "
            "group for 100% of those that it saw.",
        ),
    ],
)
def test_every_departure_has_a_note(changes, metrics, sentence):
    assert notes_of(Clustering(**changes), **metrics) == [sentence]


def test_customers_in_no_group_have_a_note():
    _, note = notes_of(Clustering(algorithm="hdbscan"), algorithm_in_no_group=0.25)
    assert note == (
        "HDBSCAN left 25% of those that it saw in no group; here they too belong to the group with "
        "the nearest centre."
    )


def test_samples_have_notes():
    found = notes_of(
        Clustering(),
        fitted_share=0.625,
        silhouette_customers=400,
        resampled_customers=500,
        algorithm_customers=300,
    )
    assert found == [
        "Groups were found among a random sample of 1,000 customers (62%); every customer was then "
        "assigned to the nearest group.",
        "Silhouettes were computed on a random sample of 400 customers.",
        "Gap and stability were computed on a random sample of 500 customers.",
        "The algorithm saw a random sample of 300 customers.",
    ]
