"""The published model: complete, and refused by name when it is another."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from fixtures import REFERENCE, customer_view
from models import NAMES, fitted
from segmentbook.clustering import published
from segmentbook.core.errors import UserError
from segmentbook.core.files import write_json

SEGMENTS = ["Best", "Good", "New", "Gone"]


def document(view=None, reference=REFERENCE):
    view = customer_view() if view is None else view
    counts = view["segment"].value_counts().sort_index()
    profiles = pd.DataFrame({"segment": counts.index, "name": SEGMENTS, "customers": counts.array})
    profiles = profiles.reindex(columns=published.SIZES)
    return published.complete(fitted("log1p").to_json(), view, profiles, reference)


def write(folder, data):
    path = folder / "model.json"
    write_json(data, path)
    return path


def test_what_is_published_is_read_again(tmp_path):
    view = customer_view()
    model = published.read(write(tmp_path, document()))
    first, last = view["first_order"].min(), view["last_order"].max()
    assert (model.window.first, model.window.last) == (first, last)
    assert model.window.days == (last - first).days
    assert model.window.reference == date(2023, 7, 1)
    assert model.seen["monetary"] == (view["monetary"].min(), view["monetary"].max())
    assert model.names == dict(enumerate(SEGMENTS, start=1))
    assert (model.segmentation.assign(view) == fitted("log1p").assign(view)).all()


def test_counts_of_segments_are_published():
    counts = [one["customers"] for one in document()["segments"]]
    assert counts == customer_view()["segment"].value_counts().sort_index().tolist()


def test_without_dates_of_orders_there_is_no_window(tmp_path):
    for view, reference in (
        (customer_view().drop(columns=["first_order", "last_order"]), REFERENCE),
        (customer_view(), None),
    ):
        data = document(view, reference)
        assert data["window"] is None
        assert published.read(write(tmp_path, data)).window is None


def test_no_model_is_told(tmp_path):
    with pytest.raises(UserError, match="there is no model"):
        published.read(tmp_path / "model.json")


def test_another_schema_is_refused_by_name(tmp_path):
    path = write(tmp_path, {**document(), "schema": "segmentbook-model-1"})
    with pytest.raises(UserError, match="the schema is 'segmentbook-model-1'") as error:
        published.read(path)
    assert "segmentbook-model-2" in str(error.value)


@pytest.mark.parametrize("key", ["window", "seen", "segments", "centroids", "features"])
def test_a_model_that_lacks_a_part_is_refused(tmp_path, key):
    data = document()
    del data[key]
    with pytest.raises(UserError, match="not complete"):
        published.read(write(tmp_path, data))


def test_a_segment_without_name_is_refused(tmp_path):
    data = document()
    data["segments"].pop()
    with pytest.raises(UserError, match="no name for segment 4"):
        published.read(write(tmp_path, data))


@pytest.mark.parametrize("text", ["", "{", "[1]", "\xff", json.dumps("text")])
def test_what_is_no_model_is_refused(tmp_path, text):
    path = tmp_path / "model.json"
    path.write_text(text, "latin-1")
    with pytest.raises(UserError) as error:
        published.read(path)
    assert "model.json" in str(error.value)


def test_features_have_a_seen_range():
    assert list(document()["seen"]) == NAMES
