"""Plots of the cleaning and of sales, on ordinary and awkward tables."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import AWKWARD, svg
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import products, retention, sales
from segmentbook.pages.eda import sales_figures
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


@pytest.fixture(scope="module")
def lines():
    return in_engine(order_lines(150))


def test_rhythm(lines):
    table = sales.rhythm(lines)
    picture = sales_figures.rhythm(table, "GBP")
    svg(picture)
    best = table.loc[table["revenue"].idxmax()]
    day = sales.WEEKDAYS[int(best["weekday"])]
    money = theme.money(best["revenue"], "GBP")
    assert f"{day} at {int(best['hour'])} o'clock with {money}." in picture.alt


def test_rhythm_of_a_single_hour():
    table = pd.DataFrame({"weekday": [6], "hour": [23], "revenue": [12.0]})
    picture = sales_figures.rhythm(table, "GBP")
    svg(picture)
    assert "Sunday at 23 o'clock with £12.00" in picture.alt


def test_ranking(lines):
    table = products.by_place(lines, top=2)
    assert table["place"].tolist()[-1] == "2 others"
    picture = sales_figures.ranking(table, "place", "revenue", "revenue")
    svg(picture)
    for row in table[:2].itertuples():
        assert f"{row.place} {theme.short(row.revenue)}" in picture.alt
    assert len(picture.figure.axes[0].patches) == 2


@pytest.mark.parametrize("names", [AWKWARD, AWKWARD[:1], ["12 others"], ["same", "same"]])
def test_ranking_of_awkward_names(names):
    table = pd.DataFrame({"name": names, "revenue": [10.0 * n for n in range(len(names), 0, -1)]})
    picture = sales_figures.ranking(table, "name", "revenue", "revenue")
    svg(picture)
    for name, revenue in zip(table["name"], table["revenue"], strict=True):
        assert f"{name} {revenue:.0f}" in picture.alt
    shown = [
        label.get_text().replace(r"\$", "$") for label in picture.figure.axes[0].get_yticklabels()
    ]
    assert [text.removesuffix("…") for text in shown] == [
        name[:31] if len(name) > 32 else name for name in names
    ]


def test_ranking_without_rows_is_not_applicable():
    empty = pd.DataFrame(
        {"name": pd.Series([], dtype="str"), "revenue": pd.Series([], dtype=float)}
    )
    found = sales_figures.ranking(empty, "name", "revenue", "revenue")
    assert isinstance(found, NotApplicable)
    assert "revenue" in found.what


def test_lorenz(lines):
    curve = retention.concentration(lines)
    picture = sales_figures.lorenz(curve)
    svg(picture)
    assert "the best 5%" not in picture.alt  # three customers
    for share in (20, 50):
        assert f"the best {share}% bring {curve['revenue_share'][share]:.0%}" in picture.alt


def test_lorenz_of_one_customer():
    curve = retention.concentration(in_engine(order_lines(1)))
    picture = sales_figures.lorenz(curve)
    svg(picture)
    assert "bring" not in picture.alt


def test_order_sizes(lines):
    table = products.order_sizes(lines)
    picture = sales_figures.order_sizes(table)
    svg(picture)
    one = table.loc[table["products"] == 1, "orders"].sum() / table["orders"].sum()
    assert f"{one:.0%} have one" in picture.alt


@pytest.mark.parametrize("products", [[1], [30], [2, 7]])
def test_order_sizes_of_few_kinds(products):
    table = pd.DataFrame({"products": products, "orders": [3] * len(products)})
    picture = sales_figures.order_sizes(table)
    svg(picture)
    assert ("100% have one" in picture.alt) == (products == [1])


def test_cohorts():
    table = retention.cohorts(in_engine(order_lines(200)))
    picture = sales_figures.cohorts(table)
    svg(picture)
    first = table[table["cohort"] == table["cohort"].min()].dropna().set_index("age")
    size = first["size"].iloc[0]
    assert f"Of the {size:,} customers first seen in January 2023" in picture.alt
    assert f"{first.loc[1, 'retention']:.0%} ordered in month 1" in picture.alt
    last = first.index.max()
    assert f"{first.loc[last, 'retention']:.0%} in month {last}." in picture.alt


def test_cohorts_whose_first_month_is_silent():
    table = pd.DataFrame(
        {
            "cohort": pd.to_datetime(["2023-01-01"] * 2),
            "age": [0, 3],
            "customers": [20, 5],
            "size": [20, 20],
            "retention": [1.0, 0.25],
        }
    )
    picture = sales_figures.cohorts(table)
    svg(picture)
    assert "25% ordered in month 3" in picture.alt
    assert "month 1" not in picture.alt


@pytest.mark.parametrize(
    "draw", [sales_figures.rhythm, sales_figures.ranking, sales_figures.cohorts]
)
def test_what_is_not_applicable_is_handed_on(draw):
    missing = NotApplicable("x", "y")
    assert draw(missing) is missing
