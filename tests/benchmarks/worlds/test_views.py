"""Views without groups have a study's marginals; planted groups are as far apart as they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmarks.worlds import marginals, views


@pytest.mark.parametrize("freedom", [None, 4])
def test_a_copula_has_the_marginals_zeros_ties_and_correlations(freedom):
    real = marginals.view("complete_journey")
    found = views.copula(1, 5_000, freedom=freedom)
    for name in marginals.FEATURES:
        assert set(found[name]) <= set(real[name])
        shares = [found[name].value_counts(normalize=True), real[name].value_counts(normalize=True)]
        most = shares[1].index[:5]
        assert shares[0].reindex(most, fill_value=0).to_numpy() == pytest.approx(
            shares[1][most].to_numpy(), abs=0.02
        )
    related = [view[[*marginals.FEATURES]].corr("spearman").to_numpy() for view in (found, real)]
    assert related[0] == pytest.approx(related[1], abs=0.05)


def test_extremes_of_a_t_copula_go_together():
    def together(freedom: float | None) -> float:
        view = views.copula(2, 20_000, freedom=freedom).rank(pct=True, numeric_only=True)
        return float(((view["frequency"] > 0.99) & (view["recency"] > 0.9)).mean())

    assert together(4) > 2 * together(None)


@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(sorted(views.DISTANCE)),
    effect=st.sampled_from([0.5, 1.0, 2.0]),
    heavy=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_planted_views_are_views_and_repeat(seed, kind, effect, heavy):
    found = views.planted(seed, 200, kind, effect, heavy=heavy)
    assert_frame_equal(found, views.planted(seed, 200, kind, effect, heavy=heavy))
    assert found["customer"].is_unique
    assert (found[[*marginals.FEATURES]] > 0).all(axis=None)
    assert found["planted"].nunique() == (2 if kind == "two" else 3)


def test_groups_overlap_as_declared():
    assert views.misplaced("touching") == pytest.approx(0.05, abs=0.003)
    assert views.misplaced("apart") < 0.004
    assert views.misplaced("touching", 0.5) > 0.15
    assert views.planted(3, 5_000, "small")["planted"].eq(0).mean() == pytest.approx(0.03, abs=0.01)


def test_what_separates_a_planted_view_is_its_distance():
    view = views.planted(4, 4_000, "two")
    logs = np.log(view[[*marginals.FEATURES]])
    within = logs.groupby(view["planted"]).std()
    between = logs.groupby(view["planted"]).mean().diff().iloc[1]
    assert within.to_numpy() == pytest.approx(0.3, abs=0.03)
    assert np.linalg.norm(between / 0.3) == pytest.approx(6, abs=0.2)


def test_buyers_of_one_kind_are_a_view():
    view = views.one_kind(5, 300)
    assert list(view.columns) == ["customer", *marginals.FEATURES]
    assert len(view) == 300
