"""The named RFM groups."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from fixtures import customer_view
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM, rfm_groups, scores


def test_every_combination_of_scores_is_in_exactly_one_group():
    cells = list(itertools.product(range(1, 6), repeat=3))
    assert len(cells) == 125
    for cell in cells:
        covering = [group.name for group in rfm_groups.RFM_GROUPS if group.covers(*cell)]
        assert covering == [rfm_groups.group_of(*cell)]
    assert {rfm_groups.group_of(*cell) for cell in cells} == {g.name for g in rfm_groups.RFM_GROUPS}


@pytest.mark.parametrize(
    ("cell", "name"),
    [((5, 5, 5), "Champions"), ((1, 1, 1), "Hibernating"), ((1, 5, 3), "Can't Lose Them"),
     ((5, 1, 1), "New Customers"), ((3, 3, 3), "Need Attention")],
)  # fmt: skip
def test_groups_mean_what_they_are_called(cell, name):
    assert rfm_groups.group_of(*cell) == name


def test_the_table_counts_every_customer_of_a_group_that_is_large_enough():
    scored = rfm_groups.with_groups(scores.add_scores(customer_view(400), RFM))
    table = rfm_groups.group_table(scored, "monetary")
    sizes = scored["rfm_group"].value_counts()
    money = scored.groupby("rfm_group")["monetary"].sum() / scored["monetary"].sum()
    named = table[table["name"].isin(sizes.index)].set_index("name")
    for name, size in sizes.items():
        if pd.isna(named.loc[name, "customers"]):
            continue
        assert size >= 10
        assert named.loc[name, "customers"] == size
        assert named.loc[name, "revenue_share"] == pytest.approx(money[name])
    assert table["customers"].sum() == len(scored)
    assert table["share"].sum() == pytest.approx(1)
    assert named["customers"].notna().sum() > 3
    metrics = rfm_groups.group_metrics(table)
    assert metrics["largest_rfm_group"] == sizes.index[0]


def test_small_groups_are_merged():
    cells = [(5, 5)] * 20 + [(1, 1)] * 6 + [(3, 3)] * 5
    scored = pd.DataFrame(cells, columns=["recency_score", "frequency_score"])
    scored = scored.assign(monetary_score=3, monetary=1.0)
    table = rfm_groups.group_table(rfm_groups.with_groups(scored), "monetary").set_index("name")
    assert table.loc["Champions", "customers"] == 20
    assert pd.isna(table.loc["Hibernating", "customers"])
    assert pd.isna(table.loc["Need Attention", "customers"])
    merged = table.loc["Small groups, merged"]
    assert merged["customers"] == 11
    assert merged["recency"] is None
    assert table.loc["Champions", "recency"] == (5, 5)
    assert merged["revenue_share"] == pytest.approx(11 / 31)
    # A group that is small alone would be revealed by the sum of all.
    few = rfm_groups.with_groups(scored.head(26))
    table = rfm_groups.group_table(few, "monetary")
    assert table.loc[table["customers"] > 0, "name"].tolist() == ["Small groups, merged"]
    assert rfm_groups.group_metrics(table) == {"largest_rfm_group": None}


def test_merged_groups_of_just_enough_customers_are_shown():
    cells = [(5, 5)] * 20 + [(1, 1)] * 5 + [(3, 3)] * 5
    scored = pd.DataFrame(cells, columns=["recency_score", "frequency_score"])
    scored = scored.assign(monetary_score=3, monetary=1.0)
    table = rfm_groups.group_table(rfm_groups.with_groups(scored), "monetary").set_index("name")
    assert table.loc["Small groups, merged", "customers"] == 10


def test_without_the_three_scores_there_are_no_groups():
    view = customer_view()
    assert rfm_groups.with_groups(view) is view
    assert isinstance(rfm_groups.group_table(view, "monetary"), NotApplicable)
