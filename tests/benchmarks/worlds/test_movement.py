"""Worlds of movement: the trial calls the methods of the report, and rarely claims what is false."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from benchmarks.worlds import buyers, movement
from segmentbook.core.engine import frame
from segmentbook.eda.window import window
from segmentbook.movement import tracking

WORLDS = {world.name: world for world in movement.TRIAL.worlds}


def rate(name, size=500, effect=1.0, worlds=10):
    world = WORLDS[name]
    judged = world.false or world.true
    made = [
        movement.claims(world.make(seed, size, effect), seed) & judged for seed in range(worlds)
    ]
    return sum(bool(one) for one in made) / worlds


@pytest.mark.parametrize("years", [1, 2])
def test_the_trial_sees_what_the_report_sees(years):
    plan = buyers.Plan(days=364 * years, season=buyers.CHRISTMAS)
    data = buyers.negative_binomial(5, 200, plan)
    lines = buyers.lines(data)
    known = window(lines)
    found = tracking.track(lines, known.last + timedelta(days=1), known, 3)
    plain = movement._plain(data)
    states = movement._states(plain, found.periods)
    other = tracking.of_states(
        states,
        found.periods,
        known,
        lambda *args: movement._weeks(plain, found.periods, *args),
        3,
    )
    assert found.periods.number == movement._periods(plain["ago"])[0]
    pd.testing.assert_frame_equal(found.tested, other.tested)
    pd.testing.assert_frame_equal(found.latest, other.latest)
    assert len(frame(lines)) == len(data)


@pytest.mark.parametrize("name", ["no movement: gamma-Poisson", "later no difference: clumpy"])
def test_what_is_false_is_rarely_claimed(name):
    assert rate(name) <= 0.2


@pytest.mark.parametrize(
    "name", ["customers leave: gamma-Poisson", "later more repeat: gamma-Poisson"]
)
def test_what_is_true_is_found_where_it_is_large(name):
    assert rate(name, 1_000, 6.0 if "later" in name else 2.0, 5) > 0.5


def test_every_kind_is_false_in_one_world_and_true_in_another():
    false = frozenset().union(*(world.false for world in WORLDS.values()))
    true = frozenset().union(*(world.true for world in WORLDS.values()))
    assert false == movement.MOVED | movement.LATER
    missing = false - true
    assert not missing, missing
    assert all(world.effect for world in WORLDS.values() if world.true)
