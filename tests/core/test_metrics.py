"""Numbers by name."""

from __future__ import annotations

import json
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core import files, metrics
from segmentbook.core.metrics import MetricError


def test_merge_sorts_and_keeps_every_name():
    merged = metrics.merge({"1_cleaning": {"rows_in": 3, "customers": 2}, "2_eda": {"aov": 1.5}})
    assert list(merged.items()) == [("aov", 1.5), ("customers", 2), ("rows_in", 3)]


def test_a_name_that_is_written_twice_names_both_writers():
    with pytest.raises(MetricError, match="'k' is recorded by 4_clustering and 5_segments"):
        metrics.merge({"4_clustering": {"k": 4}, "5_segments": {"k": 5}})


KNOWN = {
    "revenue": 12.5,
    "segments": [{"name": "Best", "customers": 3}, {"name": "Rest", "customers": 9}],
    "nothing": None,
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("revenue", 12.5),
        ("segments.1.name", "Rest"),
        ("segments.0.customers", 3),
        ("nothing", None),
    ],
)
def test_resolve(path, value):
    assert metrics.resolve(KNOWN, path) == value


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("revenues", "did you mean 'revenue'"),
        ("segments.0.customer", "did you mean 'customers'"),
        ("segments.2.name", "no metric 'segments.2.name'"),
        ("segments.-1.name", "no metric"),
        ("revenue.x", "no metric"),
        ("", "no metric"),
    ],
)
def test_a_wrong_name_gives_the_nearest(path, hint):
    with pytest.raises(MetricError, match=hint):
        metrics.resolve(KNOWN, path)


def test_plain_values_are_what_json_knows():
    value = {
        "int": np.int64(3),
        "float": np.float64(0.5),
        "bool": np.bool_(True),
        "nan": float("nan"),
        "inf": np.inf,
        "nat": pd.NaT,
        "na": pd.NA,
        "day": date(2023, 7, 1),
        "when": datetime(2023, 7, 1, 12, 30),
        "stamp": pd.Timestamp("2023-07-01"),
        "list": (np.int32(1), {"deep": np.float32(2)}),
        7: "key",
    }
    assert metrics.plain(value) == {
        "int": 3,
        "float": 0.5,
        "bool": True,
        "nan": None,
        "inf": None,
        "nat": None,
        "na": None,
        "day": "2023-07-01",
        "when": "2023-07-01T12:30:00",
        "stamp": "2023-07-01T00:00:00",
        "list": [1, {"deep": 2.0}],
        "7": "key",
    }
    assert type(metrics.plain(np.int64(3))) is int
    assert type(metrics.plain(np.bool_(False))) is bool


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_what_is_written_reads_back(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("metrics") / "deep" / "er.json"
    clean = json.loads(json.dumps(metrics.plain(value)))
    files.write_json(value, path)
    assert json.loads(path.read_text("utf-8")) == clean
    assert metrics.plain(clean) == clean
    assert [each.name for each in path.parent.iterdir()] == ["er.json"]


def test_json_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "metrics.json"
    files.write_json({"k": 4}, path)
    with pytest.raises(TypeError):
        files.write_json({"k": object()}, path)
    assert json.loads(path.read_text()) == {"k": 4}
