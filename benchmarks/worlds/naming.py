"""Worlds for the names of segments, and for the word stable.

Of buyers who are all alike, no segment is the best, active or passive: what its customers did is
chance, and later they do as all others. Of memoryless buyers, alike or not, nobody is gone. Segments
of buyers whose orders fall on any day of the year change with the month.
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
from segmentbook.clustering import fit, sensitivity, stability
from segmentbook.clustering.transform import Scaling
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import chosen
from segmentbook.params.study import Study, load_study
from segmentbook.segments import archetypes, behaviour, conditions, naming, profile

_TESTED = ("ordered_later", "spent_later")
_NO_CANCELLATIONS = NotApplicable(reason=mark("the export has no cancellations"))


@dataclass(frozen=True)
class Orders:
    """Order lines, and how many segments are asked for."""

    frame: pd.DataFrame
    k: int = 4


@functools.cache
def _study(k: int, seed: int) -> Study:
    # Fewer starts than a report has: a trial is one of thousands.
    settings = {"clustering.k": k, "clustering.reason": "a trial", "clustering.n_init": 2}
    return load_study("complete_journey", {**settings, "clustering.seed": seed})


def _segmented(data: Orders, study: Study) -> tuple[pd.DataFrame, ibis.Table]:
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
    study = _study(data.k, seed)
    view, lines = _segmented(data, study)
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


def stable(data: Orders, seed: int) -> set[str]:
    """Return `stable` where a segment would be called stable or highly stable."""
    study = _study(data.k, seed)
    view, lines = _segmented(data, study)
    found = sensitivity.sensitivity(
        study, lines, _NO_CANCELLATIONS, view, data.k, buyers.reference(data.frame)
    )
    numbers = sorted(int(number) for number in view["segment"].unique())
    best = sensitivity.badges(found, dict.fromkeys(numbers, 1.0))
    if not {*best.values()} & {*sensitivity.BADGES}:
        return set()  # resamples can only take a word away
    names, params = [feature.name for feature in chosen(study)], study.clustering
    scaling = Scaling.fit(view, names, params, study.sharing.minimum)
    points = fit.fit_points(view, scaling, params)
    fitted = fit.segment(points, scaling, data.k, params)
    words = sensitivity.badges(found, stability.of_segments(points, fitted, params))
    return {"stable"} if {*words.values()} & {*sensitivity.BADGES} else set()


# ---------------------------------------------------------------- buyers who are all alike


def _alike(frame: pd.DataFrame, seed: int, customers: int) -> Orders:
    """Give every order to anybody: the days and values of the shop stay, customers are alike."""
    random = np.random.default_rng([seed, customers])
    ids = np.array([f"c{number:06d}" for number in range(customers)], dtype=object)
    who = pd.Series(ids[random.integers(0, customers, len(frame))], index=frame.index, dtype="str")
    return Orders(frame.assign(customer=who))


def _alike_poisson(seed: int, customers: int, _: float = 1.0) -> Orders:
    return _alike(buyers.gamma_poisson(seed, customers, orders=4.0), seed, customers)


def _alike_heavy(seed: int, customers: int, _: float = 1.0) -> Orders:
    plan = Plan(season=buyers.CHRISTMAS)
    return _alike(buyers.negative_binomial(seed, customers, plan), seed, customers)


def _alike_clumps(seed: int, customers: int, _: float) -> Orders:
    """Alike, but each order is followed by another within days, half of the time."""
    frame = _alike_heavy(seed, customers).frame
    random = np.random.default_rng([seed, customers, 1])
    again = frame[random.uniform(size=len(frame)) < 0.5]
    days = pd.to_timedelta(random.geometric(0.3, len(again)), unit="D")
    again = again.assign(timestamp=again["timestamp"] + days, order=again["order"] + "b")
    again = again[again["timestamp"] <= frame["timestamp"].max()]
    return Orders(pd.concat([frame, again], ignore_index=True))


def _alike_study(study: str, seed: int, customers: int, _: float) -> Orders:
    return _alike(buyers.resampled(seed, customers, study=study), seed, customers)


# ---------------------------------------------------------------- buyers who differ


def _differ(seed: int, customers: int, effect: float) -> Orders:
    return Orders(buyers.gamma_poisson(seed, customers, shape=4 / effect**2))


def _differ_heavy(seed: int, customers: int, _: float = 1.0) -> Orders:
    return Orders(buyers.negative_binomial(seed, customers, Plan(season=buyers.CHRISTMAS)))


def _leave(seed: int, customers: int, effect: float) -> Orders:
    plan = Plan(dropout=min(0.2 * effect, 0.9), leaving="at_once", leave_from=0.5)
    return Orders(buyers.gamma_poisson(seed, customers, plan, orders=24.0, shape=4.0))


def _regular(seed: int, customers: int, effect: float) -> Orders:
    """Five equal classes of buyers who order at regular gaps, each class less often and less."""
    random = np.random.default_rng(seed)
    kind = np.arange(customers) % 5
    ratio = 1 + effect
    gap = 4.0 * ratio**kind
    number = np.maximum(np.floor(364 / gap), 1).astype(int)
    who = np.repeat(np.arange(customers), number)
    within = np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
    start = random.uniform(0, 1, customers)
    day = (start[who] + within + random.normal(0, 0.1, len(who))) * gap[who]
    day = np.clip(day, 0, 363).astype(int)
    amount = 400.0 / ratio ** kind[who] * random.lognormal(0, 0.3, len(who))
    frame = pd.DataFrame(
        {
            "customer": pd.Series([f"c{one:06d}" for one in who], dtype="str"),
            "order": pd.Series([f"o{one}" for one in range(len(who))], dtype="str"),
            "timestamp": pd.Timestamp("2023-01-02") + pd.to_timedelta(day, unit="D"),
            "amount": np.maximum(amount.round(2), 0.01),
        }
    )
    return Orders(frame, k=5)


_BOTH = frozenset({"name", "gone"})

TRIAL = Trial(
    area="names",
    worlds=[
        World("alike: Poisson", "Poisson", _alike_poisson, false=_BOTH),
        World("alike: heavy tails, season", "negative binomial", _alike_heavy, false=_BOTH),
        World("alike: clumps of orders", "clumps", _alike_clumps, false=_BOTH),
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
            "rates differ", "gamma-Poisson", _differ, true=frozenset({"name"}),
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

STABLE = Trial(
    area="sensitivity",
    worlds=[
        World("alike: Poisson", "Poisson", _alike_poisson, false=frozenset({"stable"})),
        World(
            "alike: heavy tails, season", "negative binomial", _alike_heavy,
            false=frozenset({"stable"}),
        ),
        World(
            "slices: rates differ", "gamma-Poisson", _differ, false=frozenset({"stable"}),
        ),
        World(
            "regular buyers of five kinds", "regular gaps", _regular, true=frozenset({"stable"}),
            effect="gaps and order values differ by a factor of 2 between neighbouring kinds",
        ),
    ],
    claims=stable,
    dear=True,
)  # fmt: skip
"""The word stable."""
