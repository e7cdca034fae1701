"""Computed sentences: every number in them is a metric, and no text in a metric is a template."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core.message import literal
from segmentbook.core.metrics import MetricError, resolve
from segmentbook.report.formats import Formats
from segmentbook.report.sentences import compute, plain_text

POUNDS = Formats("GBP")


def test_fields_become_spans_that_name_their_metric():
    metrics = {"revenue": 1234.5, "segments": [{"name": "Best", "share": 0.25}]}
    spans = compute(
        "{name}: {share:percent} of {revenue:money}.",
        metrics,
        POUNDS,
        {"name": "segments.0.name", "share": "segments.0.share"},
    )
    assert spans == [
        {"text": "Best", "metric": "segments.0.name"},
        {"text": ": "},
        {"text": "25%", "metric": "segments.0.share"},
        {"text": " of "},
        {"text": "£1,234", "metric": "revenue"},
        {"text": "."},
    ]
    assert plain_text(spans) == "Best: 25% of £1,234."


def test_braces_that_are_doubled_are_text():
    assert plain_text(compute("a {{b}} {k}", {"k": 4}, POUNDS, {})) == "a {b} 4"


@settings(max_examples=100, deadline=None)
@given(hostile=st.text() | st.sampled_from(["{revenue}", "{", "}}", "{0.__class__}", "%s $x$"]))
def test_text_of_a_metric_is_never_parsed(hostile):
    metrics = {"name": hostile, "revenue": 5}
    spans = compute("{name} and {revenue:count}", metrics, POUNDS, {})
    assert spans[0] == {"text": hostile, "metric": "name"}
    assert plain_text(spans) == f"{hostile} and 5"


@settings(max_examples=100, deadline=None)
@given(text=st.text(), value=st.integers(0, 10**9))
def test_every_span_with_a_metric_can_be_resolved_and_written_again(text, value):
    metrics = {"a": {"b": [value]}, "t": text}
    template = literal(text) + "{n:count}{t}"
    spans = compute(template, metrics, POUNDS, {"n": "a.b.0"})
    quoted = {span["metric"]: span["text"] for span in spans if "metric" in span}
    assert quoted == {"a.b.0": POUNDS.write(resolve(metrics, "a.b.0"), "count"), "t": text}
    assert plain_text(spans) == f"{text}{value:,}{text}"


def test_an_unknown_metric_names_the_nearest():
    with pytest.raises(MetricError, match="did you mean 'revenue'"):
        compute("{revenu:money}", {"revenue": 1}, POUNDS, {})


def test_an_unused_short_name_is_an_error():
    with pytest.raises(MetricError, match=r"\['share'\] are named but not used"):
        compute("{revenue}", {"revenue": 1}, POUNDS, {"share": "revenue"})


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'money'"):
        compute("{revenue:moneys}", {"revenue": 1}, POUNDS, {})
