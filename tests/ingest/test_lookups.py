"""Tables that describe products are joined by id."""

from __future__ import annotations

import json
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports import WRITERS, as_frame, cells, shop_from
from fixtures import EXPORT, STUDY, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate, read
from segmentbook.params.study import parse_study


@pytest.fixture
def grocery(exports):
    """An export with a product table that lacks one product, and two kinds of discount."""
    pd.DataFrame(
        {
            "household": [1, 1, 2],
            "basket": [11, 11, 12],
            "product": [501, 502, 999],
            "at": pd.to_datetime(
                ["2017-01-01 04:30:00", "2017-07-01 03:59:59", "2018-01-01 04:59:00"]
            ),
            "n": [1, 2, 3],
            "paid": [1.5, 2.25, 0.1],
            "card": [0.5, 0.0, 0.0],
            "coupon": [0.0, 0.5, 0.25],
        }
    ).to_parquet(exports / "sales.parquet")
    products = pd.DataFrame(
        {"product": [501, 502], "kind": ["CHEESE", "MILK"], "department": ["DAIRY", None]}
    )
    products.to_parquet(exports / "products.parquet")
    lookup = {"files": ["products.parquet"], "key": "product", "columns": ["kind", "department"]}
    return study(
        timezone="America/New_York",
        source={"files": ["sales.parquet"], "lookups": [lookup]},
        columns={
            "customer": "household", "order": "basket", "product": "product",
            "product_name": "kind", "category": "department", "timestamp": "at", "quantity": "n",
            "price": None, "amount": "paid", "discounts": ["card", "coupon"], "place": None,
        },
        cleaning=[],
    )  # fmt: skip


def test_a_line_without_a_product_in_the_lookup_keeps_its_place(grocery):
    frame = as_frame(read.read(connect(), grocery, locate.locate(grocery)))
    assert list(frame["product"]) == ["501", "502", "999"]
    assert frame["product_name"].fillna("-").tolist() == ["CHEESE", "MILK", "-"]
    assert frame["category"].fillna("-").tolist() == ["DAIRY", "-", "-"]
    assert frame["amount"].tolist() == [Decimal("1.5"), Decimal("2.25"), Decimal("0.1")]
    assert frame["discount"].tolist() == [Decimal("0.5"), Decimal("0.5"), Decimal("0.25")]


def test_utc_becomes_the_wall_clock_of_the_shop_in_winter_and_summer(grocery):
    frame = as_frame(read.read(connect(), grocery, locate.locate(grocery)))
    assert [str(when) for when in frame["timestamp"]] == [
        "2016-12-31 23:30:00", "2017-06-30 23:59:59", "2017-12-31 23:59:00",
    ]  # fmt: skip


def test_a_lookup_that_would_multiply_lines_is_refused(grocery, exports):
    twice = pd.read_parquet(exports / "products.parquet").iloc[[0, 1, 1]]
    twice.to_parquet(exports / "products.parquet")
    with pytest.raises(UserError, match="1 rows repeat a value of 'product'") as error:
        read.read(connect(), grocery, locate.locate(grocery))
    assert "products.parquet" in str(error.value)


def test_a_missing_column_of_a_lookup_names_the_nearest_one(grocery, exports):
    table = pd.read_parquet(exports / "products.parquet").rename(columns={"kind": "kinds"})
    table.to_parquet(exports / "products.parquet")
    with pytest.raises(UserError, match="did you mean 'kinds'") as error:
        read.read(connect(), grocery, locate.locate(grocery))
    assert "products.parquet: there is no column 'kind'" in str(error.value)


def test_own_columns_leave_the_lookups_out(grocery):
    table = read.read(connect(), grocery, locate.locate(grocery))
    own = read.own_columns(grocery, table)
    assert "product" in own
    assert not {"product_name", "category", "kind", "department"} & set(own)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".ods", ".jsonl", ".parquet"])
def test_a_lookup_of_any_kind_is_joined_by_id(exports, ending):
    write_csv(exports / "shop.csv")
    kinds = {"StockCode": ["71053", "85123A", "22633"], "kind": ["Light", "Heart", "Warm"]}
    table, path = pd.DataFrame(kinds), exports / f"kinds{ending}"
    if ending == ".csv":
        table.to_csv(path, index=False, sep=";")
    elif ending == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in table.to_dict("records")))
    elif ending == ".parquet":
        table.to_parquet(path)
    else:
        WRITERS[ending](path, {"Kinds": cells(table)})
    lookup = {"files": [path.name], "key": "StockCode", "columns": ["kind"]}
    source = {"files": ["shop.csv"], "lookups": [lookup]}
    columns = STUDY["columns"] | {"category": "kind"}
    one = parse_study({**STUDY, "source": source, "columns": columns}, "tests")
    found = read.read(connect(), one, locate.locate(one)).order_by(read.ROW)
    assert found.category.to_pyarrow().to_pylist() == [
        "Heart", "Light", "Warm", "Warm", *[None] * 7, "Heart",
    ]  # fmt: skip


def shop_with(exports, kinds, key="StockCode", columns=("kind",)):
    write_csv(exports / "shop.csv")
    kinds.to_csv(exports / "kinds.csv", index=False)
    lookup = {"files": ["kinds.csv"], "key": key, "columns": [*columns]}
    one = shop_from(files=["shop.csv"], lookups=[lookup])
    return read.read(connect(), one, locate.locate(one)).order_by(read.ROW)


def test_a_lookup_may_be_by_a_column_that_the_study_does_not_map(exports):
    write_csv(exports / "shop.csv", EXPORT.assign(Shelf=[f"{n}.0" for n in range(12)]))
    pd.DataFrame({"Shelf": [0, 11], "kind": ["low", "high"]}).to_csv(
        exports / "kinds.csv", index=False
    )
    lookup = {"files": ["kinds.csv"], "key": "Shelf", "columns": ["kind"]}
    one = shop_from(files=["shop.csv"], lookups=[lookup])
    found = read.read(connect(), one, locate.locate(one)).order_by(read.ROW)
    assert found.kind.to_pyarrow().to_pylist() == ["low", *[None] * 10, "high"]


def test_a_key_that_the_export_lacks_is_named(exports):
    kinds = pd.DataFrame({"Shelf": [1], "kind": ["low"]})
    with pytest.raises(UserError, match=r"the export has no column 'Shelf' to join kinds\.csv by"):
        shop_with(exports, kinds, key="Shelf")


def test_rows_without_a_key_match_nothing(exports):
    kinds = pd.DataFrame({"StockCode": ["71053", None, None], "kind": ["Light", "a", "b"]})
    found = shop_with(exports, kinds).kind.to_pyarrow().to_pylist()
    assert found == [None, "Light", *[None] * 10]


@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(sorted({*EXPORT["StockCode"]})), st.sampled_from("abc")))
def test_a_join_neither_drops_nor_multiplies_rows(exports, kinds):
    table = pd.DataFrame({"StockCode": [*kinds, "none"], "kind": [*kinds.values(), "z"]})
    found = shop_with(exports, table).kind.to_pyarrow().to_pylist()
    assert found == [kinds.get(code) for code in EXPORT["StockCode"]]
