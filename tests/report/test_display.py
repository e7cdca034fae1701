"""Each part of an exhibit is one block of the renderers' schema, with HTML for JupyterLab beside it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from fixtures import Shown
from segmentbook.core.metrics import MetricError, resolve
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.blocks import BLOCK_MIME, SENTENCE_STYLES, SVG_MIME
from segmentbook.report.exhibit import Exhibit, Kpis, Picture, Table, Text, notes, points
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


def picture(alt="A line.", title="Line", **more):
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2])
    return Picture(figure, alt, title, **more)


def show(shown, *parts):
    shown.show(Exhibit(parts=parts))


def test_the_mime_type_is_the_one_that_is_promised():
    assert BLOCK_MIME == "application/vnd.segmentbook.block+json"


def test_heading(shown):
    shown.show(Exhibit("{customers:count} customers"))
    assert shown.block == {
        "kind": "heading",
        "level": 2,
        "spans": [{"text": "4,338", "metric": "customers"}, {"text": " customers"}],
        "claim": "",
    }
    assert shown.bundles[0]["text/html"] == "<h2>4,338 customers</h2>"


@pytest.mark.parametrize("style", SENTENCE_STYLES)
def test_sentence(shown, style):
    show(shown, Text(("{who} hold {share:percent}.", bind("name", "share")), style))
    block = shown.block
    assert block["kind"] == "sentence"
    assert block["style"] == style
    assert block["spans"][0] == {"text": "<b>Best</b>", "metric": "segments.0.name"}
    html = shown.bundles[0]["text/html"]
    assert ">&lt;b&gt;Best&lt;/b&gt; hold 17%.<" in html


def bind(*fields):
    names = {"name": "who"}
    return {names.get(field, field): f"segments.0.{field}" for field in fields}


def test_sentences_are_blocks_of_their_own(shown):
    show(shown, *points(["One.", ("{n:count}.", {"n": "orders"})]), *notes(["Note."]))
    assert ["".join(s["text"] for s in block["spans"]) for block in shown.blocks] == [
        "One.",
        "18,532.",
        "Note.",
    ]
    assert [block["style"] for block in shown.blocks] == ["point", "point", "note"]


def test_kpis(shown):
    items = {
        "revenue": "revenue:money_short",
        "customers": "customers:count",
        "best": "segments.0.name",
    }
    show(shown, Kpis(items, {"revenue": "{orders:count} orders"}))
    [first, second, third] = shown.block["items"]
    assert (first["label"], first["value"], first["metric"]) == ("revenue", "£8.89M", "revenue")
    assert first["note"] == [{"text": "18,532", "metric": "orders"}, {"text": " orders"}]
    assert (second["value"], second["note"]) == ("4,338", [])
    assert third["value"] == "<b>Best</b>"
    assert "<b>Best</b>" not in shown.bundles[0]["text/html"].replace("&lt;b&gt;", "")


def test_figure(shown):
    show(shown, picture("Two points.", "Of {customers:count}", wide=True))
    block = shown.block
    assert block["alt"] == "Two points."
    assert block["size"] == "wide"
    assert block["source"] == "Source: Made"
    assert shown.bundles[0][SVG_MIME].lstrip().startswith("<?xml")
    assert "</svg>" in shown.bundles[0][SVG_MIME]
    assert shown.bundles[0]["text/plain"] == "Of 4,338"


def test_jupyterlab_shows_a_figure_with_its_title_source_and_text_alternative(shown):
    show(shown, picture("<Two> points.", "Of {customers:count}"))
    html = shown.bundles[0]["text/html"]
    assert "<b>Of 4,338</b>" in html
    assert 'alt="&lt;Two&gt; points."' in html
    assert "Source: Made" in html
    assert html.count("&lt;Two&gt; points.") == 2  # to be read as well
    assert "<Two>" not in html


def test_a_figure_may_have_an_interactive_form(shown):
    plot = {"data": [{"type": "scatter3d"}], "layout": {}}
    show(shown, picture(interactive=plot))
    assert shown.block["interactive"] == plot
    assert "</svg>" in shown.bundles[0][SVG_MIME]


def test_the_same_figure_is_the_same_bytes(shown):
    from segmentbook.report import theme

    theme.apply()
    for _ in range(2):
        show(shown, picture())
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
    show(shown, Table(data, columns, "{customers:count} customers", emphasise=1))
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
    show(shown, Table(pd.DataFrame({"name": []}), {"name": ("Name", "text")}, "None"))
    assert shown.block["rows"] == []
    assert shown.block["header_column"] is True


def test_what_is_not_applicable_becomes_a_grey_line(shown):
    reason = NotApplicable(reason="{days:count} <days> only", values={"days": 1200})
    shown.show(Exhibit("never {seen", [picture()], what="Revenue by <place>", missing=reason))
    wanted = {"what": "Revenue by <place>", "reason": "1,200 <days> only"}
    assert shown.block == {"kind": "not_applicable", **wanted}
    assert "&lt;place&gt;" in shown.bundles[0]["text/html"]
    assert "&lt;days&gt;" in shown.bundles[0]["text/html"]


def test_nothing_is_shown_when_a_metric_is_unknown(shown):
    with pytest.raises(MetricError, match="did you mean 'customers'"):
        show(shown, picture(title="{customer:count}"))
    assert shown.bundles == []


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.isalnum))
def test_every_number_shown_is_a_metric_that_resolves(monkeypatch, name):
    metrics = {"name": name + " {k} <i>", "k": 4, "deep": {"list": [0.5]}}
    shown = Shown(monkeypatch, metrics)
    share = {"share": "deep.list.0"}
    table = Table(pd.DataFrame({"a": [name]}), {"a": (name, "text")}, ("{share:number}", share))
    shown.show(Exhibit("{name} {k:count}", [Text(("{share:percent} of {name}", share)), table]))
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


def test_key_figures_that_a_study_does_not_know_are_left_out(monkeypatch):
    shown = Shown(monkeypatch, {"orders": 3, "revenue": None, "rate": None})
    known = dict.fromkeys(("orders", "again", "more"), "orders:count")
    show(shown, Kpis({**known, "revenue": "revenue:money"}, {"orders": "at {rate}"}))
    assert [item["label"] for item in shown.block["items"]] == ["orders", "again", "more"]
    assert shown.block["items"][0]["note"] == []
    shown.bundles.clear()
    show(shown, Kpis({"orders": "orders:count", "revenue": "revenue:money"}))
    assert plain_text(shown.block["spans"]) == "orders: 3"
    shown.bundles.clear()
    show(shown, Kpis({"revenue": "revenue:money"}))
    assert shown.blocks == []
    with pytest.raises(MetricError):
        show(shown, Kpis({"profit": "profit:money"}))


def test_an_exhibit_that_would_hold_only_its_title_is_not_applicable(monkeypatch):
    shown = Shown(monkeypatch, {"orders": None, "customers": 3})
    figures = Kpis({"orders": "orders:count"})
    shown.show(Exhibit("{customers:count} customers", [figures], what="Orders"))
    reason = "the export has none of these figures"
    assert shown.block == {"kind": "not_applicable", "what": "Orders", "reason": reason}
    shown.bundles.clear()
    shown.show(Exhibit("{customers:count} customers", [figures, *points(["More."])]))
    assert [block["kind"] for block in shown.blocks] == ["heading", "sentence"]
