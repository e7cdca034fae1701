"""The trial of groups: the short way that it takes to the verdict is that of chapter 4."""

from __future__ import annotations

import pytest

from benchmarks.worlds import groups, marginals
from segmentbook.clustering.choice import choose
from segmentbook.clustering.fit import fit_points
from segmentbook.clustering.indices import scan
from segmentbook.clustering.transform import Scaling
from segmentbook.core.privacy import MINIMUM

WORLDS = {world.name: world for world in groups.TRIAL.worlds}
KINDS = {"separate": "groups.separate", "continuum": "groups.slices", "none": "groups.none"}


@pytest.mark.parametrize("seed", range(10))
def test_no_groups_are_found_in_a_copula(seed):
    world = WORLDS["no groups: copula of complete_journey"]
    assert not groups.TRIAL.claims(world.make(seed, 500, 1.0), seed) & world.false


@pytest.mark.parametrize(
    "name",
    [
        "no groups: t-copula of complete_journey",
        "no order: unrelated features of complete_journey",
        "groups: two only",
    ],
)
def test_the_trial_says_what_the_chapter_says(name):
    data = WORLDS[name].make(1, 500, 1.0)
    params = groups.PARAMS.model_copy(update={"seed": 1})
    points = fit_points(data, Scaling.fit(data, marginals.FEATURES, params), params)
    choice = choose(scan(points, params), params, MINIMUM / len(data))
    assert groups.claims(data, 1) == {KINDS[choice.structure]} == {*WORLDS[name].true}


def test_every_planted_world_declares_its_effect():
    assert all(world.effect for world in groups.TRIAL.worlds if world.true)
