"""Indices that the rule does not use."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of
from scans import ROWS, params, scan
from segmentbook.clustering.choice import choose, elbow
from segmentbook.pages.clustering import other_indices
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_elbow_and_gap_are_in_the_text_alternative():
    chosen = choose(scan(ROWS, gap_of_one=0.125), params())
    picture = picture_of(other_indices(chosen))
    svg(picture)
    bend = elbow(chosen.table)
    assert f"elbow at k = {bend}" in picture.alt
    assert "one group 0.12, k=2: 1.00" in picture.alt
    assert f"elbow at k = {bend}" in texts(picture)


def test_one_number_makes_no_curve():
    options = params(algorithm="hdbscan")
    [block] = blocks_of(other_indices(choose(scan([(5, 0.6, 0.9, 0.2)]), options)))
    assert block["reason"] == "only one number of groups was tried"
