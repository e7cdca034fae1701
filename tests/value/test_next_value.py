"""Expected revenue: where rates last, where nothing does, and on UCI Online Retail."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.worlds import buyers, value
from fixtures import in_engine, real_export
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.value import next_value, purchases


@pytest.fixture(scope="module")
def lasting():
    return next_value.next_value(value.purchases(buyers.gamma_poisson(1, 1_500, orders=8.0)))


def test_where_rates_last_revenue_is_predicted(lasting):
    assert lasting.supported
    judged = lasting.judged.set_index("forecast")
    assert judged.at["model", "r2"] > max(judged.at["naive", "r2"], judged.at["groups", "r2"], 0)
    assert judged.at["mean", "r2"] == pytest.approx(0)
    expected = lasting.customers["expected_revenue"]
    assert expected.between(0, lasting.cap).all()
    assert lasting.bands["expected"].is_monotonic_increasing


def test_where_nothing_lasts_nothing_is_predicted():
    found = next_value.next_value(value.purchases(value._alike(1, 1_500, 1.0)))
    assert not isinstance(found, NotApplicable)
    assert not found.supported
    assert found.customers["expected_revenue"].isna().all()


def test_the_currency_makes_no_difference(lasting):
    frame = buyers.gamma_poisson(1, 1_500, orders=8.0)
    dear = next_value.next_value(value.purchases(frame.assign(amount=frame["amount"] * 16_000)))
    assert not isinstance(dear, NotApplicable)
    pd.testing.assert_series_equal(
        dear.customers["expected_revenue"] / 16_000,
        lasting.customers["expected_revenue"],
        rtol=1e-4,
    )


def test_order_of_rows_and_spelling_of_ids_do_not_matter(lasting):
    frame = buyers.gamma_poisson(1, 1_500, orders=8.0)
    renamed = frame.assign(customer=frame["customer"].str[::-1]).sample(frac=1, random_state=1)
    again = next_value.next_value(value.purchases(renamed))
    assert not isinstance(again, NotApplicable)
    pd.testing.assert_frame_equal(again.judged, lasting.judged, rtol=1e-6)
    assert again.model == lasting.model


def test_few_customers_or_no_revenue_are_not_applicable():
    few = next_value.next_value(value.purchases(buyers.gamma_poisson(1, 60)))
    assert isinstance(few, NotApplicable)
    frame = buyers.gamma_poisson(1, 400).assign(amount=0.0)
    assert isinstance(next_value.next_value(value.purchases(frame)), NotApplicable)


def test_online_retail():
    export = pd.read_parquet(real_export("online_retail.parquet"))
    kept = export[
        export["CustomerID"].notna()
        & ~export["InvoiceNo"].str.startswith("C")
        & (export["UnitPrice"] > 0)
    ].drop_duplicates()
    lines = pd.DataFrame(
        {
            "customer": kept["CustomerID"].astype(str),
            "order": kept["InvoiceNo"],
            "timestamp": kept["InvoiceDate"].astype("datetime64[us]"),
            "amount": (kept["Quantity"] * kept["UnitPrice"]).round(4),
        }
    )
    bought = purchases.purchases(in_engine(lines))
    assert not isinstance(bought, NotApplicable)
    assert bought.periods.days == 90
    found = next_value.next_value(bought)
    assert not isinstance(found, NotApplicable)
    assert found.supported
    assert found.degenerate
    judged = found.judged.set_index("forecast")["r2"]
    assert judged["model"] >= 0.5 > judged["naive"] > judged["groups"]
