"""Variants of the segments, and the word stable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.worlds import buyers
from benchmarks.worlds.naming import alike_poisson, segmented, study_of
from benchmarks.worlds.sensitivity import regular
from segmentbook.clustering import sensitivity as method
from segmentbook.clustering.sensitivity import Sensitivity
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable

NONE = NotApplicable(reason=mark("the export has no cancellations"))


def found_of(data, seed=1, taken_back=NONE):
    study = study_of(data.k, seed)
    view, lines = segmented(data, study)
    reference = buyers.reference(data.frame)
    return method.sensitivity(study, lines, taken_back, view, data.k, reference), view


def labels(values):
    return pd.Series(values, index=pd.Index([f"c{n}" for n in range(len(values))], name="customer"))


def test_only_customers_of_both_are_compared():
    found = Sensitivity(labels([1, 1, 2, 2]), {"earlier": labels([1, 2, 2])}, {})
    assert found.changed("earlier") == pytest.approx(1 / 3)
    assert found.jaccard("earlier", 1) == (1, 2)


def test_regular_buyers_are_stable_and_buyers_who_are_alike_are_not():
    kinds, view = found_of(regular(1, 500, 2.0))
    numbers = dict.fromkeys(sorted(view["segment"].unique()), 1.0)
    assert {*method.badges(kinds, numbers).values()} & {*method.BADGES}
    alike, view = found_of(alike_poisson(1, 500))
    numbers = dict.fromkeys(sorted(view["segment"].unique()), 1.0)
    assert {*method.badges(alike, numbers).values()} == {method.NOT_SHOWN}
    table = method.table(alike)
    assert table["changed"].is_monotonic_decreasing
    assert alike.changed("earlier") > 0.25


def test_without_an_earlier_month_nothing_is_called_stable():
    main = labels([1] * 400 + [2] * 400)
    found = Sensitivity(main, {"scores": main}, {"earlier": NONE})
    assert method.badges(found, {1: 1.0, 2: None}) == {1: method.UNDATED, 2: method.BY_BOUND}


@pytest.mark.parametrize(
    ("kept", "word"),
    [(400, "highly stable"), (370, "stable"), (330, method.NOT_SHOWN)],
)
def test_the_word_follows_from_the_lower_limit_of_the_worst_variant(kept, word):
    main = labels([1] * 400 + [2] * 4000)
    earlier = main.copy()
    earlier.iloc[kept:400] = 2
    found = Sensitivity(main, {"earlier": earlier, "scores": main}, {})
    assert method.badges(found, {1: 1.0, 2: 1.0})[1] == word
    assert method.badges(found, {1: 0.5, 2: 1.0})[1] == method.NOT_SHOWN


def test_few_changed_customers_are_a_bound():
    main = labels([1] * 50 + [2] * 50)
    earlier = main.copy()
    earlier.iloc[:3] = 2
    table = method.table(Sensitivity(main, {"earlier": earlier}, {}), 10)
    assert table["changed"][0] == {"below": 0.1}


def test_groups_by_scores_stand_beside_the_segments():
    found, view = found_of(alike_poisson(1, 500))
    units = method.by_units(found, view)
    for column in units.columns.drop("segment"):
        assert units[column].sum() == pytest.approx(1)
    each = (units["revenue_share"] / units["customer_share"]).to_numpy()
    assert (np.diff(each) <= 0).all()
