"""Tables and queries of databases, which are never written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import duckdb
import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import shop_from, totals
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import database
from segmentbook.ingest.headers import ROW
from segmentbook.params.source import Database

CELLS = st.none() | st.integers(-(2**53), 2**53) | st.text("ab'\"é", max_size=4)


def sqlite_file(path, statements):
    with closing(sqlite3.connect(path)) as engine, engine:
        for statement, *rows in statements:
            engine.executemany(statement, rows) if rows else engine.execute(statement)
    return path


def rows_of(table):
    return connect().to_pyarrow(table.order_by(ROW)).drop_columns([ROW]).to_pydict()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(CELLS, st.integers(-9, 9)), max_size=6))
def test_columns_of_sqlite_come_back_whatever_their_cells_hold(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("base") / "shop.db"
    insert = ("INSERT INTO t VALUES (?, ?)", *rows) if rows else ("SELECT 1",)
    sqlite_file(path, [("CREATE TABLE t (a INT, b)",), insert])
    found = rows_of(database.read_database(Database(url="sqlite:///shop.db", table="t"), path))
    cells = [cell for cell, _ in rows]
    if any(isinstance(cell, str) for cell in cells):
        cells = [None if cell is None else str(cell) for cell in cells]
    assert found == {"a": cells, "b": [number for _, number in rows]}


def test_fractions_in_a_column_of_sqlite_make_it_one_of_floats(tmp_path):
    path = sqlite_file(
        tmp_path / "shop.db", [("CREATE TABLE t AS SELECT 1 AS a UNION SELECT 2.5",)]
    )
    query = Database(url="sqlite:///shop.db", query="SELECT a FROM t ORDER BY a")
    assert rows_of(database.read_database(query, path)) == {"a": [1.0, 2.5]}


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_what_is_wrong_is_said_with_the_name_of_the_file(exports, kind):
    path = exports / f"shop.{kind}"
    if kind == "sqlite":
        sqlite_file(path, [("CREATE TABLE sales (a)",)])
    else:
        duckdb.connect(path).execute("CREATE TABLE sales (a INT)").close()
    url = f"{kind}:///shop.{kind}"
    with pytest.raises(UserError, match="did you mean 'sales'"):
        totals(shop_from(database={"url": url, "table": "sale"}))
    with pytest.raises(UserError, match=rf"shop\.{kind}: cannot be read"):
        totals(shop_from(database={"url": url, "query": "SELECT nothing FROM nowhere"}))


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_file_that_is_no_database_is_refused(tmp_path, kind):
    path = tmp_path / "shop.base"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(UserError, match="cannot be read"):
        database.read_database(Database(url=f"{kind}:///shop.base", table="t"), path)


def test_a_query_cannot_write(tmp_path):
    path = sqlite_file(tmp_path / "shop.db", [("CREATE TABLE t (a)",)])
    writes = Database(url="sqlite:///shop.db", query="INSERT INTO t VALUES (1) RETURNING a")
    with pytest.raises(UserError, match="readonly"):
        database.read_database(writes, path)


def test_a_table_of_a_strange_name_is_read(tmp_path):
    path = sqlite_file(
        tmp_path / "shop.db", [('CREATE TABLE "my ""own"" sales" AS SELECT 7 AS a',)]
    )
    one = Database(url="sqlite:///shop.db", table='my "own" sales')
    assert rows_of(database.read_database(one, path)) == {"a": [7]}


def test_a_missing_client_says_how_to_install_it(monkeypatch):
    def missing(_):
        raise ImportError("No module named 'psycopg'")

    monkeypatch.setattr(ibis, "connect", missing)
    one = Database(url="postgresql://me:secret@localhost/shop", table="t")
    with pytest.raises(UserError, match="pip install") as error:
        database.read_database(one, None)
    assert "secret" not in str(error.value)
    assert str(error.value).startswith("postgresql://me:***@localhost/shop: ")


def test_an_error_without_words_is_named(monkeypatch):
    def fails(_):
        raise TimeoutError

    monkeypatch.setattr(ibis, "connect", fails)
    with pytest.raises(UserError, match="cannot be read: TimeoutError"):
        database.read_database(Database(url="postgres://localhost/shop", table="t"), None)
