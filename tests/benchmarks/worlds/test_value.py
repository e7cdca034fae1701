"""The trial of activity and value runs, and makes its claims where they are true."""

from __future__ import annotations

import pytest

from benchmarks.worlds import value
from benchmarks.worlds.marginals import MissingStudyError

OF = {world.name: world for world in value.WORLDS}


@pytest.mark.parametrize("world", value.WORLDS, ids=lambda world: world.name)
def test_every_world_is_judged(world):
    try:
        data = world.make(0, 300, 1.0)
    except MissingStudyError as error:
        pytest.skip(str(error))
    assert value.claims(data, 0) <= value.OVERDUE | value.PREDICTS
    assert world.true.isdisjoint(world.false)
    assert bool(world.effect) == bool(world.true)


@pytest.mark.parametrize("kind", ["activity.overdue", "value.predicts"])
def test_false_claims_are_judged_on_two_families(kind):
    assert len({world.family for world in value.WORLDS if kind in world.false}) >= 2
    assert any(kind in world.true for world in value.WORLDS)


@pytest.mark.parametrize("name", ["memoryless: gamma-Poisson", "all customers alike"])
def test_a_false_claim_is_not_made(name):
    world = OF[name]
    made = [value.claims(world.make(seed, 500, 1.0), seed) for seed in range(10)]
    assert sum(bool(one & world.false) for one in made) <= 1


@pytest.mark.parametrize("name", ["20 % leave, constant hazard", "rates last: gamma-Poisson"])
def test_a_true_claim_is_made(name):
    world = OF[name]
    made = [value.claims(world.make(seed, 2_000, 1.0), seed) for seed in range(4)]
    assert sum(bool(one & world.true) for one in made) >= 3
