"""Kinds of claims, and texts that make one."""

from __future__ import annotations

import copy

import pytest

from exhibits import blocks_of
from segmentbook.core.claims import KINDS, Claim, claim, kind_of
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Text, claims


def test_a_claim_is_a_text_that_keeps_its_kind() -> None:
    made = claim("exact", "the largest segment")
    assert made == "the largest segment"
    assert kind_of(made) == "exact"
    assert kind_of(mark("customers")) == ""


def test_a_copy_keeps_the_kind() -> None:
    [again] = copy.deepcopy([claim("exact", "the largest segment")])
    assert kind_of(again) == "exact"


def test_a_kind_must_be_listed() -> None:
    with pytest.raises(ValueError, match="no kind of claim 'exactly'"):
        Claim("text", "exactly")


def test_every_kind_states_what_is_claimed() -> None:
    assert all(kind.statement for kind in KINDS.values())


def test_blocks_carry_the_kinds_of_their_claims() -> None:
    exhibit = Exhibit(
        claim("exact", "Most of all"),
        [Text((claim("advice", "Do {it}"), {"it": "n"}))],
        {"n": "this"},
    )
    assert [block["claim"] for block in blocks_of([exhibit])] == ["exact", "advice"]
    assert claims([exhibit]) == ["exact", "advice"]
