"""A few trials of the word stable."""

from __future__ import annotations

from benchmarks.worlds.sensitivity import TRIAL, claims

WORLDS = {world.name: world for world in TRIAL.worlds}


def made(name, number=4, size=500, effect=1.0):
    world = WORLDS[name]
    return [bool(claims(world.make(seed, size, effect), seed)) for seed in range(number)]


def test_segments_that_change_with_the_month_are_not_stable():
    assert not any(made("slices: frequent buyers"))


def test_segments_that_stay_are():
    assert sum(made("regular buyers of five kinds", effect=2.0)) >= 3
