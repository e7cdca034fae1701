"""The made-up export: its shape, its dirt, and the groups that are planted in it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from fixtures import STUDY
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate, read
from segmentbook.ingest.generators import health_products
from segmentbook.params.study import parse_study

pytestmark = pytest.mark.whole

ROWS, SEED = 12_000, 5

COLUMNS = {
    "customer": "member_id",
    "order": "transaction_id",
    "timestamp": "payment_date",
    "amount": "total_amt",
    "discounts": ["discount"],
    "place": "centre",
}


def made_up(**changes):
    source = {"generator": "health_products", "rows": ROWS, "seed": SEED} | changes
    return {**STUDY, "name": "made_up", "source": source, "columns": COLUMNS}


@pytest.fixture(scope="module")
def table():
    return health_products.health_products(ROWS, SEED)


def test_the_same_seed_gives_the_same_rows_and_another_one_others(table):
    assert table.equals(health_products.health_products(ROWS, SEED))
    assert not table.equals(health_products.health_products(ROWS, SEED + 1))


def test_the_columns_are_those_of_the_original(table):
    assert len(table) == ROWS
    assert table.column_names == [
        "transaction_id", "member_id", "centre", "payment_date", "total_amt", "discount", "paid_amt",
        "channel", "product_json",
    ]  # fmt: skip
    assert pc.count_distinct(table["centre"]).as_py() == 5
    assert set(table["channel"].to_pylist()) == {"online", "offline"}


def test_nulls_repeated_rows_refunds_and_broken_lists_are_planted(table):
    for column in ("member_id", "total_amt", "discount", "paid_amt", "product_json"):
        assert table[column].null_count > 0, column
    frame = table.to_pandas()
    assert frame.duplicated().sum() == ROWS // 300
    assert (frame["total_amt"] < 0).any()
    texts = frame["product_json"].dropna()
    read = [items for text in texts if (items := readable(text)) is not None]
    assert 0 < len(texts) - len(read) < 0.01 * ROWS
    assert [] in read
    assert {type(item["qty"]) for items in read for item in items} == {int, str}


def readable(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def test_a_row_is_worth_its_items_whatever_their_prices(table):
    # Prices are not in the export; rows with the same single item must cost the same.
    frame = table.to_pandas().dropna(subset=["total_amt", "product_json"])
    single = frame[frame["product_json"].str.count("qty") == 1]
    prices = single.assign(total=single["total_amt"].abs()).groupby("product_json")["total"]
    assert (prices.nunique() == 1).all()


def test_dates_have_six_spellings_and_seven_months_are_missing(table, monkeypatch, tmp_path):
    monkeypatch.setenv("INTERIM", str(tmp_path))
    study = parse_study(made_up(), "tests")
    export = read.read(connect(), study, locate.locate(study))
    shapes = {
        "".join("9" if c.isdigit() else c for c in d) for d in table["payment_date"].to_pylist()
    }
    assert {
        "99/9/9999",
        "9999-99-99 99:99:99",
        "9999-99-99",
        "99-Jun-99",
        "99999999",
        "99999",
    } <= shapes
    days = export.timestamp.to_pyarrow().to_pandas()
    months = set(days.dropna().dt.to_period("M").astype(str))
    wanted = pd.period_range("2021-01", "2023-06", freq="M").astype(str)
    assert months == set(wanted) - {f"2021-{month:02d}" for month in range(6, 13)}
    assert days.isna().sum() == sum(
        text in {"00/00/0000", "pending", "2022-02-30"}
        for text in table["payment_date"].to_pylist()
    )


def test_the_planted_groups_can_be_found_again(table):
    groups = health_products.planted_groups(ROWS, SEED).to_pandas().set_index("member_id")["group"]
    frame = table.to_pandas().dropna(subset=["member_id", "product_json"])
    assert set(frame["member_id"]) <= set(groups.index)
    shares = groups.value_counts(normalize=True)
    for group in health_products.GROUPS:
        assert shares[group.name] == pytest.approx(group.share, rel=0.25)
    frame["pieces"] = frame["product_json"].str.count("qty")
    view = frame.groupby("member_id").agg(visits=("pieces", "size"), pieces=("pieces", "sum"))
    scaled = StandardScaler().fit_transform(np.log(view))
    found = KMeans(3, n_init=5, random_state=0).fit_predict(scaled)
    assert adjusted_rand_score(groups.loc[view.index], found) > 0.5


def test_a_made_up_export_is_made_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("INTERIM", str(tmp_path))
    study = parse_study(made_up(rows=500), "tests")
    assert locate.available(study)
    [path] = locate.fetch(study)
    assert path.name == "health_products.parquet"
    assert tmp_path / "made_up" in path.parents
    assert "Generating synthetic data: 500 rows" in capsys.readouterr().out
    written = path.stat().st_mtime_ns
    assert locate.fetch(study) == [path]
    assert path.stat().st_mtime_ns == written
    assert locate.fetch(parse_study(made_up(rows=501), "tests")) != [path]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rows": None}, "'generator', 'rows' and 'seed' go together"),
        ({"files": ["a.csv"]}, "exactly one of 'files', 'database' and 'generator'"),
        ({"generator": "health"}, "'health_products'"),
    ],
)
def test_a_source_that_contradicts_itself_is_refused(changes, said):
    with pytest.raises(UserError, match=said):
        parse_study(made_up(**changes), "tests")


def test_the_sales_of_a_seed_do_not_change():
    """They are the input of a study, whose numbers would change with them."""
    sales = health_products.health_products(3000, 1).to_pandas()
    missing = {
        name: int(sales[name].isna().sum()) for name in ("member_id", "discount", "paid_amt")
    }
    assert missing == {"member_id": 10, "discount": 2526, "paid_amt": 136}
    distinct = {name: sales[name].astype(str).nunique() for name in sales}
    assert distinct["transaction_id"] == 2990
    assert distinct["member_id"] == 583
    assert distinct["payment_date"] == 1883
    assert distinct["total_amt"] == 2012
    assert distinct["product_json"] == 2553
