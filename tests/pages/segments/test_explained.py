"""Plots of what makes a segment, on ordinary and awkward tables."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.pages.segments import explained, rules
from segmentbook.report import theme
from segmentbook.report.formats import Formats, percent
from segmentbook.segments import holdout, importance
from segmentbook.segments import rules as tree

NOTHING = NotApplicable(reason="too few")


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_rule_bars(case):
    view, profiles, _ = case
    table = tree.table(tree.describe(holdout.split(view, RFM, 42), 3, 42), view)
    table = rules.texts(table, RFM, Formats("GBP"))
    picture = explained.rule_bars(table, profiles)
    svg(picture)
    for row in table.dropna(subset="customers").itertuples():
        right = Formats("GBP").write(row.right, "percent")
        assert f"{row.rule}: {row.customers:,.0f} customers, {right}" in picture.alt
    assert explained.rule_bars(NOTHING, profiles) is NOTHING


def test_importance_bars(case):
    view, _, _ = case
    table = importance.importance(holdout.split(view, RFM, 42), 42)
    picture = explained.importance_bars(table)
    svg(picture)
    for row in table.itertuples():
        assert f"{row.title}: {percent(row.permutation)} lost" in picture.alt
    assert explained.importance_bars(NOTHING) is NOTHING


def test_segments_against_all_customers(case):
    view, profiles, _ = case
    picture = explained.against_all(profiles, view, RFM)
    svg(picture)
    for row in profiles.itertuples():
        index = 100 * row.monetary_mean / view["monetary"].mean()
        assert f"monetary value {index:,.0f}" in picture.alt
        assert f"{index:,.0f}" in texts(picture)


def test_an_index_needs_a_mean_above_zero(case):
    view, profiles, _ = case
    nothing = view.assign(monetary=0.0, recency=0, frequency=-1)
    assert isinstance(explained.against_all(profiles, nothing, RFM), NotApplicable)


def test_snake(case):
    view, profiles, points = case
    picture = explained.snake(points, view, profiles, RFM)
    svg(picture)
    for row in profiles.itertuples():
        mean = points[(view["segment"] == row.segment).to_numpy(), 2].mean()
        assert f"monetary value {mean:.1f}" in picture.alt
