"""Complete Journey against numbers that were counted without this project's code."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from segmentbook import cleaning, features
from segmentbook.cleaning import catalogue
from segmentbook.core import engine
from segmentbook.eda import products, retention, sales
from segmentbook.features import reference_date
from segmentbook.ingest import locate, read
from segmentbook.params.study import load_study

pytestmark = pytest.mark.studies

STUDY = load_study("complete_journey")


@pytest.fixture(scope="module")
def files():
    return locate.fetch(STUDY)


@pytest.fixture(scope="module")
def connection():
    connection = engine.connect()
    connection.raw_sql("SET threads = 4")
    return connection


@pytest.fixture(scope="module")
def export(connection, files):
    return read.read(connection, STUDY, files).cache()


@pytest.fixture(scope="module")
def lines(export):
    marked = cleaning.mark(export, STUDY.cleaning, read.own_columns(STUDY, export))
    return catalogue.with_item(cleaning.order_lines(marked), STUDY.columns.item).cache()


def test_the_export_is_what_the_package_ships(export):
    found = export.aggregate(
        rows=export.count(), customers=export.customer.nunique(), last=export.export_row.max()
    ).to_pandas()
    # the study's description: lines and households
    assert found.iloc[0].tolist() == [1_469_307, 2_469, 1_469_306]


def test_hours_are_those_of_the_shops(connection, files, export):
    # known traps: 257,120 lines fall at hours 0 to 4 and 534 in January 2018, in UTC
    raw = connection.read_parquet(files[0])
    utc = raw.aggregate(
        night=raw.transaction_timestamp.hour().between(0, 4).sum(),
        later=(raw.transaction_timestamp.year() == 2018).sum(),
    ).to_pandas()
    assert utc.iloc[0].tolist() == [257_120, 534]
    local = export.aggregate(
        night=export.timestamp.hour().between(0, 4).sum(),
        later=(export.timestamp.year() == 2018).sum(),
        first=export.timestamp.min(),
    ).to_pandas()
    assert local["later"][0] == 0
    assert local["night"][0] < 257_120 / 5
    assert local["first"][0].year == 2017
    # The same conversion, done by pandas.
    times = pd.read_parquet(files[0], columns=["transaction_timestamp"])["transaction_timestamp"]
    if times.dt.tz is None:
        times = times.dt.tz_localize("UTC")
    wanted = times.dt.tz_convert("America/New_York").dt.tz_localize(None)
    found = export.order_by("export_row").timestamp.to_pandas()
    assert (found.to_numpy() == wanted.to_numpy().astype(found.dtype)).all()


def test_lines_of_products_that_the_table_lacks_stay(export):
    missing = export.filter(export.category.isnull())
    found = missing.aggregate(
        lines=missing.count(), products=missing.product.nunique(), money=missing.amount.sum()
    ).to_pandas()
    # known traps: 17 product ids, 4,836 lines
    assert found.iloc[0, :2].tolist() == [4_836, 17]
    assert found["money"][0] > 0


def test_ledger_against_plain_pandas(files, export):
    marked = cleaning.mark(export, STUDY.cleaning, read.own_columns(STUDY, export))
    ledger = cleaning.ledger(marked, STUDY.cleaning)
    cleaning.check(ledger, export)
    raw = pd.read_parquet(files[0])
    cents = (raw["sales_value"] * 100).round().astype("int64")
    assert ledger["money"].iloc[0] == Decimal(int(cents.sum())) / 100
    kept = raw[(raw["quantity"] > 0) & (raw["sales_value"] > 0)]
    unique = kept.drop_duplicates()
    assert ledger["rows"].tolist() == [
        len(raw),
        0,
        len(raw) - len(kept),
        len(kept) - len(unique),
        len(unique),
    ]
    assert ledger["customers"].iloc[-1] == unique["household_id"].nunique()
    assert ledger["orders"].iloc[-1] == unique["basket_id"].nunique()
    total = Decimal(int(cents[unique.index].sum())) / 100
    assert ledger["money"].iloc[-1] == total


def test_fuel_does_not_lead_the_list(lines):
    items = catalogue.items(lines)
    best = products.best_items(lines, items, STUDY.products.exclude)
    assert len(best) == 10
    assert not best["name"].str.contains("GASOLINE").any()
    unfiltered = products.best_items(lines, items, [])
    assert unfiltered["name"].str.contains("GASOLINE").any()


def test_results_repeat_to_the_last_bit(lines):
    reference = reference_date.reference_date(lines, None)
    for ask in (
        lambda: engine.frame(features.rfm(lines, reference)),
        lambda: sales.by_month(lines),
        lambda: sales.by_weekday_and_hour(lines),
        lambda: retention.concentration(lines),
    ):
        pd.testing.assert_frame_equal(ask(), ask(), check_exact=True)
