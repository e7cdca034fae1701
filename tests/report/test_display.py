"""Each call emits one block that the renderers' schema accepts, with a plain form beside it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from fixtures import Shown
from segmentbook.core.metrics import MetricError, resolve
from segmentbook.core.not_applicable import (
    NotApplicable,
    first_applicable,
    propagate_not_applicable,
)
from segmentbook.report.blocks import BLOCK_MIME, SVG_MIME
from segmentbook.report.exhibit import Picture
from segmentbook.report.sentences import plain_text

METRICS = {
    "revenue": 8887208.89,
    "customers": 4338,
    "orders": 18532,
    "segments": [{"name": "<b>Best</b>", "share": 0.17}],
}


@pytest.fixture
def shown(monkeypatch):
    return Shown(monkeypatch, METRICS)


def picture(alt="A line.", *, wide=False):
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2])
    return Picture(figure, alt, wide=wide)


def test_the_mime_type_is_the_one_that_is_promised():
    assert BLOCK_MIME == "application/vnd.segmentbook.block+json"


def test_heading(shown):
    shown.show.heading("{customers:count} customers")
    assert shown.block == {
        "kind": "heading",
        "level": 2,
        "spans": [{"text": "4,338", "metric": "customers"}, {"text": " customers"}],
    }
    assert shown.bundles[0]["text/html"] == "<h2>4,338 customers</h2>"


@pytest.mark.parametrize("style", ["body", "point", "action", "note"])
def test_sentence(shown, style):
    shown.show.sentence(("{who} hold {share:percent}.", bind("name", "share")), style)
    block = shown.block
    assert block["kind"] == "sentence"
    assert block["style"] == style
    assert block["spans"][0] == {"text": "<b>Best</b>", "metric": "segments.0.name"}
    html = shown.bundles[0]["text/html"]
    assert html == "<p>&lt;b&gt;Best&lt;/b&gt; hold 17%.</p>"


def bind(*fields):
    names = {"name": "who"}
    return {names.get(field, field): f"segments.0.{field}" for field in fields}


def test_sentences_are_blocks_of_their_own(shown):
    shown.show.sentences(["One.", ("{n:count}.", {"n": "orders"})], "point")
    assert ["".join(s["text"] for s in block["spans"]) for block in shown.blocks] == [
        "One.",
        "18,532.",
    ]
    shown.show.sentences([], "point")
    assert len(shown.blocks) == 2


def test_kpis(shown):
    shown.show.kpis(
        {
            "revenue": "revenue:money_short",
            "customers": "customers:count",
            "best": "segments.0.name",
        },
        notes={"revenue": "{orders:count} orders"},
    )
    [first, second, third] = shown.block["items"]
    assert (first["label"], first["value"], first["metric"]) == ("revenue", "£8.89M", "revenue")
    assert first["note"] == [{"text": "18,532", "metric": "orders"}, {"text": " orders"}]
    assert (second["value"], second["note"]) == ("4,338", [])
    assert third["value"] == "<b>Best</b>"
    assert "<b>Best</b>" not in shown.bundles[0]["text/html"].replace("&lt;b&gt;", "")


def test_figure(shown):
    shown.show.figure(picture("Two points.", wide=True), "Of {customers:count}")
    block = shown.block
    assert block["alt"] == "Two points."
    assert block["size"] == "wide"
    assert block["source"] == "Source: Made"
    assert shown.bundles[0][SVG_MIME].lstrip().startswith("<?xml")
    assert "</svg>" in shown.bundles[0][SVG_MIME]
    assert shown.bundles[0]["text/plain"] == "Of 4,338"


def test_a_figure_may_have_an_interactive_form(shown):
    plot = {"data": [{"type": "scatter3d"}], "layout": {}}
    still = picture()
    shown.show.figure(Picture(still.figure, still.alt, interactive=plot), "A cloud")
    assert shown.block["interactive"] == plot
    assert "</svg>" in shown.bundles[0][SVG_MIME]


def test_the_same_figure_is_the_same_bytes(shown):
    from segmentbook.report import theme

    theme.apply()
    for _ in range(2):
        shown.show.figure(picture(), "A line")
    first, second = (bundle[SVG_MIME] for bundle in shown.bundles)
    assert first == second
    assert "<dc:date>" not in first


def test_table(shown):
    data = pd.DataFrame(
        {
            "name": ["Tea <towel>", None],
            "money": [2.5, float("nan")],
            "month": pd.to_datetime(["2023-01-01", "2023-02-01"]),
            "unused": [1, 2],
        }
    )
    columns = {
        "money": ("Money", "money_exact"),
        "name": ("Name", "text"),
        "month": ("Month", "month"),
    }
    shown.show.table(data, columns, "{customers:count} customers", emphasise=1)
    block = shown.block
    assert block["columns"] == [
        {"name": "Money", "align": "right"},
        {"name": "Name", "align": "left"},
        {"name": "Month", "align": "left"},
    ]
    assert block["rows"] == [
        ["£2.50", "Tea <towel>", "January 2023"],
        ["–", "–", "February 2023"],
    ]
    assert block["emphasise"] == 1
    assert block["header_column"] is False
    html = shown.bundles[0]["text/html"]
    assert "Tea &lt;towel&gt;" in html
    assert "<towel>" not in html


def test_a_table_may_have_no_rows(shown):
    shown.show.table(pd.DataFrame({"name": []}), {"name": ("Name", "text")}, "None")
    assert shown.block["rows"] == []
    assert shown.block["header_column"] is True


def test_what_is_not_applicable_becomes_a_grey_line(shown):
    missing = NotApplicable("Revenue by <place>", "no places")
    shown.show.figure(missing, "never {seen")
    shown.show.table(missing, {}, "never {seen")
    shown.show.not_applicable(missing)
    wanted = {"kind": "not_applicable", "what": "Revenue by <place>", "reason": "no places"}
    assert shown.blocks == [wanted] * 3
    assert "&lt;place&gt;" in shown.bundles[0]["text/html"]


def test_nothing_is_shown_when_a_metric_is_unknown(shown):
    with pytest.raises(MetricError, match="did you mean 'customers'"):
        shown.show.figure(picture(), "{customer:count}")
    assert shown.bundles == []


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.isalnum))
def test_every_number_shown_is_a_metric_that_resolves(monkeypatch, name):
    metrics = {"name": name + " {k} <i>", "k": 4, "deep": {"list": [0.5]}}
    shown = Shown(monkeypatch, metrics)
    share = {"share": "deep.list.0"}
    shown.show.heading("{name} {k:count}")
    shown.show.sentence(("{share:percent} of {name}", share))
    shown.show.table(pd.DataFrame({"a": [name]}), {"a": (name, "text")}, ("{share:number}", share))
    found = [
        span
        for block in shown.blocks
        for span in block.get("spans", block.get("title"))
        if "metric" in span
    ]
    assert len(found) == 5
    for span in found:
        value = resolve(metrics, span["metric"])
        assert span["text"] in (str(value), "4", "50%", "0.50")
    assert shown.blocks[0]["spans"][0]["text"] == name + " {k} <i>"


def test_what_rests_on_something_missing_is_one_line(shown):
    missing = NotApplicable("Order lines", "the export has none")
    part = shown.show.given(missing, "Revenue by month")
    part.heading("{no_such_metric} was the best month")
    part.kpis({"best": "no_such_metric:money"})
    part.figure(missing, "by {no_such_metric}")
    part.figure(picture(), "by {no_such_metric}")
    part.table(missing, {"a": ("A", "text")}, "a")
    part.table(pd.DataFrame({"a": [1]}), {"a": ("A", "count")}, "{no_such_metric}")
    part.sentence("{no_such_metric}", "point")
    part.sentences(missing, "point")
    part.sentences(["{no_such_metric}"], "point")
    assert shown.block == {
        "kind": "not_applicable", "what": "Revenue by month", "reason": "the export has none",
    }  # fmt: skip


def test_what_is_there_is_shown_as_ever(shown):
    assert shown.show.given(pd.DataFrame(), "anything") is shown.show
    shown.show.sentences(NotApplicable("a", "b"), "point")
    assert shown.blocks == []


def test_key_figures_that_a_study_does_not_know_are_left_out(monkeypatch):
    shown = Shown(monkeypatch, {"orders": 3, "revenue": None, "rate": None})
    known = dict.fromkeys(("orders", "again", "more"), "orders:count")
    shown.show.kpis({**known, "revenue": "revenue:money"}, {"orders": "at {rate}"})
    assert [item["label"] for item in shown.block["items"]] == ["orders", "again", "more"]
    assert shown.block["items"][0]["note"] == []
    shown.bundles.clear()
    shown.show.kpis({"orders": "orders:count", "revenue": "revenue:money"})
    assert plain_text(shown.block["spans"]) == "orders: 3"
    shown.bundles.clear()
    shown.show.kpis({"revenue": "revenue:money"})
    assert shown.blocks == []
    with pytest.raises(MetricError):
        shown.show.kpis({"profit": "profit:money"})


def test_functions_hand_on_what_is_not_applicable():
    missing = NotApplicable("a", "b")
    doubled = propagate_not_applicable(lambda value, by: value * by)
    assert doubled(3, 2) == 6
    assert doubled(missing, 2) is missing
    assert doubled(3, missing) is missing
    assert first_applicable(missing, 3) == 3
    assert first_applicable(2, missing) == 2
