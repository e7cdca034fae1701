"""Revenue by place."""

from __future__ import annotations

import pandas as pd

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import products
from segmentbook.pages.eda import places
from segmentbook.report import theme


def table(others: int) -> pd.DataFrame:
    rows = [("North", 1, 600.0, False), ("South", 1, 300.0, False), (None, others, 100.0, True)]
    found = pd.DataFrame(rows, columns=["place", "places", "revenue", "rest"])
    return found.assign(small=0, leads=True)


def test_the_others_have_a_sentence_but_no_bar():
    theme.apply()
    found = products.by_place(in_engine(order_lines(150)), top=2)
    shown = places(found, "region", "GBP")
    picture = picture_of(shown)
    svg(picture)
    for row in found[:2].itertuples():
        assert f"{row.place} {theme.money(row.revenue, 'GBP')}" in picture.alt
    assert len(picture.figure.axes[0].patches) == 2


def test_number_and_share_of_the_others():
    assert texts_of(places(table(1200), "region", "GBP")) == [
        "North is the region with the most revenue: 60% of the total",
        "Revenue by region",
        "10% of revenue comes from 1,200 others.",
    ]
    assert texts_of(places(table(1), "region", "GBP"))[-1] == (
        "10% of revenue comes from one other region."
    )
    assert len(texts_of(places(table(1)[:2], "region", "GBP"))) == 2


def test_the_title_speaks_of_the_list_where_a_place_of_few_customers_leads():
    found = table(1200).assign(leads=False, small=3)
    title, *_, last = texts_of(places(found, "region", "GBP"))
    assert title == "Of the places listed, North has the most revenue: 60% of the total"
    assert last == (
        "Among the others are all with fewer than 10 customers, whatever their revenue."
    )


def test_without_places_the_exhibit_is_not_applicable():
    missing = NotApplicable(
        reason="no place has {minimum:count} customers or more", values={"minimum": 10}
    )
    [block] = blocks_of(places(missing, "region", "GBP"))
    assert block["what"] == "Revenue by place"
    assert block["reason"] == "no place has 10 customers or more"
