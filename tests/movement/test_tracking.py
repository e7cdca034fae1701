"""The whole way from order lines to the moves of customers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from fixtures import REFERENCE, in_engine, order_lines
from segmentbook import features
from segmentbook.clustering.algorithms import group
from segmentbook.clustering.transform import Scaling
from segmentbook.core import engine, metrics
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement import tracking
from segmentbook.movement.transitions import KINDS, LAPSED, NEW, RETURNED
from segmentbook.params.clustering import Clustering

pytestmark = pytest.mark.whole

PARAMS = Clustering(n_init=2)
AFTER_TWO_QUARTERS = date(2023, 7, 4)


@pytest.fixture(scope="module")
def main():
    view = engine.frame(features.rfm(in_engine(order_lines(240)), REFERENCE))
    names = [feature.name for feature in features.RFM]
    points = Scaling.fit(view, names, PARAMS).coordinates(view)
    return view.assign(segment=group(points, 3, "k_means", 1, 2).labels + 1)


@pytest.fixture(scope="module")
def movement(main):
    return tracking.track(in_engine(order_lines(240)), AFTER_TWO_QUARTERS, main, PARAMS)


def test_the_money_of_all_kinds_of_moves_is_the_change_of_revenue(movement):
    values = metrics.plain(tracking.movement_metrics(movement))
    assert values["movement_periods"] == 2
    assert (values["movement_last_from"], values["movement_last_to"]) == (
        "2023-04-04",
        "2023-07-03",
    )
    money = sum(values[f"moved_{kind}_money"] for kind in KINDS)
    assert money == pytest.approx(values["moved_change"])
    assert values["moved_downgraded_decrease"] == -values["moved_downgraded_money"]
    assert all(move["customers"] == 0 or move["customers"] >= 10 for move in values["moved"])


def test_the_grid_holds_what_may_be_shown(movement):
    grid = tracking.grid(movement)
    assert list(grid.index) == [1, 2, 3, NEW, RETURNED]
    assert list(grid.columns) == [1, 2, 3, LAPSED]
    shown = movement.latest[~movement.latest["hidden"]]
    assert len(shown) < len(movement.latest)
    assert np.nansum(grid.to_numpy()) == shown["customers"].sum()


def test_kinds_of_moves_of_too_few_customers_are_missing(main):
    lines = in_engine(order_lines(240))
    few = tracking.track(lines, AFTER_TWO_QUARTERS, main, PARAMS, minimum=70)
    kinds = few.latest.groupby("kind")["customers"].sum()
    assert ((kinds > 0) & (kinds < 70)).any()
    table = tracking.by_kind(few).set_index("kind")
    hidden = table.index[table["customers"].isna()]
    assert len(hidden) > 1
    assert kinds[hidden].sum() >= 70


def test_the_number_of_groups_of_hdbscan_cannot_be_asked_for(main):
    params = Clustering(algorithm="hdbscan")
    found = tracking.track(in_engine(order_lines()), AFTER_TWO_QUARTERS, main, params)
    assert "another number of groups" in found.reason


def test_without_enough_orders_the_reason_is_given(main):
    absent = tracking.track(NotApplicable(reason="no order lines"), REFERENCE, main, PARAMS)
    short = tracking.track(in_engine(order_lines()), REFERENCE, main, PARAMS)
    alike = tracking.track(
        in_engine(order_lines(1).iloc[[0, 0]].assign(timestamp=pd.Timestamp("2022-06-01"))),
        REFERENCE,
        main,
        PARAMS,
    )
    assert short.values == {"days": 179, "length": 91}
    for missing, reason in (
        (absent, "no order lines"),
        (short, "{days:count}"),
        (alike, "too few"),
    ):
        assert reason in missing.reason
        assert tracking.grid(missing) is missing
        assert tracking.by_kind(missing) is missing
