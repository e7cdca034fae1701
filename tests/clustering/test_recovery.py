"""The table of hits and misses."""

from __future__ import annotations

import pytest

from segmentbook.clustering import indices, recovery, stability


@pytest.fixture(autouse=True)
def _fewer_resamples(monkeypatch):
    monkeypatch.setattr(stability, "RESAMPLES", 4)
    monkeypatch.setattr(indices, "REFERENCES", 3)


def test_the_table_has_a_line_for_each_draw(monkeypatch):
    monkeypatch.setattr(recovery.planted, "KINDS", {4: recovery.planted.KINDS[4]})
    head, four, none = recovery.lines([(600, (1,))])
    assert head.split() == ["customers", "seed", "planted", "found", "oracle", "ARI", "ARI"]
    assert four.split()[:5] == ["600", "1", "4", "4", "hit"]
    assert none.split() == ["600", "1", "none", "none", "hit", "–", "–"]


def test_a_miss_is_called_a_miss():
    assert not recovery.Recovery(100, 1, segments=4, found=3, oracle=0.98, agreement=0.7).hit
    assert recovery.Recovery(100, 1, segments=4, found=4, oracle=0.98, agreement=0.9).hit
