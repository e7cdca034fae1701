"""Segments that choose alike are seldom said to differ; planted differences are there."""

from __future__ import annotations

import pytest

from benchmarks.worlds.outside import ALL, TRIAL, claims

WORLDS = {world.name: world for world in TRIAL.worlds}


@pytest.mark.parametrize("name", ["alike: gamma-Poisson", "alike: negative binomial"])
def test_segments_that_choose_alike_are_seldom_said_to_differ(name):
    made = [kind for seed in range(10) for kind in claims(WORLDS[name].make(seed, 300, 1.0), seed)]
    assert len(made) <= 3


def test_a_large_difference_is_found():
    made = claims(WORLDS["unlike: gamma-Poisson"].make(0, 2_000, 6.0), 0)
    assert made == ALL


def test_worlds_repeat_and_segments_are_numbered_by_value():
    first, again = (WORLDS["unlike: gamma-Poisson"].make(3, 200, 1.0) for _ in range(2))
    assert first.lines.equals(again.lines)
    assert first.facts.equals(again.facts)
    assert {*first.members["segment"]} == {1, 2, 3, 4}
    spent = first.lines.groupby("customer")["amount"].sum()
    means = first.members.set_index("customer").join(spent).groupby("segment")["amount"].mean()
    assert means.is_monotonic_decreasing or means.idxmax() == 1
