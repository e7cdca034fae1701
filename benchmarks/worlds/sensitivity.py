"""Worlds for the word stable: segments that change with the month, and segments that do not.

Segments of buyers whose orders fall on any day of the year change with the month, or with the choice
between scores and values. Of 20,000 such customers, no segment of a world where the claim is false
keeps more than 71 % under both; in most it is less than 66 %.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.worlds import buyers
from benchmarks.worlds.naming import (
    Orders,
    alike_clumps,
    alike_heavy,
    alike_poisson,
    differ,
    segmented,
    study_of,
)
from benchmarks.worlds.world import Trial, World
from segmentbook.clustering import fit, sensitivity, stability
from segmentbook.clustering.transform import Scaling
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import chosen

_NO_CANCELLATIONS = NotApplicable(reason=mark("the export has no cancellations"))


def claims(data: Orders, seed: int) -> set[str]:
    """Return `stable` where a segment would be called stable or highly stable."""
    study = study_of(data.k, seed)
    view, lines = segmented(data, study)
    found = sensitivity.sensitivity(
        study, lines, _NO_CANCELLATIONS, view, data.k, buyers.reference(data.frame)
    )
    assert not isinstance(found, NotApplicable)
    numbers = sorted(int(number) for number in view["segment"].unique())
    best = sensitivity.badges(found, dict.fromkeys(numbers, 1.0))
    if not {*best.values()} & {*sensitivity.BADGES}:
        return set()  # resamples can only take a word away
    names, params = [feature.name for feature in chosen(study)], study.clustering
    scaling = Scaling.fit(view, names, params, study.sharing.minimum)
    points = fit.fit_points(view, scaling, params)
    fitted = fit.segment(points, scaling, data.k, params)
    again = stability.of_segments(points, fitted, params)
    assert not isinstance(again, NotApplicable)
    words = sensitivity.badges(found, again)
    return {"stable"} if {*words.values()} & {*sensitivity.BADGES} else set()


def regular(seed: int, customers: int, effect: float) -> Orders:
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


def _frequent(seed: int, customers: int, _: float = 1.0) -> Orders:
    return Orders(buyers.gamma_poisson(seed, customers, orders=24.0))


def _rare(seed: int, customers: int, _: float = 1.0) -> Orders:
    return Orders(buyers.gamma_poisson(seed, customers, orders=2.0))


_FALSE = frozenset({"stable"})

TRIAL = Trial(
    area="sensitivity",
    worlds=[
        World("alike: Poisson", "Poisson", alike_poisson, false=frozenset({"stable"})),
        World(
            "alike: heavy tails, season", "negative binomial", alike_heavy,
            false=frozenset({"stable"}),
        ),
        World("slices: rates differ", "gamma-Poisson", differ, false=_FALSE),
        World("slices: frequent buyers", "gamma-Poisson", _frequent, false=_FALSE),
        World("slices: rare buyers", "gamma-Poisson", _rare, false=_FALSE),
        World("alike: clumps of orders", "clumps", alike_clumps, false=_FALSE),
        World(
            "regular buyers of five kinds", "regular gaps", regular, true=frozenset({"stable"}),
            effect="gaps and order values differ by a factor of 2 between neighbouring kinds",
        ),
    ],
    claims=claims,
    dear=True,
)  # fmt: skip
"""The word stable."""
