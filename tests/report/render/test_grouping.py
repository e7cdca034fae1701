"""Blocks are grouped as a reader sees them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebooks import SVG, figure, heading, sentence
from segmentbook.report.blocks import Block
from segmentbook.report.render.grouping import column_weights, group_blocks, picture_ratio

STYLES = st.lists(st.sampled_from(["body", "point", "note", "action", "avoid"]))


def blocks(*data: dict[str, Any]) -> list[Block]:
    return [
        Block(one["kind"], one, SVG if one["kind"] == "figure" else None, 1, "c") for one in data
    ]


@given(STYLES)
def test_no_sentence_is_lost_and_lists_are_joined(styles):
    groups = group_blocks(blocks(*(sentence(style, str(n)) for n, style in enumerate(styles))))
    listed = {"points", "actions"}
    kept = sum(
        len(group["items"]) + len(group.get("avoid", [])) if group["kind"] in listed else 1
        for group in groups
    )
    assert kept == len(styles)
    kinds = [group["kind"] for group in groups]
    assert all(one != other or one not in listed for one, other in itertools.pairwise(kinds))


def test_a_heading_parts_lists_and_a_figure_has_its_shape():
    groups = group_blocks(
        blocks(sentence("point", "a"), heading("b"), sentence("point", "c"), figure("d"))
    )
    assert [group["kind"] for group in groups] == ["points", "heading", "points", "figure"]
    assert groups[-1]["ratio"] == pytest.approx(533 / 310, abs=1e-4)


@pytest.mark.parametrize("svg", ["", '<svg viewBox="0 0 0 0">', "<svg>"])
def test_a_picture_without_a_size_has_that_of_its_kind(svg):
    assert picture_ratio(svg, "wide") > picture_ratio(svg, "normal") > 1


@given(st.data())
def test_every_column_has_a_share_of_the_width(data):
    width = data.draw(st.integers(1, 5))
    cells = st.text("ab ", max_size=60)
    columns = [
        {"name": data.draw(cells), "width": data.draw(st.sampled_from([None, 1, 2.5]))}
        for _ in range(width)
    ]
    rows = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=4))
    weights = column_weights({"columns": columns, "rows": rows})
    assert len(weights) == width
    assert all(weight > 0 for weight in weights)
