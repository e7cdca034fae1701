"""The marginals of the studies are those of the reports."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.worlds import marginals
from fixtures import real_export


def test_the_orders_of_the_study_that_ships():
    found = marginals.orders("complete_journey")
    assert found.customers == 2_469
    assert len(found.day) == 155_368
    assert found.amount.sum() == pytest.approx(4_596_027.06)
    assert (found.day.min(), found.day.max(), found.days) == (0, 364, 365)
    assert (np.diff(found.customer) >= 0).all()


def test_the_orders_of_online_retail(monkeypatch):
    monkeypatch.setenv("DATA", str(real_export("online_retail.parquet").parent))
    marginals.orders.cache_clear()
    found, view = marginals.orders("online_retail"), marginals.view("online_retail")
    assert (found.customers, len(found.day)) == (4_338, 18_532)
    assert found.amount.sum() == pytest.approx(8_887_208.89)
    assert view["recency"].median() == 51
    assert view["frequency"].max() == 209


def test_quantiles_keep_zeros_and_ties():
    values = np.array([3.0, 0.0, 0.0, 7.0])
    at = np.array([0.0, 0.49, 0.5, 0.74, 0.75, 0.999, 1.0])
    assert marginals.quantiles(values, at).tolist() == [0, 0, 3, 3, 7, 7, 7]
