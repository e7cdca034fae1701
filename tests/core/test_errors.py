from __future__ import annotations

import pytest

from segmentbook.core.errors import UserError, nearest


def test_a_message_says_where_what_and_what_to_do():
    error = UserError(
        "unknown key", where="a.yaml", expected="did you mean 'k'?", todo="rename it."
    )
    assert str(error).splitlines() == [
        "a.yaml: unknown key",
        "  Expected: did you mean 'k'?",
        "  What to do: rename it.",
    ]
    assert str(UserError("wrong")) == "wrong"


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("recency_day", ["orders", "recency_days"], "did you mean 'recency_days'?"),
        ("xyz", ["b", "a"], "known: a, b"),
        ("xyz", [], "none are known"),
    ],
)
def test_the_hint_names_the_nearest_or_all(name, known, hint):
    assert nearest(name, known) == hint
