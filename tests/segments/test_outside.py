"""Segments against columns that did not make them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from segmentbook.core.comparisons import LEVEL
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.study import load_study
from segmentbook.segments import outside


def people(size=600, seed=0):
    random = np.random.default_rng(seed)
    members = pd.DataFrame(
        {"customer": [f"c{n}" for n in range(size)], "segment": 1 + np.arange(size) % 3}
    )
    about = members[["customer"]].assign(
        age=random.choice(["young", "old", "rare"], size, p=[0.5, 0.49, 0.01]),
        children=random.poisson(1.0, size).astype(float),
        redeemed=(random.uniform(size=size) < 0.3).astype(float),
    )
    return about, members


def test_what_made_the_segments_is_left_out():
    found = outside.columns_beyond(load_study("customer_personality"))
    assert {"Response", "AcceptedCmp1", "Education", "Kidhome", "Age"} <= {*found}
    assert not {"Income", "MntWines", "NumWebPurchases", "NumCatalogPurchases"} & {*found}
    assert outside.columns_beyond(load_study("complete_journey")) == []


def test_a_planted_difference_is_found_with_its_interval():
    about, members = people()
    first = (members["segment"] == 1).to_numpy()
    about.loc[first, "redeemed"] = (np.arange(first.sum()) % 10 < 6).astype(float)
    found = outside.compare(about, members)
    top = found.stand_out().iloc[0]
    assert (top["column"], top["segment"], top["value"]) == ("redeemed", 1, "")
    assert top["own"] == pytest.approx(0.6)
    assert top["others"] == pytest.approx(about.loc[~first, "redeemed"].mean())
    assert 0 < top["low"] < top["difference"] == pytest.approx(top["own"] - top["others"])
    assert found.columns.set_index("column")["differs"].to_dict() == {
        "age": False, "children": False, "redeemed": True,
    }  # fmt: skip


def test_a_column_is_tested_as_a_whole_and_adjusted():
    about, members = people()
    found = outside.compare(about, members)
    counts = pd.crosstab(members["segment"], about["redeemed"])
    plain = chi2_contingency(counts, correction=False).pvalue
    p = found.columns.set_index("column")["p"]
    assert plain <= p["redeemed"] <= min(1.0, 3 * plain)
    # Three segments: of age one of the two values is others, with the rare one; a number; an answer.
    assert len(found.cells) == 3 + 3 + 3
    assert found.stand_out().empty == (p.min() >= LEVEL)


def test_a_mean_is_compared_as_welch_does():
    about, members = people()
    about["children"] += 2.0 * (members["segment"] == 2)
    top = outside.compare(about, members).stand_out().iloc[0]
    own = members["segment"] == 2
    assert (top["column"], top["kind"], top["segment"]) == ("children", "mean", 2)
    assert top["own"] == pytest.approx(about.loc[own, "children"].mean())
    middle = (top["low"] + top["high"]) / 2
    assert middle == pytest.approx(top["difference"])


def test_missing_values_count_as_unknown():
    about, members = people()
    about.loc[::2, "age"] = None
    about["redeemed"] = np.nan
    found = outside.compare(about, members)
    assert found.columns.set_index("column")["known"].to_dict() == {"age": 300, "children": 600}


def test_order_and_ids_change_nothing():
    about, members = people()
    turned = outside.compare(about.sample(frac=1, random_state=3), members.iloc[::-1])
    pd.testing.assert_frame_equal(outside.compare(about, members).columns, turned.columns)


@pytest.mark.parametrize("minimum", [10, 1000])
def test_answers_of_few_are_not_shown(minimum):
    about, members = people()
    found = outside.answers(about, members, minimum)
    if minimum == 1000:
        assert isinstance(found, NotApplicable)
        return
    assert found["column"].unique().tolist() == ["redeemed"]
    assert (found["low"] < found["share"]).all()
    assert (found["share"] < found["high"]).all()
    assert found["asked"].sum() == 600


def test_nothing_to_compare_is_not_applicable():
    about, members = people(40)
    assert isinstance(outside.compare(about[["customer"]], members), NotApplicable)
    assert isinstance(
        outside.compare(about.assign(age="x"), members.assign(segment=1)), NotApplicable
    )
    none = NotApplicable(reason="none")
    study = load_study("complete_journey")
    assert isinstance(outside.facts(study, study.columns, none, none), NotApplicable)
