"""A few trials of the names of segments."""

from __future__ import annotations

from benchmarks.worlds.naming import TRIAL, claims

WORLDS = {world.name: world for world in TRIAL.worlds}


def made(name, number=6, size=500, effect=1.0):
    draws = [claims(WORLDS[name].make(seed, size, effect), seed) for seed in range(number)]
    return [kind for draw in draws for kind in draw]


def test_buyers_who_are_alike_get_no_name_that_speaks_of_later():
    assert len(made("alike: days and values of complete_journey")) <= 1


def test_buyers_whose_rates_differ_do():
    found = made("rates differ", effect=2.0)
    assert found.count("name") >= 5
    assert "gone" not in found
