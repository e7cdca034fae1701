"""Scores: equal values, equal scores; better values, never worse ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from fixtures import customer_view
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM, scores

TIED = st.lists(st.integers(-3, 6), min_size=1, max_size=60).map(pd.Series)
FLOATS = st.lists(
    st.floats(-1e9, 1e9, allow_nan=False) | st.sampled_from([0.1, 0.2, 0.30000000000000004]),
    min_size=1,
    max_size=60,
).map(pd.Series)


@settings(max_examples=150, deadline=None)
@given(values=TIED | FLOATS, better=st.sampled_from(["high", "low"]))
def test_scores_follow_values(values, better):
    cuts = scores.cut_points(values)
    points = scores.score(values, cuts, better)
    assert points.index.equals(values.index)
    assert points.between(1, 5).all()
    by_value = pd.DataFrame({"value": values, "points": points})
    assert (by_value.groupby("value")["points"].nunique() == 1).all()
    ranked = by_value.sort_values("value", ascending=better == "high")["points"]
    assert ranked.is_monotonic_increasing
    # Cut points rise and are values that can be read in the data.
    assert cuts == sorted(cuts)
    assert set(cuts) <= set(values.astype(float))


@settings(max_examples=50, deadline=None)
@given(values=TIED, shuffle=st.randoms())
def test_scores_do_not_depend_on_the_order_of_customers(values, shuffle):
    order = list(values.index)
    shuffle.shuffle(order)
    mixed = values.loc[order]
    assert scores.cut_points(mixed) == scores.cut_points(values)
    points = scores.score(values, scores.cut_points(values), "high")
    again = scores.score(mixed, scores.cut_points(mixed), "high")
    assert again.sort_index().equals(points)


def test_values_without_ties_make_fifths():
    values = pd.Series(range(1, 101))
    cuts = scores.cut_points(values)
    assert cuts == [20, 40, 60, 80]
    high = scores.score(values, cuts, "high")
    assert high.value_counts().to_dict() == dict.fromkeys(range(1, 6), 20)
    assert high.iloc[[0, 19, 20, 99]].tolist() == [1, 1, 2, 5]
    low = scores.score(values, cuts, "low")
    assert low.iloc[[0, 19, 20, 99]].tolist() == [5, 5, 4, 1]


def test_a_third_with_one_order_share_a_score():
    values = pd.Series([1] * 34 + list(range(2, 68)))
    points = scores.score(values, scores.cut_points(values), "high")
    assert points[values == 1].unique().tolist() == [1]
    assert points[values > 1].min() > 1


def test_equal_customers_have_equal_scores():
    values = pd.Series([7.0] * 12)
    for better in ("high", "low"):
        assert scores.score(values, scores.cut_points(values), better).nunique() == 1


def test_scores_are_added_to_the_view():
    view = customer_view()
    before = view.copy()
    scored = scores.add_scores(view, RFM)
    assert_frame_equal(view, before)
    assert_frame_equal(scored[list(view.columns)], view)
    latest, earliest = scored["recency"].idxmin(), scored["recency"].idxmax()
    assert scored.loc[latest, "recency_score"] == 5
    assert scored.loc[earliest, "recency_score"] == 1
    assert scored.loc[scored["monetary"].idxmax(), "monetary_score"] == 5


def test_score_table_covers_every_customer_once():
    scored = scores.add_scores(customer_view(), RFM)
    table = scores.score_table(scored, RFM)
    for feature in RFM:
        rows = table[table["feature"] == feature.title]
        assert rows["customers"].sum() == len(scored)
        assert rows["score"].is_monotonic_decreasing
        assert (rows["lowest"] <= rows["highest"]).all()
        ranges = rows.sort_values("lowest")
        # No range reaches into the next.
        assert (ranges["highest"].to_numpy()[:-1] < ranges["lowest"].to_numpy()[1:]).all()


def test_segment_map_hides_few_and_what_would_reveal_them():
    cells = {(5, 5): 10, (5, 1): 20, (1, 5): 20, (1, 1): 9, (3, 3): 11}
    every = [cell for cell, size in cells.items() for _ in range(size)]
    scored = pd.DataFrame(every, columns=["recency_score", "frequency_score"])
    scored["monetary"] = scored["recency_score"] * 2.0
    table = scores.segment_map(scored)
    shown = table.dropna().set_index(["recency_score", "frequency_score"])
    # Nine are too few; every other corner would reveal them by the customers of each score.
    assert shown.index.tolist() == [(3, 3)]
    assert shown.loc[(3, 3)].tolist() == [11, 6]
    assert np.isnan(scores.map_metrics(table)["worst_cell_customers"])
    large = scores.segment_map(scored, minimum=9)
    metrics = scores.map_metrics(large)
    assert large["customers"].sum() == 70
    assert (metrics["best_cell_customers"], metrics["best_cell_monetary"]) == (10, 10.0)
    assert metrics["worst_cell_customers"] == 9


def test_an_empty_cell_has_no_customers():
    scored = pd.DataFrame({"recency_score": [3], "frequency_score": [3], "monetary": [10.0]})
    metrics = scores.map_metrics(scores.segment_map(scored))
    assert metrics["best_cell_customers"] == 0
    assert metrics["worst_cell_customers"] == 0


@pytest.mark.parametrize("levels", [2, 4, 5, 10])
def test_any_number_of_levels(levels):
    values = pd.Series(np.arange(1000.0))
    points = scores.score(values, scores.cut_points(values, levels), "high")
    wanted = dict.fromkeys(range(1, levels + 1), 1000 // levels)
    assert points.value_counts().to_dict() == wanted


@settings(max_examples=60, deadline=None)
@given(
    values=TIED | FLOATS,
    cuts=st.lists(st.integers(-5, 8), min_size=4, max_size=4, unique=True).map(sorted),
    better=st.sampled_from(["high", "low"]),
)
def test_scores_by_given_cuts_follow_values(values, cuts, better):
    points = scores.score(values, cuts, better)
    by_value = pd.DataFrame({"value": values, "points": points})
    assert (by_value.groupby("value")["points"].nunique() == 1).all()
    ranked = by_value.sort_values("value", ascending=better == "high")["points"]
    assert ranked.is_monotonic_increasing
    assert points.between(1, 5).all()


def test_cuts_of_the_params_replace_the_fifths():
    view = customer_view()
    given_cuts = {"recency": [30.0, 60.0, 90.0, 180.0]}
    scored = scores.add_scores(view, RFM, given_cuts)
    wanted = pd.cut(view["recency"], [-1, 30, 60, 90, 180, 10_000], labels=[5, 4, 3, 2, 1])
    assert scored["recency_score"].tolist() == wanted.astype(int).tolist()
    free = scores.add_scores(view, RFM)
    assert scored["monetary_score"].equals(free["monetary_score"])
    table = scores.cut_table(view, RFM, given_cuts).set_index("feature")
    assert table.loc["Recency", "cut_2"] == 60
    assert table["origin"].tolist() == ["the params", *["fifths of the customers"] * 2]
    assert table.loc["Frequency", "cut_1"] == scores.cut_points(view["frequency"])[0]


def test_what_has_no_scores_is_not_applicable():
    view = customer_view().drop(columns=["recency"])
    features = scores.scored_features([feature for feature in RFM if feature.name in view.columns])
    assert [feature.name for feature in features] == ["frequency", "monetary"]
    grid = scores.segment_map(scores.add_scores(view, features))
    assert isinstance(grid, NotApplicable)
    assert isinstance(scores.score_table(view, ()), NotApplicable)
    assert isinstance(scores.cut_table(view, (), {}), NotApplicable)
