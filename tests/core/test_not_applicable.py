from __future__ import annotations

from segmentbook.core.not_applicable import (
    NotApplicable,
    first_applicable,
    first_missing,
    propagate_not_applicable,
)

MISSING = NotApplicable(reason="no <orders>")
LATER = NotApplicable(reason="no dates")


def test_a_missing_argument_takes_the_place_of_the_result():
    product = propagate_not_applicable(lambda value, by: value * by)
    assert product(3, 2) == 6
    assert product(MISSING, 2) is MISSING
    assert product(3, by=MISSING) is MISSING
    assert product(MISSING, LATER) is MISSING


def test_the_first_that_is_missing_or_applicable_is_taken():
    assert first_missing(1, MISSING, LATER) is MISSING
    assert first_missing(1, None) is None
    assert first_applicable(MISSING, 3) == 3
    assert first_applicable(2, MISSING) == 2
    assert first_applicable(MISSING, LATER) is LATER


def test_a_notebook_shows_the_reason_with_its_values():
    assert "not applicable: no &lt;orders&gt;" in MISSING._repr_html_()
    reason = "{days:count} days of {month}, not {more:count}"
    shown = NotApplicable(reason=reason, values={"days": 3, "month": "<May>", "more": 9})
    assert "not applicable: 3 days of &lt;May&gt;, not 9" in shown._repr_html_()
