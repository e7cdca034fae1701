"""The choice of k: the rule, its reasons as codes, and what it finds of real structure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.planted import KINDS, customers, without_structure
from fixtures import customers_and_strays
from scans import ROWS, params, scan
from segmentbook.clustering import choice, fit, indices, stability
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering

pytestmark = pytest.mark.whole

NAMES = ["recency", "frequency", "monetary"]


def column(chosen, name):
    return chosen.table.set_index("k")[name].to_dict()


def test_auto_takes_the_best_mean_rank_of_those_that_qualify():
    chosen = choice.choose(scan(ROWS), params())
    assert (chosen.k, chosen.by) == (5, "rule")
    assert chosen.qualified
    assert column(chosen, "objection") == {
        2: "dominated", 3: None, 4: "small_group", 5: None, 6: "unstable",
    }  # fmt: skip
    assert column(chosen, "verdict") == {
        2: "objected", 3: "worse_rank", 4: "objected", 5: "best_rank", 6: "objected",
    }  # fmt: skip
    assert column(chosen, "mean_rank")[3] == 2.0
    assert chosen.best_silhouette["k"] == 2


@pytest.mark.parametrize(("separate", "k"), [([], 3), ([2], 2)])
def test_two_groups_are_taken_only_if_they_are_separate(separate, k):
    rows = [(2, 0.60, 0.99, 0.3), (3, 0.40, 0.90, 0.2), (4, 0.39, 0.89, 0.2)]
    chosen = choice.choose(scan(rows, separate=separate), params())
    assert chosen.k == k
    assert chosen.structure == ("separate" if k == 2 else "continuum")
    assert column(chosen, "objection")[2] == (None if k == 2 else "too_few")


def test_of_separate_groups_the_most_are_taken_even_small_ones():
    rows = [(2, 0.6, 0.99, 0.3), (3, 0.5, 0.9, 0.03), (4, 0.7, 0.6, 0.2), (5, 0.8, 0.9, 0.2)]
    chosen = choice.choose(scan(rows, separate=[2, 3, 4]), params(), fewest=0.01)
    assert (chosen.k, chosen.structure) == (3, "separate")
    assert column(chosen, "verdict") == {
        2: "fewer", 3: "most_separate", 4: "objected", 5: "not_separate",
    }  # fmt: skip
    assert choice.choose(scan(rows, separate=[2, 3]), params(), fewest=0.04).k == 2


def test_a_small_group_that_stands_apart_is_kept_among_slices():
    rows = [(2, 0.3, 0.5, 0.3), (3, 0.3, 0.9, 0.03), (4, 0.4, 0.9, 0.03), (5, 0.5, 0.9, 0.2)]
    chosen = choice.choose(scan(rows, apart=[3, 4]), params(), fewest=0.01)
    assert (chosen.k, chosen.structure, chosen.apart) == (3, "continuum", True)
    assert column(chosen, "verdict")[3] == "one_apart"


@pytest.mark.parametrize(
    ("stability", "ordered", "structure"),
    [
        (0.9, True, "continuum"),
        (0.9, False, "none"),
        (0.74, True, "continuum"),
        (0.6, True, "none"),
    ],
)
def test_without_order_or_reproducible_slices_there_is_nothing_to_segment(
    stability, ordered, structure
):
    rows = [(k, 0.3, stability, 0.2) for k in (2, 3, 4)]
    chosen = choice.choose(scan(rows, ordered=ordered), params())
    assert chosen.structure == structure
    assert chosen.banded == (structure == "none")
    fixed = choice.choose(scan(rows, ordered=ordered), params(k=3, reason="Three."))
    assert (fixed.structure, fixed.banded) == (structure, False)
    separate = choice.choose(scan(rows, ordered=ordered, separate=[3]), params(k=3, reason="x"))
    assert separate.structure == "separate"


def test_a_stability_near_its_bound_is_recognised():
    near, far = ([(3, 0.4, value, 0.2), (4, 0.1, 0.5, 0.2)] for value in (0.76, 0.78))
    assert choice.choose(scan(near), params()).near_bound(0.75)
    assert not choice.choose(scan(far), params()).near_bound(0.75)


def test_of_equal_ranks_the_more_stable_wins_and_then_the_lower():
    scanned = scan([(3, 0.45, 0.80, 0.2), (4, 0.40, 0.90, 0.2)])
    scanned.table["davies_bouldin"] = [0.9, 0.5]
    chosen = choice.choose(scanned, params())
    assert chosen.table["mean_rank"].tolist() == [1.5, 1.5]
    assert chosen.k == 4
    assert chosen.tied == choice.metrics(chosen, params())["k_tied"] == [3]
    assert column(chosen, "verdict") == {3: "no_better", 4: "best_rank"}
    same = choice.choose(scan([(3, 0.4, 0.9, 0.2), (4, 0.4, 0.9, 0.2)]), params())
    assert same.k == 3


def test_none_qualifies():
    rows = [(2, 0.4, 0.99, 0.3), (3, 0.3, 0.9, 0.02), (4, 0.2, 0.5, 0.2)]
    chosen = choice.choose(scan(rows), params())
    assert chosen.k == 3
    assert not chosen.qualified
    assert column(chosen, "verdict")[3] == "fallback"
    assert column(chosen, "objection")[3] == "small_group"


def test_auto_takes_no_group_too_small_to_be_shown():
    # Of 60 customers, 10 are a sixth.
    chosen = choice.choose(scan(ROWS), params(), fewest=1 / 6)
    assert chosen.k == 3
    assert chosen.qualified
    assert chosen.least == choice.metrics(chosen, params())["minimum_share"] == 1 / 6
    loose = [(2, 0.4, 0.5, 0.3), (3, 0.3, 0.5, 0.02), (4, 0.2, 0.5, 0.2), (5, 0.2, 0.5, 0.2)]
    assert choice.choose(scan(loose), params(), fewest=1 / 6).k == 4
    assert choice.choose(scan(loose[:2]), params(), fewest=1 / 6).k == 2
    assert choice.choose(scan(loose[:2]), params(), fewest=1 / 3).k == 3


def test_a_fixed_number_is_taken():
    fixed = params(k=4, reason="Four classes.")
    chosen = choice.choose(scan(ROWS), fixed)
    assert (chosen.k, chosen.by) == (4, "study")
    verdicts = column(chosen, "verdict")
    assert verdicts[4] == "set_by_study"
    assert verdicts[3] == "study_differs"
    assert verdicts[2] == "objected"


@pytest.mark.parametrize("row", [(5, 0.6, 0.9, 0.2), (5, 0.4, 0.6, 0.2)])
def test_the_number_that_an_algorithm_finds_is_taken_whatever_speaks_against_it(row):
    options = params(algorithm="hdbscan")
    chosen = choice.choose(scan([row], gap_of_one=9.0), options)
    assert (chosen.k, chosen.by) == (5, "algorithm")
    assert chosen.table["verdict"].tolist() == ["found"]
    assert choice.metrics(chosen, options)["minimum_share"] == options.minimum_share


def test_metrics_hold_the_chosen_row_and_the_range():
    chosen = choice.choose(scan(ROWS), params())
    metrics = choice.metrics(chosen, params())
    row = chosen.table.set_index("k").loc[5]
    for name in ("inertia", "silhouette", "calinski_harabasz", "davies_bouldin", "smallest_share"):
        assert metrics[name] == row[name]
    assert (metrics["k"], metrics["k_stability"]) == (5, 0.92)
    assert metrics["k_of_best_silhouette"] == 2
    assert (metrics["k_lowest"], metrics["k_highest"]) == (2, 6)


def test_the_elbow_is_where_the_inertia_bends_most():
    scanned = scan(ROWS).table.assign(inertia=[100.0, 60.0, 20.0, 15.0, 10.0])
    assert choice.elbow(scanned) == 4


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 0.5)), min_size=5, max_size=5
    )
)
def test_every_number_has_a_verdict_and_one_is_chosen(indices_of_k):
    rows = [(k, *values) for k, values in enumerate(indices_of_k, start=2)]
    chosen = choice.choose(scan(rows), params())
    taken = chosen.table["verdict"].isin(["best_rank", "fallback"])
    assert chosen.table.loc[taken, "k"].tolist() == [chosen.k]
    assert chosen.qualified == (chosen.chosen["verdict"] == "best_rank")
    assert ((chosen.table["verdict"] == "objected") <= chosen.table["objection"].notna()).all()


# ---------------------------------------------------------------- planted customers


@pytest.fixture
def _fewer_resamples(monkeypatch):
    monkeypatch.setattr(stability, "RESAMPLES", 5)
    monkeypatch.setattr(indices, "REFERENCES", 4)


def choose_for(view, names=NAMES, **changes):
    options = Clustering(**{"n_init": 3, "k_max": 7, **changes})
    points = Scaling.fit(view, names, options).coordinates(view)
    return choice.choose(indices.scan(points, options), options)


@pytest.mark.usefixtures("_fewer_resamples")
@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_planted_segments_are_counted(count):
    chosen = choose_for(customers(KINDS[count], 900, seed=5))
    assert chosen.k == count
    assert chosen.structure == "separate"


@pytest.mark.usefixtures("_fewer_resamples")
def test_hdbscan_is_asked_for_the_number_once():
    chosen = choose_for(customers_and_strays(), algorithm="hdbscan")
    assert chosen.k == 4
    assert chosen.table["k"].tolist() == [4]


@pytest.mark.usefixtures("_fewer_resamples")
def test_no_structure_at_all():
    chosen = choose_for(without_structure(900, seed=5))
    assert chosen.structure == "continuum"


@pytest.mark.usefixtures("_fewer_resamples")
def test_one_dominating_group_of_outliers_is_refused():
    view = customers(KINDS[4], 900, seed=5)
    view.loc[:8, "monetary"] = 1e7
    chosen = choose_for(view, transform="none")
    assert chosen.best_silhouette["k"] == 2
    assert chosen.best_silhouette["objection"] == "dominated"
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
    numbers = first.table.drop(columns=["mean_rank", "objection", "verdict"])
    assert np.isfinite(numbers.to_numpy(dtype=float)).all()


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=3, deadline=None)
def test_neither_the_order_of_rows_nor_the_spelling_of_ids_matters(seed):
    view = customers(KINDS[3], 250, seed=7)
    shuffled = view.sample(frac=1.0, random_state=seed)
    renamed = shuffled.assign(customer=[f"x{(seed + n) % 997}-{n}" for n in range(len(shuffled))])
    options = Clustering(n_init=2, k_max=4)
    tables, labels = [], []
    for one in (view, renamed):
        scaling = Scaling.fit(one, NAMES, options)
        points = fit.fit_points(one, scaling, options)
        chosen = choice.choose(indices.scan(points, options), options)
        tables.append(chosen.table)
        fitted = fit.segment(points, scaling, chosen.k, options).assign(one)
        labels.append(pd.Series(fitted, one.index).sort_index())
    pd.testing.assert_frame_equal(*tables, check_exact=True)
    pd.testing.assert_series_equal(*labels)
