"""Cancellations and the orders that they cancel, against a loop in pandas."""

from __future__ import annotations

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import real_export
from segmentbook import cleaning
from segmentbook.cleaning.matching import matched
from segmentbook.core import engine
from segmentbook.ingest import read
from segmentbook.params.cleaning import DropMissing, MatchCancellations
from segmentbook.params.study import load_study

LINE = st.tuples(
    st.sampled_from(["1", "2", None]),
    st.sampled_from(["x", "y", None]),
    st.integers(0, 4),
    st.sampled_from([-2, -1, -1, 0, 1, 1, 2]),
)


def table(lines):
    frame = pd.DataFrame(lines, columns=["customer", "product", "day", "quantity"])
    frame["export_row"] = range(len(frame))
    frame["timestamp"] = pd.Timestamp("2021-01-01") + pd.to_timedelta(frame.pop("day"), unit="D")
    return frame.astype({"customer": "string", "product": "string", "quantity": "int64"})


def by_hand(frame):
    """Follow the definition: each cancellation takes the latest earlier line that is free."""
    known = frame.dropna(subset=["customer", "product"])
    events = known.assign(closes=known["quantity"] < 0).sort_values(
        ["timestamp", "closes", "export_row"]
    )
    free: dict[tuple, list[int]] = {}
    pairs = set()
    for line in events.itertuples():
        open_lines = free.setdefault((line.customer, line.product, abs(line.quantity)), [])
        if line.quantity > 0:
            open_lines.append(line.export_row)
        elif line.quantity < 0 and open_lines:
            pairs |= {open_lines.pop(), line.export_row}
    return pairs


@settings(max_examples=10, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=20))
def test_pairs_are_those_of_a_loop(lines):
    frame = table(lines)
    found = matched(ibis.memtable(frame)).to_pandas()["line"].tolist()
    assert len(found) == len(set(found))
    assert set(found) == by_hand(frame)


def test_an_order_is_cancelled_once():
    lines = [("1", "x", 0, 5), ("1", "x", 1, -5), ("1", "x", 2, -5), ("1", "x", 3, 5)]
    assert sorted(matched(ibis.memtable(table(lines))).to_pandas()["line"]) == [0, 1]


@pytest.mark.studies
def test_the_two_huge_orders_of_online_retail_are_matched():
    study = load_study("online_retail")
    path = real_export("online_retail.parquet")
    export = read.read(engine.connect(), study, [path]).cache()
    rules = [
        DropMissing(rule="drop_missing", columns=["customer"], reason="nobody"),
        MatchCancellations(rule="match_cancellations", reason="undone"),
    ]
    marked = cleaning.mark(export, rules, read.own_columns(study, export)).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, export)
    assert ledger["rows"].tolist() == [541909, 135080, 5798, 401031]
    huge = marked.filter((marked.removed_by == 2) & (marked.quantity.abs() > 70000)).to_pandas()
    assert sorted(huge["order"]) == ["541431", "581483", "C541433", "C581484"]
    kinds = cleaning.revenue_kinds(export)
    # published definitions A (net) and B (gross)
    assert round(kinds["revenue_net"], 2) == 8300065.81
    assert round(kinds["revenue_gross"], 2) == 8911407.90
    assert kinds["revenue_net"] < kinds["revenue_matched"] < kinds["revenue_gross"]
