"""The trial of trends: it runs, is silent without a trend and speaks of a large one."""

from __future__ import annotations

import pytest

from benchmarks.worlds.marginals import MissingStudyError
from benchmarks.worlds.trends import FALLS, RISES, TRIAL
from segmentbook.core.claims import KINDS

WORLDS = {world.name: world for world in TRIAL.worlds}
pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("name", [name for name, world in WORLDS.items() if not world.true])
def test_little_is_said_without_a_trend(name):
    world = WORLDS[name]
    try:
        said = [TRIAL.claims(world.make(seed, 300, 1.0), seed) for seed in range(3)]
    except MissingStudyError as error:
        pytest.skip(str(error))
    assert sum(map(bool, said)) <= 1


def test_leaving_customers_are_seen():
    world = WORLDS["trend: customers leave, with a season"]
    assert TRIAL.claims(world.make(0, 1_000, 2.0), 0) == FALLS


def test_every_kind_is_listed_and_judged_on_families_of_worlds():
    for kind in FALLS | RISES:
        assert kind in KINDS
        families = {world.family for world in TRIAL.worlds if kind in world.false}
        assert len(families) >= 2
