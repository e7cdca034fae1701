"""The many made-up customers that the benchmark groups, at a small size."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from benchmarks import many_customers
from segmentbook.clustering import indices, stability
from segmentbook.clustering.model import Segmentation

pytestmark = pytest.mark.whole


def test_every_customer_gets_the_segment_of_the_model(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERIM", str(tmp_path))
    monkeypatch.setattr(many_customers, "CUSTOMERS", 600)
    monkeypatch.setattr(stability, "RESAMPLES", 3)
    monkeypatch.setattr(indices, "REFERENCES", 3)
    for step in many_customers.STEPS:
        many_customers.main(step)
    folder = tmp_path / "many_customers"
    model = Segmentation.from_json(json.loads((folder / "model.json").read_text("utf-8")))
    assert model.scaling.features == many_customers.FEATURES
    view = pd.read_parquet(folder / "customers.parquet")
    assert view.shape == (600, 6)
    found = pd.read_parquet(folder / "segments.parquet").set_index("customer")["segment"]
    assert found.loc[view["customer"]].tolist() == model.assign(view).tolist()
