"""Transitions between segments and their revenue."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE
from segmentbook.movement.periods import Periods
from segmentbook.movement.transitions import (
    ALL,
    KINDS,
    LAPSED,
    NEW,
    RETURNED,
    by_kind,
    hidden_kinds,
    matrix,
    moves,
    transition_metrics,
    transitions,
)

PERIODS = Periods(REFERENCE, 91, 3)


def states(*rows):
    """Return states; a customer's first order lies in the first period that it is in."""
    table = pd.DataFrame(rows, columns=["customer", "period", "segment", "monetary"])
    first = table.groupby("customer")["period"].transform("min")
    return table.assign(first_order=[PERIODS.first_day(int(period)) for period in first])


def test_every_kind_of_move():
    moved = moves(
        states(
            ("stays", 0, 1, 100), ("stays", 1, 1, 110), ("stays", 2, 1, 120),
            ("rises", 1, 2, 20), ("rises", 2, 1, 90),
            ("falls", 1, 1, 80), ("falls", 2, 2, 10),
            ("leaves", 1, 2, 15),
            ("comes", 2, 2, 5),
            ("returns", 0, 2, 30), ("returns", 2, 2, 40),
        ),
        PERIODS,
    )  # fmt: skip
    last = moved[moved["period"] == 2]
    assert sorted(zip(last["from"], last["to"], strict=True), key=str) == sorted(
        [(1, 1), (2, 1), (1, 2), (2, LAPSED), (NEW, 2), (RETURNED, 2)], key=str
    )
    found = transition_metrics(transitions(last, {1: 1, 2: 2}))
    assert {key: found[f"moved_{key}_money"] for key in ("stayed", "upgraded", "downgraded")} == {
        "stayed": 10, "upgraded": 70, "downgraded": -70,
    }  # fmt: skip
    assert (found["moved_lapsed_money"], found["moved_new_money"]) == (-15, 5)
    assert found["moved_returned_money"] == 40
    assert found["moved_lapsed_share"] == pytest.approx(1 / 4)
    earlier = moved[moved["period"] == 1]
    assert set(zip(earlier["from"], earlier["to"], strict=True)) == {
        (1, 1), (2, LAPSED), (NEW, 1), (NEW, 2),
    }  # fmt: skip


def test_who_ordered_before_the_first_period_returns_and_is_not_new():
    table = states(("old", 1, 1, 10), ("other", 0, 1, 10))
    table.loc[0, "first_order"] = PERIODS.first_day(0) - timedelta(days=3)
    moved = moves(table, PERIODS)
    assert moved.loc[moved["to"] == 1, "from"].tolist() == [RETURNED]


@settings(max_examples=8, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 15), st.integers(0, 2)),
        st.tuples(st.integers(1, 3), st.integers(0, 500)),
        min_size=1,
    )
)
def test_rows_and_columns_add_up_to_the_customers_and_the_money_of_each_period(cells):
    table = states(*((f"c{c}", p, *value) for (c, p), value in sorted(cells.items())))
    moved = moves(table, PERIODS)
    for later in (1, 2):
        pair = moved[moved["period"] == later]
        counts = transitions(pair, {1: 2, 2: 1, 3: 3})
        wide = matrix(counts, "customers")
        before, after = (table[table["period"] == p] for p in (later - 1, later))
        for segment in (1, 2, 3):
            assert wide.loc[segment].sum() == (before["segment"] == segment).sum()
            assert wide[segment].sum() == (after["segment"] == segment).sum()
        assert counts["customers"].sum() == len({*before["customer"], *after["customer"]})
        assert counts["before"].sum() == pytest.approx(before["monetary"].sum())
        assert counts["after"].sum() == pytest.approx(after["monetary"].sum())
        found = transition_metrics(counts)
        assert sum(found[f"moved_{kind}"] for kind in KINDS) == counts["customers"].sum()
        assert sum(found[f"moved_{kind}_money"] for kind in KINDS) == pytest.approx(
            after["monetary"].sum() - before["monetary"].sum()
        )
        kinds = by_kind(counts, minimum=1).set_index("kind")
        assert list(kinds.index) == [*KINDS, ALL]
        assert kinds.loc[ALL, "customers"] == counts["customers"].sum()
        assert kinds.loc[ALL, "change"] == pytest.approx(found["moved_change"])
        for kind in KINDS:
            assert kinds.loc[kind, "customers"] == found[f"moved_{kind}"]
            assert kinds.loc[kind, "change"] == pytest.approx(found[f"moved_{kind}_money"])


def test_a_kind_of_few_customers_is_hidden_with_the_smallest_other():
    pair = [(1, 1)] * 30 + [(1, 2)] * 20 + [(2, 1)] * 4
    moved = pd.DataFrame(pair, columns=["from", "to"]).assign(before=1.0, after=2.0)
    counts = transitions(moved, {1: 1, 2: 2})
    assert hidden_kinds(counts) == {"upgraded", "downgraded"}
    kinds = by_kind(counts).set_index("kind")
    assert kinds.loc[["upgraded", "downgraded"]].isna().all(axis=None)
    assert kinds.loc["stayed"].tolist() == [30, 30, 60, 30]
    assert kinds.loc[ALL].tolist() == [54, 54, 108, 54]
