"""What is known of customers at a date, against a second computation and against row order."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from benchmarks.worlds import buyers, value
from fixtures import in_engine
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.value import purchases


def line(customer: str, day: str, amount: float) -> dict:
    return {
        "customer": customer,
        "order": f"{customer} {day} {amount}",
        "timestamp": pd.Timestamp(day),
        "amount": amount,
    }


LINES = [
    line("a", "2023-01-01 10:00", 10.0),
    line("a", "2023-01-01 18:00", 5.0),  # the same day
    line("a", "2023-03-02", 20.0),
    line("a", "2023-04-20", 7.0),
    line("b", "2023-02-01", 30.0),
    line("b", "2023-04-25", -4.0),
    line("c", "2023-04-30", 50.0),
]


def test_each_customer_at_the_cut_date():
    found = purchases.purchases(in_engine(pd.DataFrame(LINES)))
    assert not isinstance(found, NotApplicable)
    assert (found.periods.end, found.periods.days) == (date(2023, 5, 1), 30)
    assert found.periods.cut == date(2023, 4, 1)
    one, other = found.then.to_dict("records")
    assert one == {
        "customer": "a", "days": 2, "known": 90, "silent": 30, "weeks": 2, "revenue": 35.0,
        "first_revenue": 15.0, "recent": 20.0, "recent_days": 1, "next": 7.0, "next_days": 1,
    }  # fmt: skip
    assert (other["customer"], other["next"], other["recent"]) == ("b", -4.0, 0.0)
    assert found.now["customer"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize("family", [buyers.gamma_poisson, buyers.negative_binomial])
def test_the_engine_and_pandas_agree(family):
    frame = family(1, 150)
    found, again = purchases.purchases(buyers.lines(frame)), value.purchases(frame)
    assert not isinstance(found, NotApplicable)
    assert found.periods == again.periods
    for at, rows in found.at.items():
        pd.testing.assert_frame_equal(rows, again.at[at], check_dtype=False)


def test_the_order_of_rows_does_not_matter():
    frame = buyers.gamma_poisson(2, 60)
    straight = purchases.purchases(buyers.lines(frame))
    mixed = purchases.purchases(buyers.lines(frame.sample(frac=1, random_state=1)))
    assert not isinstance(straight, NotApplicable)
    assert not isinstance(mixed, NotApplicable)
    for at, rows in straight.at.items():
        pd.testing.assert_frame_equal(rows, mixed.at[at])


def test_a_short_export_is_not_applicable():
    found = purchases.purchases(in_engine(pd.DataFrame(LINES[:4])))
    assert found == NotApplicable(
        reason="the export covers {days:count} days, and {least:count} are needed",
        values={"days": 110, "least": 112},
    )
    missing = NotApplicable(reason="the export has no orders")
    assert purchases.purchases(missing) is missing
