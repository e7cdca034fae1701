"""Transitions between bands of spending and their revenue."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE
from segmentbook.eda.window import Window
from segmentbook.movement.periods import Periods
from segmentbook.movement.transitions import (
    ABSENT,
    ALL,
    CAME,
    KINDS,
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
KNOWN = Window(PERIODS.first_day(0), REFERENCE - timedelta(days=1), 30)


def states(*rows):
    """Return states; a customer's first order lies in the first period that it is in."""
    table = pd.DataFrame(rows, columns=["customer", "period", "band", "monetary"])
    first = table.groupby("customer")["period"].transform("min")
    return table.assign(first_order=[PERIODS.first_day(int(period)) for period in first])


def into(later, table, known=KNOWN, earlier=None):
    return moves(table, PERIODS, known, later - 1 if earlier is None else earlier, later)


def test_every_kind_of_move():
    table = states(
        ("stays", 0, 1, 100), ("stays", 1, 1, 110), ("stays", 2, 1, 120),
        ("rises", 1, 2, 20), ("rises", 2, 1, 90),
        ("falls", 1, 1, 80), ("falls", 2, 2, 10),
        ("stops", 1, 2, 15),
        ("comes", 2, 2, 5),
        ("returns", 0, 2, 30), ("returns", 2, 2, 40),
    )  # fmt: skip
    last = into(2, table)
    assert sorted(zip(last["from"], last["to"], strict=True), key=str) == sorted(
        [(1, 1), (2, 1), (1, 2), (2, ABSENT), (NEW, 2), (RETURNED, 2)], key=str
    )
    found = transition_metrics(transitions(last, 2))
    assert {key: found[f"moved_{key}_money"] for key in ("stayed", "up", "down")} == {
        "stayed": 10, "up": 70, "down": -70,
    }  # fmt: skip
    assert (found["moved_absent_money"], found["moved_new_money"]) == (-15, 5)
    assert found["moved_returned_money"] == 40
    assert found["moved_absent_share"] == pytest.approx(1 / 4)
    earlier = into(1, table)
    assert set(zip(earlier["from"], earlier["to"], strict=True)) == {
        (1, 1), (2, ABSENT), (NEW, 1), (NEW, 2),
    }  # fmt: skip


def test_who_ordered_before_the_first_period_returns_and_is_not_new():
    table = states(("old", 1, 1, 10), ("other", 0, 1, 10))
    table.loc[0, "first_order"] = PERIODS.first_day(0) - timedelta(days=3)
    moved = into(1, table)
    assert moved.loc[moved["to"] == 1, "from"].tolist() == [RETURNED]


@pytest.mark.parametrize("burn_in", [92, None])
def test_nobody_is_new_where_the_export_begins_too_late_to_know(burn_in):
    table = states(("comes", 1, 1, 10), ("stays", 0, 1, 10), ("stays", 1, 1, 10))
    known = Window(KNOWN.first, KNOWN.last, burn_in)
    moved = into(1, table, known)
    assert set(moved["from"]) == {1, CAME}
    found = transitions(moved, 1)
    assert list(matrix(found, "customers").index) == [1, CAME]
    assert transition_metrics(found)["moved_came"] == 1
    assert by_kind(found, minimum=1)["kind"].tolist() == ["stayed", ABSENT, CAME, ALL]


def test_of_periods_a_year_apart_nobody_is_new_or_returns():
    table = states(("comes", 2, 1, 10), ("was", 1, 1, 5), ("stays", 0, 1, 10), ("stays", 2, 1, 10))
    moved = into(2, table, earlier=0)
    assert moved[["from", "to"]].to_numpy().tolist() == [[CAME, 1], [1, 1]]


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
    for later in (1, 2):
        counts = transitions(into(later, table), 3)
        wide = matrix(counts, "customers")
        before, after = (table[table["period"] == p] for p in (later - 1, later))
        for band in (1, 2, 3):
            assert wide.loc[band].sum() == (before["band"] == band).sum()
            assert wide[band].sum() == (after["band"] == band).sum()
        assert counts["customers"].sum() == len({*before["customer"], *after["customer"]})
        assert counts["before"].sum() == pytest.approx(before["monetary"].sum())
        assert counts["after"].sum() == pytest.approx(after["monetary"].sum())
        found = transition_metrics(counts)
        possible = [kind for kind in KINDS if kind in set(counts["kind"])]
        assert sum(found[f"moved_{kind}"] for kind in possible) == counts["customers"].sum()
        assert sum(found[f"moved_{kind}_money"] for kind in possible) == pytest.approx(
            after["monetary"].sum() - before["monetary"].sum()
        )
        kinds = by_kind(counts, minimum=1).set_index("kind")
        assert list(kinds.index) == [*possible, ALL]
        assert kinds.loc[ALL, "customers"] == counts["customers"].sum()
        assert kinds.loc[ALL, "change"] == pytest.approx(found["moved_change"])
        for kind in possible:
            assert kinds.loc[kind, "customers"] == found[f"moved_{kind}"]
            assert kinds.loc[kind, "change"] == pytest.approx(found[f"moved_{kind}_money"])


def test_a_kind_of_few_customers_is_hidden_with_the_smallest_other():
    pair = [(1, 1)] * 30 + [(1, 2)] * 20 + [(2, 1)] * 4
    moved = pd.DataFrame(pair, columns=["from", "to"]).assign(before=1.0, after=2.0)
    counts = transitions(moved, 2)
    assert hidden_kinds(counts) == {"up", "down"}
    kinds = by_kind(counts).set_index("kind")
    assert kinds.loc[["up", "down"]].isna().all(axis=None)
    assert kinds.loc["stayed"].tolist() == [30, 30, 60, 30]
    assert kinds.loc[ALL].tolist() == [54, 54, 108, 54]
