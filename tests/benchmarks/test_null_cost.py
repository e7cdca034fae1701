from __future__ import annotations

from benchmarks import null_cost


def test_the_cost_of_the_null_is_measured(monkeypatch):
    monkeypatch.setattr(null_cost, "CUSTOMERS", 60)
    assert null_cost.seconds() > 0
