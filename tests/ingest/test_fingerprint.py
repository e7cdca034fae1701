"""How an export differs from the known original."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segmentbook.ingest.fingerprint import difference
from segmentbook.params.source import Fingerprint

COUNTS = st.integers(0, 10**9)
KNOWN = Fingerprint(rows=100, customers=10, money=1234.5)


def test_what_differs_is_named_with_both_numbers():
    assert difference(KNOWN, 99, 10, 1234.5) == {"rows": (99, 100)}
    assert difference(KNOWN, 100, 11, 1234.51) == {
        "customers": (11, 10),
        "money": (1234.51, 1234.5),
    }


def test_less_than_half_a_cent_is_no_difference():
    assert difference(KNOWN, 100, 10, 1234.504) == {}


@given(COUNTS, COUNTS, st.integers(-(10**12), 10**12))
def test_an_export_does_not_differ_from_its_own_fingerprint(rows, customers, cents):
    known = Fingerprint(rows=rows, customers=customers, money=cents / 100)
    assert difference(known, rows, customers, cents / 100) == {}
    assert {*difference(known, rows + 1, customers + 1, cents / 100 + 1)} == {
        "rows", "customers", "money",
    }  # fmt: skip
