"""The keys of cleaning rules: what they may be, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from segmentbook.params.cleaning import RULES
from small_export import ALL_RULES, rule


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_of_the_class_that_has_its_name(name):
    one = rule(name, **ALL_RULES[name])
    assert type(one) is RULES[name]
    assert one.rule == name


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("drop_missing", {"columns": []}, "at least 1 item"),
        ("drop_cancelled", {}, "exactly one of 'prefix', 'column', 'negative_quantity'"),
        ("drop_cancelled", {"prefix": "C", "negative_quantity": True}, "exactly one of"),
        ("drop_cancelled", {"column": "status"}, "'column' and 'value' go together"),
        ("keep_period", {}, "give 'from', 'to' or both"),
        ("keep_period", {"from": "2021-13"}, "month must be in 1..12"),
        ("keep_period", {"from": "2021"}, "pattern"),
        ("keep_period", {"from": "2021-03-02", "to": "2021-02"}, "'from' must not be after 'to'"),
        ("fill", {"column": "a"}, "exactly one of 'constant' or 'with'"),
        ("fill", {"column": "a", "constant": 1, "with": "mode"}, "exactly one of"),
        ("cap", {"column": "a"}, "exactly one of 'lower', 'upper', 'percentile', 'iqr'"),
        ("cap", {"column": "a", "upper": 1, "iqr": 1.5}, "exactly one of"),
        ("cap", {"column": "a", "lower": 1, "upper": 2, "iqr": 1.5}, "no percentile or iqr"),
        ("cap", {"column": "a", "lower": 2, "upper": 1}, "'lower' must be below 'upper'"),
        ("drop_outliers", {"column": "a", "percentile": 1.0}, "less than 1"),
        ("drop_products", {"pattern": "("}, "a regular expression"),
        ("drop_products", {"codes": ["a"], "pattern": "a"}, "exactly one of"),
        ("derive", {"column": "a", "by": "ratio", "of": ["b"]}, "2 column"),
        ("derive", {"column": "a", "by": "sum", "of": ["b"]}, "two columns or more"),
        ("derive", {"column": "a", "by": "years", "of": ["b"]}, "'reference_year'"),
        ("derive", {"column": "a", "by": "eval", "of": ["b", "c"]}, "'sum'"),
    ],
)
def test_keys_that_do_not_make_a_rule(name, values, message):
    with pytest.raises(ValidationError, match=message):
        rule(name, **values)


@given(st.dates(), st.dates())
def test_a_period_may_begin_on_any_day_up_to_its_end(one, other):
    first, last = sorted([one, other])
    period = rule("keep_period", **{"from": first, "to": last})
    assert (period.start, period.end) == (first.isoformat(), last.isoformat())
    if first < last:
        with pytest.raises(ValidationError):
            rule("drop_period", **{"from": last, "to": first})


def test_a_month_and_a_day_of_it_are_in_order():
    assert rule("keep_period", **{"from": "2021-02", "to": date(2021, 2, 1)}).end == "2021-02-01"
