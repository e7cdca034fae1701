"""Messages for users."""

from __future__ import annotations

import pytest

from segmentbook.core.errors import nearest


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("clustring", ["clustering", "columns"], "did you mean 'clustering'?"),
        ("zzz", ["b", "a"], "known: a, b"),
        ("zzz", [], "none are known"),
    ],
)
def test_nearest(word, known, hint):
    assert nearest(word, known) == hint
