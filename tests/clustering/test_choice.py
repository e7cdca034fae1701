"""The choice of k: the rule, its reasons, and what it says of real structure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from benchmarks.planted import KINDS, customers, without_structure

from fixtures import customers_and_strays
from segmentbook.clustering import choice, indices, stability
from segmentbook.clustering.indices import Scan, scan
from segmentbook.clustering.transform import Scaling
from segmentbook.core.errors import UserError
from segmentbook.params.clustering import Clustering
from segmentbook.report.formats import Formats
from segmentbook.report.sentences import compute, plain_text

pytestmark = pytest.mark.whole

NAMES = ["recency", "frequency", "monetary"]


def table(rows, gap_of_one=0.0):
    """Return a scan with the given (k, silhouette, stability, smallest share)."""
    return Scan(
        pd.DataFrame(
            [
                {
                    "k": k,
                    "inertia": 100.0 / k,
                    "silhouette": silhouette,
                    "simplified_silhouette": silhouette,
                    "calinski_harabasz": 100 * silhouette,
                    "davies_bouldin": 1 - silhouette,
                    "gap": 1.0,
                    "gap_error": 0.1,
                    "stability": stability,
                    "smallest_share": share,
                    "largest_share": 1 - share if k == 2 else 0.5,
                }
                for k, silhouette, stability, share in rows
            ]
        ),
        gap_of_one,
    )


def params(**changes):
    return Clustering(**{"k_min": 2, "k_max": 6, **changes})


SCAN = [
    (2, 0.90, 0.99, 0.006),
    (3, 0.40, 0.90, 0.20),
    (4, 0.60, 0.95, 0.01),
    (5, 0.48, 0.92, 0.10),
    (6, 0.55, 0.60, 0.08),
]


def said(chosen, options):
    metrics = choice.metrics(chosen, options)
    return [
        plain_text(compute(template, metrics, Formats("GBP"), names))
        for template, names in choice.reasons(chosen, options)
    ]


def test_auto_takes_the_best_mean_rank_of_those_that_qualify():
    chosen = choice.choose(table(SCAN), params())
    assert chosen.k == 5
    assert chosen.qualified
    assert chosen.table.set_index("k")["verdict"].to_dict() == {
        2: "highest silhouette of all, but one group holds 99.4% of the customers",
        3: "mean rank 2.00, worse than 1.00 of k = 5",
        4: "one group holds only 1.0% of the customers",
        5: "chosen: best mean rank of those that qualify",
        6: "resamples agree only to 0.600, less than the 0.75 asked for",
    }
    assert said(chosen, params()) == [
        "Of the numbers whose smallest group holds at least 5.0% of customers and whose groups hold "
        "up in resamples, 5 ranks best over four indices.",
        "The groups shade into each other (silhouette 0.480).",
        "2 groups have the highest silhouette of all (0.900), but one group holds 99.4% of the "
        "customers.",
        "The smallest group holds 10% of the customers; groups of resampled customers agree to 0.92 "
        "(1 is perfect).",
    ]


@pytest.mark.parametrize(("silhouette", "k"), [(0.49, 3), (0.51, 2)])
def test_two_groups_are_taken_only_if_they_are_well_apart(silhouette, k):
    rows = [(2, silhouette, 0.99, 0.3), (3, 0.40, 0.90, 0.2), (4, 0.39, 0.89, 0.2)]
    chosen = choice.choose(table(rows), params())
    assert chosen.k == k
    assert chosen.clear == (k == 2)


def test_of_equal_ranks_the_more_stable_wins_and_then_the_lower():
    better = [(3, 0.45, 0.80, 0.2), (4, 0.40, 0.90, 0.2)]
    scanned = table(better)
    scanned.table["davies_bouldin"] = [0.9, 0.5]
    chosen = choice.choose(scanned, params())
    assert chosen.table["mean_rank"].tolist() == [1.5, 1.5]
    assert chosen.k == 4
    assert chosen.table["verdict"][0] == (
        "highest silhouette of all, but no better mean rank than k = 4, and no more stable"
    )
    same = choice.choose(table([(3, 0.4, 0.9, 0.2), (4, 0.4, 0.9, 0.2)]), params())
    assert same.k == 3


def test_none_qualifies():
    rows = [(2, 0.4, 0.99, 0.3), (3, 0.3, 0.9, 0.02), (4, 0.2, 0.5, 0.2)]
    chosen = choice.choose(table(rows), params())
    assert chosen.k == 3
    assert not chosen.qualified
    assert chosen.table["verdict"][1] == (
        "chosen as none qualifies, though one group holds only 2.0% of the customers"
    )
    assert said(chosen, params())[0].startswith("No number from 3 up leaves at least 5.0%")
    assert "no split is a good one" in choice.title(chosen, params())


def test_auto_takes_no_group_too_small_to_be_shown():
    # Of 60 customers, 10 are a sixth.
    chosen = choice.choose(table(SCAN), params(), fewest=1 / 6)
    assert chosen.k == 3
    assert chosen.qualified
    assert "at least 17% of customers" in said(chosen, params())[0]
    loose = [(2, 0.4, 0.5, 0.3), (3, 0.3, 0.5, 0.02), (4, 0.2, 0.5, 0.2), (5, 0.2, 0.5, 0.2)]
    assert choice.choose(table(loose), params(), fewest=1 / 6).k == 4
    assert choice.choose(table(loose[:2]), params(), fewest=1 / 6).k == 2
    assert choice.choose(table(loose[:2]), params(), fewest=1 / 3).k == 3


def test_no_structure_is_said():
    chosen = choice.choose(table(SCAN, gap_of_one=0.95), params())
    assert not chosen.structured
    assert "form no separate groups" in choice.title(chosen, params())
    assert said(chosen, params())[1].startswith("By the gap statistic, no number of groups fits")
    assert choice.choose(table(SCAN, gap_of_one=0.85), params()).structured


def test_a_fixed_number_is_taken_and_the_better_one_is_named():
    fixed = params(k=4, reason="Four {classes} of campaigns.")
    chosen = choice.choose(table(SCAN), fixed)
    assert chosen.k == 4
    verdicts = chosen.table.set_index("k")["verdict"]
    assert verdicts[4] == "chosen by the study"
    assert verdicts[3] == "the study asks for 4"
    assert said(chosen, fixed)[0] == "Four {classes} of campaigns."
    assert "2 groups have the highest silhouette of all" in said(chosen, fixed)[2]
    assert choice.title(chosen, fixed) == "{k:count} groups, as the study asks for"


def test_a_fixed_number_that_is_the_best_needs_no_excuse():
    fixed = params(k=2, reason="Two.")
    chosen = choice.choose(table(SCAN), fixed)
    assert chosen.table["verdict"][0] == "chosen by the study; highest silhouette of all"
    assert len(said(chosen, fixed)) == 3


@pytest.mark.parametrize(
    ("silhouette", "words"),
    [(0.6, "well apart, that hold up"), (0.4, "shade into each other")],
)
def test_the_title_claims_what_is_true(silhouette, words):
    chosen = choice.choose(table([(3, silhouette, 0.9, 0.2), (4, 0.1, 0.9, 0.2)]), params())
    assert words in choice.title(chosen, params())


@pytest.mark.parametrize(
    ("row", "verdict", "apart"),
    [
        ((5, 0.6, 0.9, 0.2), "found by HDBSCAN", "are well apart (silhouette 0.600)"),
        (
            (5, 0.4, 0.6, 0.2),
            "found by HDBSCAN, though resamples agree only to 0.600, less than the 0.75 asked for",
            "shade into each other (silhouette 0.400)",
        ),
    ],
)
def test_the_number_of_hdbscan_is_taken_whatever_speaks_against_it(row, verdict, apart):
    options = params(algorithm="hdbscan")
    chosen = choice.choose(table([row], gap_of_one=9.0), options)
    assert chosen.k == 5
    assert chosen.table["verdict"].tolist() == [verdict]
    assert choice.title(chosen, options) == "{k:count} groups, as HDBSCAN finds them"
    first, structure, *_ = said(chosen, options)
    assert first.startswith("HDBSCAN finds the number itself")
    assert apart in structure


def test_metrics_hold_the_chosen_row_and_the_whole_table():
    chosen = choice.choose(table(SCAN), params())
    metrics = choice.metrics(chosen, params())
    row = chosen.table.set_index("k").loc[5]
    for name in ("inertia", "silhouette", "calinski_harabasz", "davies_bouldin", "smallest_share"):
        assert metrics[name] == row[name]
    assert (metrics["k"], metrics["k_stability"]) == (5, 0.92)
    assert metrics["k_of_best_silhouette"] == 2
    assert [each["k"] for each in metrics["k_scan"]] == [2, 3, 4, 5, 6]
    assert (metrics["k_lowest"], metrics["k_highest"]) == (2, 6)


def test_the_elbow_is_where_the_inertia_bends_most():
    scanned = table(SCAN).table.assign(inertia=[100.0, 60.0, 20.0, 15.0, 10.0])
    assert choice.elbow(scanned) == 4


# ---------------------------------------------------------------- planted customers


@pytest.fixture
def _fewer_resamples(monkeypatch):
    monkeypatch.setattr(stability, "RESAMPLES", 5)
    monkeypatch.setattr(indices, "REFERENCES", 4)


def choose_for(view, names=NAMES, **changes):
    options = Clustering(**{"n_init": 3, "k_max": 7, **changes})
    points = Scaling.fit(view, names, options).coordinates(view)
    return choice.choose(scan(points, options), options)


@pytest.mark.usefixtures("_fewer_resamples")
@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_planted_segments_are_counted(count):
    chosen = choose_for(customers(KINDS[count], 900, seed=5))
    assert chosen.k == count
    assert chosen.clear


@pytest.mark.usefixtures("_fewer_resamples")
def test_hdbscan_is_asked_for_the_number_once():
    chosen = choose_for(customers_and_strays(), algorithm="hdbscan")
    assert chosen.k == 4
    assert chosen.table["k"].tolist() == [4]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minimum_share": 0.5}, ["finds 0 groups of at least 50.0%", "lower clustering.min"]),
        ({"k_max": 3}, ["HDBSCAN finds 4 groups", "2 to 3", "raise clustering.minimum_share"]),
    ],
)
def test_a_number_of_hdbscan_that_is_no_segmentation_is_refused(changes, words):
    with pytest.raises(UserError) as caught:
        choose_for(customers_and_strays(), algorithm="hdbscan", **changes)
    assert all(word in str(caught.value) for word in words)


@pytest.mark.usefixtures("_fewer_resamples")
def test_no_structure_at_all():
    chosen = choose_for(without_structure(900, seed=5))
    assert not chosen.structured
    assert "no separate groups" in choice.title(chosen, params())


@pytest.mark.usefixtures("_fewer_resamples")
def test_one_dominating_group_of_outliers_is_refused():
    view = customers(KINDS[4], 900, seed=5)
    view.loc[:8, "monetary"] = 1e7
    chosen = choose_for(view, transform="none")
    verdicts = chosen.table.set_index("k")["verdict"]
    assert verdicts[2] == "highest silhouette of all, but one group holds 99.0% of the customers"
    assert chosen.k != 2


@pytest.mark.usefixtures("_fewer_resamples")
def test_a_feature_given_twice_does_not_change_the_number():
    view = customers(KINDS[4], 900, seed=5).assign(spend=lambda table: table["monetary"])
    assert choose_for(view, [*NAMES, "spend"]).k == 4


@pytest.mark.usefixtures("_fewer_resamples")
def test_the_same_customers_give_the_same_table():
    view = customers(KINDS[3], 300, seed=1)
    first, again = choose_for(view, k_max=4), choose_for(view, k_max=4)
    pd.testing.assert_frame_equal(first.table, again.table, check_exact=True)
    assert np.isfinite(first.table.drop(columns=["mean_rank", "verdict"]).to_numpy()).all()
