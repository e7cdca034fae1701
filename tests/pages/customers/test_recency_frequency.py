"""The map of recency and frequency scores."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from fixtures import customer_view
from segmentbook.features import RFM, scores
from segmentbook.pages.customers import recency_frequency
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_the_best_cell_is_named_and_hidden_ones_are_dots():
    scored = scores.add_scores(customer_view(400), RFM)
    table = scores.segment_map(scored)
    picture = picture_of(recency_frequency(table, "GBP"))
    svg(picture)
    best = table.loc[table["monetary"].idxmax()]
    assert f"{theme.money(best['monetary'], 'GBP')}, is at recency" in picture.alt
    assert f"recency {best['recency_score']:.0f} and frequency {best['frequency_score']:.0f}" in (
        picture.alt
    )
    counts = scored.groupby(["recency_score", "frequency_score"]).size()
    hidden = table["customers"].isna().sum()
    assert (counts < 10).sum() <= hidden < len(counts)
    assert texts(picture).count("·") == hidden


def test_where_no_cell_has_ten_customers_none_is_named():
    table = scores.segment_map(scores.add_scores(customer_view(5), RFM))
    picture = picture_of(recency_frequency(table, "GBP"))
    svg(picture)
    assert "highest" not in picture.alt
    assert (
        texts_of(recency_frequency(table, "GBP"))[0] == "Customers by recency and frequency score"
    )


def cells(minimum):
    sizes = {(5, 5): 10, (5, 1): 20, (1, 5): 20, (1, 1): 9, (3, 3): 11}
    every = [cell for cell, size in sizes.items() for _ in range(size)]
    scored = pd.DataFrame(every, columns=["recency_score", "frequency_score"])
    scored["monetary"] = scored["recency_score"] * 2.0
    return scores.segment_map(scored, minimum)


def test_the_ends_are_described_where_they_may_be_shown():
    assert texts_of(recency_frequency(cells(9), "GBP")) == [
        "10 customers have the best scores in both recency and frequency",
        "Customers by recency and frequency score, coloured by mean monetary value",
        "They spend £10.00 on average.",
        "9 customers have the worst scores in both.",
    ]
    assert len(texts_of(recency_frequency(cells(10), "GBP"))) == 2


def test_without_the_scores_there_is_no_map():
    [block] = blocks_of(recency_frequency(scores.segment_map(customer_view()), "GBP"))
    assert block == {
        "kind": "not_applicable",
        "what": "Customers by recency and frequency score",
        "reason": "the export lacks recency, frequency or money",
    }
