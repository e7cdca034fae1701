"""What customers spent on."""

from __future__ import annotations

import pandas as pd

from drawing import AWKWARD, svg
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import spend
from segmentbook.report import theme


def table(names):
    totals = [1000.0 * (len(names) - place) for place in range(len(names))]
    return pd.DataFrame({"part": names, "total": totals}).assign(
        share=lambda rows: rows["total"] / rows["total"].sum()
    )


def test_the_largest_part_leads():
    shown = spend(table(["Wine", "Meat", "Fish"]), "USD")
    assert texts_of(shown) == ["Largest share of spend: Wine, 50%", "What customers spent on"]
    assert "Wine $3,000, Meat $2,000, Fish $1,000" in picture_of(shown).alt


def test_names_of_columns_are_data():
    theme.apply()
    shown = spend(table(AWKWARD), "GBP")
    svg(picture_of(shown))
    assert texts_of(shown)[0].startswith(f"Largest share of spend: {AWKWARD[0]}, ")


def test_a_single_column_is_not_applicable():
    [block] = blocks_of(spend(NotApplicable(reason="the export does not break it down"), "GBP"))
    assert block["what"] == "What customers spent on"
