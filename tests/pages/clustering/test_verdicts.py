"""The reason for or against each number of groups, in words."""

from __future__ import annotations

from typing import get_args

import pytest

from scans import ROWS, params, scan
from segmentbook.clustering.choice import Objection, Verdict, choose
from segmentbook.pages.clustering.verdicts import against_best_silhouette, verdicts


def worded(rows, options):
    chosen = choose(scan(rows), options)
    return dict(zip(chosen.table["k"], verdicts(chosen, options), strict=True))


def test_the_verdicts_of_auto():
    assert worded(ROWS, params()) == {
        2: "highest silhouette of all, but one group holds 99.4% of the customers",
        3: "mean rank 2.00, worse than 1.00 of k = 5",
        4: "one group holds only 1.0% of the customers",
        5: "chosen: best mean rank of those that qualify",
        6: "resamples agree only to 0.600, below the 0.75 asked for",
    }


def test_the_verdicts_of_a_number_of_the_study():
    found = worded(ROWS, params(k=4, reason="Four."))
    assert found[4] == "chosen by the study"
    assert found[3] == "the study asks for 4"
    best = worded(ROWS, params(k=2, reason="Two."))
    assert best[2] == "chosen by the study; highest silhouette of all"


def test_the_verdict_where_none_qualifies():
    rows = [(2, 0.4, 0.99, 0.3), (3, 0.3, 0.9, 0.02), (4, 0.2, 0.5, 0.2)]
    assert worded(rows, params()) == {
        2: "highest silhouette of all, but too few to act on, and no separate groups",
        3: "chosen as none qualifies, though one group holds only 2.0% of the customers",
        4: "resamples agree only to 0.500, below the 0.75 asked for",
    }


def test_of_equal_ranks_the_more_stable_is_better():
    scanned = scan([(3, 0.45, 0.80, 0.2), (4, 0.40, 0.90, 0.2)])
    scanned.table["davies_bouldin"] = [0.9, 0.5]
    chosen = choose(scanned, params())
    assert verdicts(chosen, params())[0] == (
        "highest silhouette of all, but the mean rank of k = 4, and no higher stability"
    )


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ((5, 0.6, 0.9, 0.2), "found by HDBSCAN"),
        (
            (5, 0.4, 0.6, 0.2),
            "found by HDBSCAN, though resamples agree only to 0.600, below the 0.75 asked for",
        ),
    ],
)
def test_the_verdict_on_the_number_that_an_algorithm_finds(row, verdict):
    assert worded([row], params(algorithm="hdbscan")) == {5: verdict}


def test_separate_groups_and_a_stability_near_its_bound_are_named():
    rows = [(2, 0.6, 0.9, 0.3), (3, 0.5, 0.9, 0.3), (4, 0.4, 0.74, 0.2), (5, 0.3, 0.9, 0.2)]
    chosen = choose(scan(rows, separate=[2, 3]), params())
    assert verdicts(chosen, params()) == [
        "highest silhouette of all, but k = 3 are separate groups, too",
        "chosen: the groups are separate",
        "resamples agree to 0.740, near but below the 0.75 asked for",
        "the groups are not all separate, unlike some of k = 3",
    ]


def test_why_the_highest_silhouette_is_not_taken():
    chosen = choose(scan(ROWS), params())
    assert against_best_silhouette(chosen, params()) == "one group holds 99.4% of the customers"
    fixed = params(k=2, reason="Two.")
    assert against_best_silhouette(choose(scan(ROWS), fixed), fixed) is None


def test_every_code_has_words():
    options = params()
    chosen = choose(scan(ROWS), options)
    for code in get_args(Verdict):
        for objection in (None, *get_args(Objection)):
            if (objection is None) != (code not in ("objected", "fallback")):
                continue
            table = chosen.table.assign(verdict=code, objection=objection)
            every = verdicts(type(chosen)(**{**vars(chosen), "table": table}), options)
            assert all(every), (code, objection)
