"""The whole way from order lines to what is said of moves."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from fixtures import REFERENCE, Shown, in_engine, order_lines
from segmentbook import features
from segmentbook.clustering.algorithms import group
from segmentbook.clustering.transform import Scaling
from segmentbook.core import engine, metrics
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement import follow
from segmentbook.params.clustering import Clustering
from segmentbook.report.blocks import plain

pytestmark = pytest.mark.whole

PARAMS = Clustering(n_init=2)


@pytest.fixture(scope="module")
def main():
    view = engine.frame(features.rfm(in_engine(order_lines(240)), REFERENCE))
    names = [feature.name for feature in features.RFM]
    points = Scaling.fit(view, names, PARAMS).coordinates(view)
    return view.assign(segment=group(points, 3, "k_means", 1, 2).labels + 1)


def test_moves_are_shown_and_add_up(main, monkeypatch):
    reference = date(2023, 7, 4)  # the lines cover two quarters up to the day before
    track = follow.follow(in_engine(order_lines(240)), reference, main, PARAMS)
    values = metrics.plain(follow.metrics(track))
    assert values["movement_periods"] == 2
    money = sum(values[f"moved_{kind}_money"] for kind in follow._KINDS)
    assert money == pytest.approx(values["moved_change"])
    assert all(move["customers"] == 0 or move["customers"] >= 10 for move in values["moved"])
    shown = Shown(monkeypatch, values)
    follow.show_moves(shown.show, track, {1: "Best <b>", 2: "Middle", 3: "Low"})
    follow.show_worth(shown.show, track)
    kinds = [block["kind"] for block in shown.blocks]
    assert kinds == ["heading", "figure", "sentence", "sentence", "table", "sentence"]
    table = shown.blocks[4]
    assert [row[0] for row in table["rows"]][-1] == "All"
    assert all(cell not in map(str, range(1, 10)) for row in table["rows"] for cell in row[1:2])
    assert "adjusted Rand index" in plain(shown.blocks[5]["spans"])


def test_other_features_than_those_of_a_period_are_told(main, monkeypatch):
    track = follow.follow(in_engine(order_lines(240)), date(2023, 7, 4), main, PARAMS)
    last = []
    for own in (features.RFM, features.RFM[:2]):
        shown = Shown(monkeypatch, metrics.plain(follow.metrics(track)))
        follow.show_worth(shown.show, track, own)
        last.append(plain(shown.blocks[-1]["spans"]))
    assert ["made from other features" in said for said in last] == [False, True]


def test_kinds_of_moves_of_too_few_are_not_told(main, monkeypatch):
    lines, reference = in_engine(order_lines(240)), date(2023, 7, 4)
    track = follow.follow(lines, reference, main, PARAMS, minimum=70)
    kinds = track.latest.groupby("kind")["customers"].sum()
    assert ((kinds > 0) & (kinds < 70)).any()
    shown = Shown(monkeypatch, metrics.plain(follow.metrics(track)))
    follow.show_moves(shown.show, track, {1: "Best", 2: "Middle", 3: "Low"})
    follow.show_worth(shown.show, track)
    [table] = [block for block in shown.blocks if block["kind"] == "table"]
    counts = {row[0]: row[1] for row in table["rows"]}
    told = {follow._KINDS[kind]: count for kind, count in kinds.items()}
    hidden = [name for name, count in counts.items() if count == "–"]
    assert sum(told[name] for name in hidden) >= 70
    assert len(hidden) > 1
    for name, count in told.items():
        assert name in hidden or counts[name] == str(count)
    text = " ".join(plain(block.get("spans", [])) for block in shown.blocks)
    assert not any(f" {told[name]} " in f" {text} " for name in hidden)


def test_periods_cannot_be_told_the_number_of_groups_of_hdbscan(main):
    reference = date(2023, 7, 4)
    found = follow.follow(
        in_engine(order_lines()), reference, main, Clustering(algorithm="hdbscan")
    )
    assert "another number of groups" in found.reason


def test_what_cannot_be_followed_says_why(main, monkeypatch):
    absent = follow.follow(NotApplicable("x", "no order lines"), REFERENCE, main, PARAMS)
    short = follow.follow(in_engine(order_lines()), REFERENCE, main, PARAMS)
    alike = follow.follow(
        in_engine(order_lines(1).iloc[[0, 0]].assign(timestamp=pd.Timestamp("2022-06-01"))),
        REFERENCE,
        main,
        PARAMS,
    )
    for missing, reason in ((absent, "no order lines"), (short, "179 days"), (alike, "too few")):
        assert reason in missing.reason
        assert follow.metrics(missing) is missing
        shown = Shown(monkeypatch, {})
        follow.show_moves(shown.show, missing, {})
        follow.show_worth(shown.show, missing)
        assert shown.block["kind"] == "not_applicable"
