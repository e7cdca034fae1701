"""The table of hits and misses."""

from __future__ import annotations

import pytest

from benchmarks import recovery
from segmentbook.clustering import indices, stability

pytestmark = pytest.mark.whole


@pytest.fixture(autouse=True)
def _fewer_resamples(monkeypatch):
    monkeypatch.setattr(stability, "RESAMPLES", 4)
    monkeypatch.setattr(indices, "REFERENCES", 3)


def test_the_table_has_a_line_for_each_draw():
    cases = [recovery.Case(4, 400, 1), recovery.Case(1, 400, 1)]
    head, four, none, total = recovery.lines(cases)
    assert head.split()[:5] == ["customers", "seed", "segments", "planted", "found"]
    assert four.split()[:6] == ["400", "1", "designed", "4", "4", "hit"]
    assert all(0.9 < float(score) < 1 for score in four.split()[6:])
    assert none.split() == ["400", "1", "designed", "none", "none", "hit", "–", "–", "–"]
    assert total == "2 hits of 2"


def test_a_miss_is_called_a_miss():
    case = recovery.Case(4, 100, 1)
    assert not recovery.Recovery(case, 3, oracle=0.98, known_k=0.95, agreement=0.7).hit
    assert recovery.Recovery(case, 4, oracle=0.98, known_k=0.95, agreement=0.95).hit
