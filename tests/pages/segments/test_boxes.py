"""Box plots of the features by segment."""

from __future__ import annotations

import numpy as np
import pytest

from drawing import svg
from exhibits import picture_of, texts_of
from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM, Feature
from segmentbook.pages.segments import boxes
from segmentbook.pages.segments.boxes import MOST_BOXES
from segmentbook.report import theme
from segmentbook.segments.profile import profile


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def named(view, features=RFM):
    return profile(view, features, REFERENCE).assign(name=["Best", "Good", "New", "Gone"])


def test_every_median_is_in_the_text_alternative(case):
    view, profiles, _ = case
    picture = picture_of(boxes(view, profiles, RFM, "GBP"))
    svg(picture)
    for row in profiles.itertuples():
        assert (
            f"{row.name}: recency {theme.short(row.recency_median)}, "
            f"frequency {theme.short(row.frequency_median)}, "
            f"monetary value {theme.short(row.monetary_median)}"
        ) in picture.alt


def test_one_customer_is_drawn():
    view = customer_view().iloc[3:4]
    profiles = profile(view, RFM, REFERENCE).assign(name="Only")
    svg(picture_of(boxes(view, profiles, RFM, "GBP")))


def test_the_title_says_where_the_middle_half_lies():
    view = customer_view()
    low, high = view.loc[view["segment"] == 1, "monetary"].quantile([0.25, 0.75])
    title, _ = texts_of(boxes(view, named(view), RFM, "GBP"))
    assert title == (f"Monetary value of the middle half of Best: £{low:,.0f} to £{high:,.0f}")


def test_segments_are_in_one_order_in_every_panel():
    view = customer_view()
    picture = picture_of(boxes(view, named(view), RFM, "GBP"))
    picture.figure.draw_without_rendering()
    order = view.groupby("segment")["monetary"].median().sort_values().index
    for axes, feature in zip(picture.figure.axes, RFM, strict=True):
        medians = view.groupby("segment")[feature.name].median().loc[order]
        drawn = [
            float(np.mean(line.get_xdata()))
            for line in axes.lines
            if line.get_linewidth() == 2.5 and len(line.get_xdata())
        ]
        assert drawn == pytest.approx(medians.tolist())
    names = named(view).set_index("segment")["name"].loc[order]
    labels = [text.get_text() for text in picture.figure.axes[0].get_yticklabels()]
    assert [label.replace("\n", " ") for label in labels] == names.tolist()


def test_many_features_are_in_rows():
    view = customer_view()
    features = [Feature(f"f{n}", f"Feature {n}", "", "items", "high", "number") for n in range(10)]
    view = view.assign(**{feature.name: view["monetary"] - 300 for feature in features})
    picture = picture_of(boxes(view, named(view, features), features, "GBP"))
    svg(picture)
    titles = [axes.get_title(loc="left") for axes in picture.figure.axes]
    assert titles == [f"Feature {n}, items" for n in range(MOST_BOXES)]
