"""The engine: exact money, equal results on several threads, wall-clock time, whole files."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from fixtures import floats, in_engine, order_lines
from segmentbook import features
from segmentbook.core import engine
from segmentbook.eda import retention, sales
from segmentbook.features.reference_date import reference_date


def many_lines(connection, rows=260_000):
    """Return order lines in several row groups, so that the engine spreads them over threads."""
    connection.raw_sql("SET threads = 4")
    connection.raw_sql(f"""
        CREATE TABLE many AS SELECT
            i AS export_row,
            CAST(hash(i) % 5000 AS VARCHAR) AS customer,
            CAST(i // 4 AS VARCHAR) AS "order",
            'P' || CAST(hash(i + 7) % 300 AS VARCHAR) AS product,
            TIMESTAMP '2023-01-01' + INTERVAL (i // 2) MINUTE AS timestamp,
            1 AS quantity,
            CAST((hash(i + 13) % 100000) / 100 AS DECIMAL(18, 4)) AS amount
        FROM range({rows}) t(i)""")
    table = connection.table("many")
    return table.mutate(item=table["product"])


def test_results_on_several_threads_repeat_to_the_last_bit():
    connection = engine.connect()
    lines = many_lines(connection)
    reference = reference_date(lines, None)
    questions = {
        "rfm": lambda: engine.frame(features.rfm(lines, reference)),
        "monthly": lambda: sales.by_month(lines),
        "concentration": lambda: retention.concentration(lines),
        "headline": lambda: pd.DataFrame([sales.headline(lines)]),
    }
    for name, ask in questions.items():
        first = ask()
        assert_frame_equal(ask(), first, check_exact=True, obj=name)


def test_money_is_exact_on_several_threads():
    connection = engine.connect()
    lines = many_lines(connection, rows=250_000)
    [cents] = connection.raw_sql(
        "SELECT sum(hash(i + 13) % 100000)::HUGEINT FROM range(250000) t(i)"
    ).fetchone()
    total = lines.aggregate(total=lines.amount.sum()).to_pyarrow()["total"][0].as_py()
    assert total == Decimal(cents) / 100


def test_a_frame_holds_floats_for_decimals():
    table = in_engine(order_lines(20))
    found = engine.frame(table.group_by("customer").aggregate(spent=table.amount.sum()))
    assert found["spent"].dtype == "float64"
    wanted = floats(order_lines(20)).groupby("customer")["amount"].sum().sort_index()
    spent = found.set_index("customer")["spent"].sort_index()
    assert spent.tolist() == pytest.approx(wanted.tolist(), rel=1e-12)


def test_missing_decimals_become_not_a_number():
    table = ibis.memtable({"n": [1, 2]})
    money = (table.n == 1).ifelse(ibis.literal("1.5"), None).cast(engine.MONEY)
    found = engine.frame(table.select("n", money=money).order_by("n"))["money"]
    assert found[0] == 1.5
    assert pd.isna(found[1])


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        ("2017-01-15 04:59:59", "2017-01-14 23:59:59"),  # winter: five hours
        ("2017-07-15 04:00:00", "2017-07-15 00:00:00"),  # summer: four
        ("2017-03-12 06:59:00", "2017-03-12 01:59:00"),  # the clock springs from 2 to 3
        ("2017-03-12 07:00:00", "2017-03-12 03:00:00"),
    ],
)
def test_wall_clock_time_of_new_york(instant, shown):
    table = ibis.memtable(pd.DataFrame({"at": [pd.Timestamp(instant)]}))
    found = table.select(at=engine.to_wall_clock(table.at, "America/New_York")).to_pandas()
    assert str(found["at"][0]) == shown
    assert found["at"].dt.tz is None


def test_parquet_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "new" / "lines.parquet"
    engine.write_parquet(in_engine(order_lines(5)), path)
    before = path.read_bytes()
    table = ibis.memtable({"text": ["no number"]})
    with pytest.raises(Exception, match="Conversion"):
        engine.write_parquet(table.select(n=table.text.cast("int64")), path)
    assert path.read_bytes() == before
    assert len(pd.read_parquet(path)) == len(order_lines(5))


def test_parquet_holds_microseconds_and_money_as_decimal(tmp_path):
    import pyarrow.parquet as pq

    path = tmp_path / "lines.parquet"
    engine.write_parquet(in_engine(order_lines(5)), path)
    schema = pq.read_schema(path)
    assert str(schema.field("amount").type) == "decimal128(18, 4)"
    assert str(schema.field("timestamp").type) == "timestamp[us]"


def test_a_held_table_is_given_back():
    held = in_engine(order_lines(10)).mutate(one=1).cache()
    assert held.count().execute() > 0
    held.release()
    with pytest.raises(Exception, match="does not exist"):
        held.count().execute()


def test_a_csv_of_the_engine_holds_no_formula(tmp_path):
    table = ibis.memtable(pd.DataFrame({"name": ["=1+1", "fine", None], "n": [-1, 2, 3]}))
    engine.write_csv(table, tmp_path / "out" / "a.csv")
    assert (tmp_path / "out" / "a.csv").read_text() == "name,n\n'=1+1,-1\nfine,2\n,3\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.csv"]
