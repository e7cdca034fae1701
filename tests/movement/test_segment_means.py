"""The means of segments as a forecast: applicable where the forecast from histories is."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.worlds import buyers
from fixtures import study
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement.segment_means import SegmentMeans, mean_metrics, segment_means
from segmentbook.value import next_value, purchases


@pytest.fixture(scope="module")
def lines():
    return buyers.lines(buyers.gamma_poisson(1, 500, orders=8.0))


def test_segments_predict_less_than_each_customers_own_history(lines):
    found = segment_means(lines, study(), 3)
    assert isinstance(found, SegmentMeans)
    own = next_value.next_value(purchases.purchases(lines))
    assert not isinstance(own, NotApplicable)
    own_r2 = own.judged.set_index("forecast").at["model", "r2"]
    assert 0 < found.judged.r2 < own_r2
    assert mean_metrics(found)["value_days_segments"] == found.days == own.days


def test_what_it_needs(lines):
    few = segment_means(buyers.lines(buyers.gamma_poisson(1, 80)), study(), 3)
    assert isinstance(few, NotApplicable)
    net = segment_means(lines, study(customers={"monetary": {"revenue": "net"}}), 3)
    assert net == NotApplicable(reason="the amounts that cancellations took back have no dates")
    missing = NotApplicable(reason="the export has no orders")
    assert segment_means(missing, study(), 3) is missing


def test_customers_who_do_not_differ():
    day = pd.Timestamp("2023-01-02")
    frame = pd.DataFrame(
        {
            "customer": [f"c{n}" for n in range(200) for _ in range(4)],
            "order": [f"o{n}" for n in range(800)],
            "timestamp": [day + pd.Timedelta(days=90 * (n % 4)) for n in range(800)],
            "amount": 10.0,
        }
    )
    assert isinstance(segment_means(buyers.lines(frame), study(), 3), NotApplicable)
