"""Order lines of products without a name."""

from __future__ import annotations

from exhibits import texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.cleaning import unnamed


def test_unnamed_lines_are_counted():
    [sentence] = texts_of(unnamed({"unnamed_lines": 1234}))
    assert sentence.startswith("1,234 order lines are of products without a name")


def test_nothing_is_shown_where_all_have_a_name():
    assert texts_of(unnamed({"unnamed_lines": 0})) == []


def test_nothing_is_shown_of_an_export_without_order_lines():
    assert unnamed(NotApplicable(reason="the export has one row for each customer")) == []
