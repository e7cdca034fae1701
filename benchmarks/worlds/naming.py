"""Worlds for the names of segments.

Of buyers who are all alike, no segment is the best, active or passive: what its customers did is
chance, and later they do as all others. Of memoryless buyers, alike or not, nobody is gone.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import ibis
import numpy as np
import pandas as pd

from benchmarks.worlds import buyers, marginals
from benchmarks.worlds.buyers import Plan
from benchmarks.worlds.world import Trial, World
from segmentbook.clustering import fit
from segmentbook.clustering.transform import Scaling
from segmentbook.features import chosen
from segmentbook.params.study import Study, load_study
from segmentbook.segments import archetypes, behaviour, conditions, naming, profile

_TESTED = ("ordered_later", "spent_later")


@dataclass(frozen=True)
class Orders:
    """Order lines, and how many segments are asked for."""

    frame: pd.DataFrame
    k: int = 4


@functools.cache
def study_of(k: int, seed: int) -> Study:
    """Return a study of recency, frequency and monetary value with so many segments."""
    # Fewer starts than a report has: a trial is one of thousands.
    settings = {"clustering.k": k, "clustering.reason": "a trial", "clustering.n_init": 2}
    return load_study("complete_journey", {**settings, "clustering.seed": seed})


def segmented(data: Orders, study: Study) -> tuple[pd.DataFrame, ibis.Table]:
    """Return the customer view with segments, as chapter 4 makes it, and the order lines."""
    view = buyers.rfm_view(data.frame)
    names, params = [feature.name for feature in chosen(study)], study.clustering
    scaling = Scaling.fit(view, names, params, study.sharing.minimum)
    fitted = fit.segment(fit.fit_points(view, scaling, params), scaling, data.k, params)
    return view.assign(segment=fitted.assign(view)), buyers.lines(data.frame)


def names_of(data: Orders, seed: int) -> list[naming.Name]:
    """Return the names that a report would give.

    Args:
        data: Order lines of a world.
        seed: Seed of the segmentation.
    """
    study = study_of(data.k, seed)
    view, lines = segmented(data, study)
    reference, features = buyers.reference(data.frame), chosen(study)
    profiles = profile.profile(view, features, reference)
    everybody = profile.profile(view.assign(segment=0), features, reference)
    later = behaviour.later(lines, study, view, data.k, reference)
    gone = behaviour.gone(lines, view)
    found = conditions.facts(profiles, everybody, view, reference, later, gone)
    kinds = archetypes.load("rfm", features)
    return naming.name_segments(profiles, kinds, features, lambda _: "described", found)


def claims(data: Orders, seed: int) -> set[str]:
    """Return `name` where a name speaks of later behaviour, and `gone` where one speaks of leaving."""
    made = set()
    for name in names_of(data, seed):
        if name.archetype is None or name.fit != "holds":
            continue
        numbers = {condition.number for condition in name.archetype.conditions}
        made |= {"name"} if numbers & {*_TESTED} else set()
        made |= {"gone"} if "gone_share" in numbers else set()
    return made


# ---------------------------------------------------------------- buyers who are all alike


def _alike(frame: pd.DataFrame, seed: int, customers: int) -> Orders:
    """Give every order to anybody: the days and values of the shop stay, customers are alike."""
    random = np.random.default_rng([seed, customers])
    ids = np.array([f"c{number:06d}" for number in range(customers)], dtype=object)
    who = pd.Series(ids[random.integers(0, customers, len(frame))], index=frame.index, dtype="str")
    return Orders(frame.assign(customer=who))


def alike_poisson(seed: int, customers: int, _: float = 1.0) -> Orders:
    """Draw buyers who are all alike."""
    return _alike(buyers.gamma_poisson(seed, customers, orders=4.0), seed, customers)


def alike_heavy(seed: int, customers: int, _: float = 1.0) -> Orders:
    """Draw buyers who are all alike, with heavy-tailed values and a season."""
    plan = Plan(season=buyers.CHRISTMAS)
    return _alike(buyers.negative_binomial(seed, customers, plan), seed, customers)


def alike_clumps(seed: int, customers: int, _: float = 1.0) -> Orders:
    """Alike, but each order is followed by another within days, half of the time."""
    frame = alike_heavy(seed, customers).frame
    random = np.random.default_rng([seed, customers, 1])
    again = frame[random.uniform(size=len(frame)) < 0.5]
    days = pd.to_timedelta(random.geometric(0.3, len(again)), unit="D")
    again = again.assign(timestamp=again["timestamp"] + days, order=again["order"] + "b")
    again = again[again["timestamp"] <= frame["timestamp"].max()]
    return Orders(pd.concat([frame, again], ignore_index=True))


def _alike_study(study: str, seed: int, customers: int, _: float) -> Orders:
    return _alike(buyers.resampled(seed, customers, study=study), seed, customers)


# ---------------------------------------------------------------- buyers who differ


def differ(seed: int, customers: int, effect: float) -> Orders:
    """Draw memoryless buyers whose order rates differ."""
    return Orders(buyers.gamma_poisson(seed, customers, shape=4 / effect**2))


def _differ_heavy(seed: int, customers: int, _: float = 1.0) -> Orders:
    return Orders(buyers.negative_binomial(seed, customers, Plan(season=buyers.CHRISTMAS)))


def _leave(seed: int, customers: int, effect: float) -> Orders:
    plan = Plan(dropout=min(0.2 * effect, 0.9), leaving="at_once", leave_from=0.5)
    return Orders(buyers.gamma_poisson(seed, customers, plan, orders=24.0, shape=4.0))


_BOTH = frozenset({"name", "gone"})

TRIAL = Trial(
    area="names",
    worlds=[
        World("alike: Poisson", "Poisson", alike_poisson, false=_BOTH),
        World("alike: heavy tails, season", "negative binomial", alike_heavy, false=_BOTH),
        World("alike: clumps of orders", "clumps", alike_clumps, false=_BOTH),
        *(
            World(
                f"alike: days and values of {study}",
                f"permuted {study}",
                functools.partial(_alike_study, study),
                false=_BOTH,
            )
            for study in marginals.STUDIES
        ),
        World(
            "rates differ", "gamma-Poisson", differ, true=frozenset({"name"}),
            false=frozenset({"gone"}),
            effect="order rates differ by a coefficient of variation of 0.5",
        ),
        World(
            "rates differ, heavy tails, season", "negative binomial", _differ_heavy,
            false=frozenset({"gone"}),
        ),
        World(
            "some leave", "gamma-Poisson", _leave, true=frozenset({"gone"}),
            effect="20 % leave half-way, of buyers of 24 orders a year",
        ),
    ],
    claims=claims,
    dear=True,
)  # fmt: skip
"""Names of segments."""
