"""Pictures of moves."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import AWKWARD, svg, texts
from segmentbook.movement.transitions import LAPSED, NEW, RETURNED, transitions
from segmentbook.pages.movement import moves_figure

NAMES = {1: "Best", 2: "Middle"}
RANK = {1: 1, 2: 2}


def moved():
    counts = {(1, 1): 30, (1, 2): 12, (1, LAPSED): 4, (2, 1): 15, (2, 2): 40, (2, LAPSED): 25,
              (NEW, 1): 11, (NEW, 2): 60, (RETURNED, 2): 18}  # fmt: skip
    rows = [
        {"period": later, "from": old, "to": new, "before": 1.0, "after": 2.0}
        for later in (1, 2)
        for (old, new), number in counts.items()
        for _ in range(number)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("names", [NAMES, dict(enumerate(AWKWARD[:2], start=1))])
def test_heatmap(names):
    one = moved().query("period == 2")
    picture = moves_figure.heatmap(transitions(one, RANK), names)
    svg(picture)
    assert "30" in texts(picture)
    assert "4" not in texts(picture)


def test_flows_hide_what_the_heatmap_hides_and_name_nobody():
    picture = moves_figure.heatmap(transitions(moved().query("period == 2"), RANK), NAMES)
    spec = moves_figure.with_flows(picture, moved(), RANK, NAMES, ["A", "B", "C"]).interactive
    [sankey] = spec["data"]
    shown = sankey["link"]["value"]
    assert min(shown) >= 10
    labels = sankey["node"]["label"]
    assert labels[:2] == list(NAMES.values())
    ends = {
        (labels[s], labels[t])
        for s, t in zip(sankey["link"]["source"], sankey["link"]["target"], strict=True)
    }
    assert ("Best", "no order") not in ends
    assert ("first order", "Middle") in ends
