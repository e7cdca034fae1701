"""Customers in ten parts by what they spent."""

from __future__ import annotations

from exhibits import texts_of
from fixtures import in_engine, order_lines
from segmentbook.eda import audit
from segmentbook.pages.eda import tenths


def test_the_first_and_the_last_tenth_are_in_the_title():
    found = audit.tenths(in_engine(order_lines(400)))
    title = texts_of(tenths(found))[0]
    assert title.startswith(
        f"The tenth of customers that spent most spent £{found['mean'][0]:,.0f}"
    )


def test_without_enough_customers_the_exhibit_is_not_applicable():
    [exhibit] = tenths(audit.tenths(in_engine(order_lines(50))))
    assert exhibit.missing is not None
