"""The rule `auto` on planted customers, at full size."""

from __future__ import annotations

import pytest

from benchmarks.recovery import Case, recover

pytestmark = pytest.mark.studies


def test_four_planted_segments_are_found():
    found = recover(Case(segments=4, customers=20_000, seed=1))
    assert found.hit
    assert 0.96 <= found.oracle <= 0.99
    assert found.agreement >= 0.90
