"""Panels of indices over the number of groups."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from scans import ROWS, scan
from segmentbook.pages.clustering.index_panels import draw_index, label_k


@pytest.mark.parametrize("k", [2, 6])
def test_the_chosen_number_is_marked(k):
    table, figure = scan(ROWS).table, Figure()
    axes = figure.subplots()
    draw_index(axes, table, "silhouette", "Silhouette", k)
    label_k(figure)
    curve, chosen = axes.lines
    assert curve.get_ydata().tolist() == table["silhouette"].tolist()
    assert (list(chosen.get_xdata()), axes.get_title("left")) == ([k], "Silhouette")
    assert figure.get_supxlabel() == "number of segments k (the chosen one in red)"
