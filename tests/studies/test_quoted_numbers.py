"""The search for numbers that are typed, or not those of their metrics, finds them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import agrees, misquotes, typed_numbers
from notebooks import code, figure, heading, kpis, markdown, sentence, table, write
from segmentbook.report.formats import Formats
from segmentbook.report.sentences import compute

NUMBERS = {"orders": 1234, "share": 0.256, "money": 5_752_537.18, "who": "Route 66", "few": None}


def report(folder, *shown, **metrics):
    """Write a report with blocks and metrics; return its folder."""
    (folder / "notebooks").mkdir()
    write(folder / "notebooks", "2_eda", markdown("# Sales"), code(*shown))
    (folder / "metrics.json").write_text(json.dumps({**NUMBERS, **metrics}))
    return folder


def test_what_is_right_passes(tmp_path):
    right = report(
        tmp_path,
        heading("All customers are good"),
        sentence("point", "In all ", ("1,234", "orders"), ", or ", ("£5.75M", "money")),
        sentence("note", ("26%", "share"), " of ", ("Route 66", "who"), ("–", "few")),
        table("The index (1 is perfect)", ["Name", "SHA-256"], [["Mug 3", "12"]]),
        kpis(("A", "1,234", "orders"), ("B", "26%", "share"), ("C", "£5,752,537", "money")),
    )
    assert typed_numbers(right) == []
    assert misquotes(right) == ([], 6)


@pytest.mark.parametrize(
    "block",
    [
        heading("The best 20% bring the most"),
        sentence("point", "In all ", ("1,234", "orders"), " orders of 88 customers"),
        kpis(("Top 5", "1", "orders"), ("B", "1", "orders"), ("C", "1", "orders")),
        kpis(("A", "1", "orders"), ("B", "1", "orders"), ("C", "1", "orders"), note="half of 7"),
        figure("Sales of 2011"),
        table("Twelve or 12", ["Name"], [["x"]]),
        table("Rows", ["After 3 months"], [["x"]]),
    ],
)
def test_a_typed_number_is_found(tmp_path, block):
    assert typed_numbers(report(tmp_path, block))


@pytest.mark.parametrize(
    ("text", "metric"),
    [("1,235", "orders"), ("1234.5", "orders"), ("25%", "share"), ("£5.76M", "money"),
     ("-26%", "share"), ("Route 67", "who"), ("0", "few"), ("many", "orders")],
)  # fmt: skip
def test_a_wrong_number_is_found(tmp_path, text, metric):
    wrong, _ = misquotes(report(tmp_path, sentence("point", "So ", (text, metric))))
    assert wrong == [(metric, text, NUMBERS[metric])]


def test_a_changed_metric_no_longer_agrees_with_what_was_said(tmp_path):
    shown = sentence("point", ("1,234", "orders"), " orders")
    assert misquotes(report(tmp_path, shown, orders=1244)) == ([("orders", "1,234", 1244)], 1)


KINDS = ["count", "number", "number3", "percent", "money", "money_exact", "money_short"]


@given(st.sampled_from(KINDS), st.floats(-1e9, 1e9).map(lambda value: round(value, 4)))
def test_whatever_is_written_agrees_and_another_value_is_written_otherwise(kind, value):
    formats = Formats("GBP")
    [said] = compute(f"{{x:{kind}}}", {"x": value}, formats, {})
    assert agrees(said["text"], value)
    other = value + 1 + abs(value)
    [changed] = compute(f"{{x:{kind}}}", {"x": other}, formats, {})
    assert changed["text"] != said["text"]
    assert not agrees(said["text"], other)
