"""Groups: are separate ones found where they are planted, and none where there are none?

A false `groups.separate` is judged on the copula of the null itself and on four families that are not:
t-copulas, gamma-Poisson buyers, clumpy negative binomial buyers with heavy-tailed values, and features
without any relation. Planted groups are declared in `views.DISTANCE`; there, `groups.separate` counts
as made only with the planted number.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.worlds import buyers, marginals, views
from benchmarks.worlds.world import Trial, World
from segmentbook.clustering.algorithms import group
from segmentbook.clustering.choice import structure
from segmentbook.clustering.fit import fit_points
from segmentbook.clustering.null_models import FEW, compare, shared_order
from segmentbook.clustering.stability import agreement
from segmentbook.clustering.transform import Array, Scaling
from segmentbook.core.privacy import MINIMUM
from segmentbook.params.clustering import Clustering

PARAMS = Clustering(n_init=3, fit_sample=2_000)
"""As by default, but for the starts and the sample, which only take time."""

_NEITHER = frozenset({"groups.separate", "groups.apart", "groups.none"})
_ALL = frozenset({"groups.separate", "groups.apart", "groups.slices"})


def claims(data: pd.DataFrame, seed: int) -> set[str]:
    """Return what chapter 4 would say of the customers.

    It is the rule of `choice.choose`, but that stability is computed only for the numbers of groups for
    which it decides; a test compares the two.

    Args:
        data: `recency`, `frequency`, `monetary`, and where groups are planted `planted`.
        seed: Seed of the study.
    """
    params = PARAMS.model_copy(update={"seed": seed})
    points = fit_points(data, Scaling.fit(data, marginals.FEATURES, params), params)
    numbers = range(params.k_min, params.k_max + 1)
    null = compare(points, numbers, seed, described=0)
    for k in reversed(numbers):
        if null.separate(k) and _stable(points, k, params)["stability"] >= params.minimum_stability:
            right = "planted" not in data or k == data["planted"].nunique()
            return {"groups.separate"} if right else set()
    if any(
        null.one_apart(k) and _stable(points, k, params)["stability"] >= params.minimum_stability
        for k in numbers[:FEW]
    ):
        return {"groups.apart"}
    reproducible = any(
        _stable(points, k, params)["stability_high"] >= params.minimum_stability for k in numbers
    )
    if structure(False, shared_order(points, seed), reproducible) == "none":
        return {"groups.none"}
    return {"groups.slices"}


def _stable(points: Array, k: int, params: Clustering) -> dict[str, float]:
    groups = group(points, k, params.algorithm, params.seed, params.n_init)
    if np.bincount(groups.labels, minlength=k).min() < MINIMUM:
        return {"stability": 0.0, "stability_high": 0.0}  # too few to be shown
    return agreement(points, groups.centroids, params)


def _copula(
    study: str, freedom: float | None, seed: int, size: int, _effect: float
) -> pd.DataFrame:
    return views.copula(seed, size, study=study, freedom=freedom)


def _no_groups() -> list[World]:
    worlds = [
        World(
            f"no groups: {name} of {study}",
            name,
            partial(_copula, study, freedom),
            true=frozenset({"groups.slices"}),
            false=_NEITHER,
            effect="features related as in the study (rank correlations of 0.5 to 0.9)",
        )
        for study in marginals.STUDIES
        for name, freedom in (("copula", None), ("t-copula", 4.0))
    ]
    return [
        *worlds,
        World(
            "no groups: gamma-Poisson buyers",
            "gamma-Poisson",
            lambda seed, size, _: views.one_kind(seed, size),
            false=_NEITHER,
        ),
        World(
            "no groups: gamma-Poisson buyers with few orders",
            "gamma-Poisson",
            lambda seed, size, _: views.one_kind(seed, size, orders=1.5),
            false=_NEITHER,
        ),
        World(
            "no groups: clumpy buyers with heavy tails",
            "negative binomial",
            lambda seed, size, _: buyers.rfm_view(buyers.negative_binomial(seed, size)),
            false=_NEITHER,
        ),
    ]


def _unrelated(study: str) -> World:
    return World(
        f"no order: unrelated features of {study}",
        "unrelated features",
        lambda seed, size, _: _permuted(seed, size, study),
        true=frozenset({"groups.none"}),
        false=_ALL,
        effect="no relation between recency, orders and money",
    )


def _permuted(seed: int, size: int, study: str) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    real = marginals.view(study)
    drawn: dict[str, Any] = {
        name: random.choice(real[name].to_numpy(), size) for name in marginals.FEATURES
    }
    return pd.DataFrame(drawn)


def _planted(
    kind: views.Planted,
    name: str,
    effect: str,
    true: set[str],
    false: set[str],
    heavy: bool = False,
) -> World:
    return World(
        f"groups: {name}",
        "heavy-tailed groups" if heavy else "lognormal groups",
        lambda seed, size, times: views.planted(seed, size, kind, times, heavy=heavy),
        true=frozenset(true),
        false=frozenset(false),
        effect=effect,
    )


TRIAL = Trial(
    "groups",
    (
        *_no_groups(),
        *(_unrelated(study) for study in marginals.STUDIES),
        _planted(
            "apart",
            "three well apart",
            "centres 6 standard deviations apart",
            {"groups.separate"},
            {"groups.slices", "groups.none"},
        ),
        _planted(
            "apart",
            "three well apart, heavy tails",
            "centres 6 standard deviations apart",
            {"groups.separate"},
            {"groups.slices", "groups.none"},
            heavy=True,
        ),
        _planted(
            "touching",
            "three that touch",
            "centres 3.83 standard deviations apart: who knows all misplaces 5 %",
            {"groups.separate"},
            {"groups.none"},
        ),
        _planted(
            "small",
            "one of 3 %",
            "3 % of customers, 6 standard deviations from two larger groups",
            {"groups.separate"},
            {"groups.none"},
        ),
        _planted(
            "two",
            "two only",
            "centres 6 standard deviations apart",
            {"groups.separate"},
            {"groups.slices", "groups.none"},
        ),
    ),
    claims,
    dear=True,
)
"""How often the report says that customers form groups."""
