"""The numbers that evidence may name."""

from __future__ import annotations

from segmentbook.actions.measures import FROM_COLUMNS, FROM_ORDERS, MEASURED, OF_CUSTOMERS, known
from segmentbook.features import RFM


def test_every_number_has_one_source():
    names = known(RFM)
    assert len(names) == len(set(names))
    assert set(FROM_ORDERS).isdisjoint(FROM_COLUMNS)
    assert {*MEASURED} < {*names}


def test_a_profile_gives_its_sizes_and_what_it_knows_of_features():
    assert {"customers", "revenue_share", "monetary_mean", "recency_standing"} < {*known(RFM)}
    assert "segment" not in known(RFM)


def test_shares_of_customers_are_known_numbers():
    assert {*OF_CUSTOMERS} < {*known(RFM)}
