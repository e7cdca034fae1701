"""The grid of what segments spend on."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import AWKWARD, svg, texts
from segmentbook.pages.segments import spending_figure
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_every_share_is_drawn_and_told():
    shares = pd.DataFrame(
        {"Wine": [0.5, 0.25, 0.75], "Meat": [0.455, 0.75, 0.0], "others": [0.045, 0.0, 0.25]},
        index=["All customers", "Premium", "Budget"],
    )
    picture = spending_figure.shares_grid(shares, "amount")
    svg(picture)
    drawn = texts(picture)
    for share in ("50%", "25%", "75%", "4.5%"):
        assert share in drawn
    assert "Premium: Wine 25%, Meat 75%, others 0%" in picture.alt
    assert picture.alt.endswith("All customers: Wine 50%, Meat 46%, others 4.5%.")


def test_awkward_names_and_parts_that_nobody_bought():
    shares = pd.DataFrame(
        {name: [0.0, 1 / 7] for name in AWKWARD}, index=["All customers", AWKWARD[0]]
    )
    picture = spending_figure.shares_grid(shares, "orders")
    svg(picture)
    assert AWKWARD[1] in picture.alt
