"""When customers joined."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import joined
from segmentbook.report import theme


@pytest.mark.parametrize(
    ("form", "label", "best"), [("MS", "Jan 2019", "March 2019"), ("YS", "2019", "2021")]
)
def test_joining_by_month_or_year(form, label, best):
    theme.apply()
    months = pd.date_range("2019-01-01", periods=4, freq=form)
    shown = joined(pd.DataFrame({"month": months, "customers": [20, 0, 31, 12]}))
    svg(picture_of(shown))
    assert label in {text.replace("\n", " ") for text in texts(picture_of(shown))}
    assert "2019-01 20" in picture_of(shown).alt
    assert texts_of(shown)[0] == f"{best} brought the most new customers: 31"


def test_many_months_have_few_labels():
    months = pd.date_range("2019-01-01", periods=36, freq="MS")
    picture = picture_of(joined(pd.DataFrame({"month": months, "customers": range(36)})))
    assert len(picture.figure.axes[0].get_xticklabels()) <= 9


def test_without_dates_the_exhibit_is_not_applicable():
    [block] = blocks_of(joined(NotApplicable(reason="the export has no date of joining")))
    assert block["what"] == "When customers joined"
