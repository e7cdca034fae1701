"""A real PostgreSQL server, started for the test from the system's own packages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest

from fixtures import EXPORT, STUDY
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate, read
from segmentbook.params.study import parse_study

pytestmark = pytest.mark.whole

psycopg = pytest.importorskip("psycopg", reason="needs the extra 'postgres'")

USER = "postgres"


def program(name):
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([*map(str, places), os.environ["PATH"]]))
    if not found:
        pytest.skip(f"needs PostgreSQL's {name}")
    return found


def as_server_user(*command):
    """Run a program; PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return list(command)
    if not shutil.which("runuser") or subprocess.run(["id", USER], capture_output=True).returncode:
        pytest.skip(f"PostgreSQL cannot be run by root, and there is no user {USER!r}")
    return ["runuser", "-u", USER, "--", *command]


@pytest.fixture(scope="module")
def address():
    """Start a server with an empty database; return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    initdb, control = program("initdb"), program("pg_ctl")
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as top:
        if os.geteuid() == 0:
            shutil.chown(top, USER)
        data = f"{top}/data"
        init = as_server_user(initdb, "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "-N")
        subprocess.run(init, check=True, capture_output=True, cwd="/")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {top} -c fsync=off"
        start = as_server_user(
            control, "-D", data, "-o", options, "-l", f"{top}/log", "-w", "-t", "120", "start"
        )
        subprocess.run(start, check=True, capture_output=True, cwd="/")
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            stop = as_server_user(control, "-D", data, "-m", "immediate", "stop")
            subprocess.run(stop, check=True, capture_output=True, cwd="/")


@pytest.fixture(scope="module")
def shop(address):
    """Fill the database with the twelve lines."""
    with psycopg.connect(address) as connection:
        connection.execute(
            'CREATE TABLE sales ("InvoiceNo" text, "StockCode" varchar(20), "Description" text, '
            '"Quantity" integer, "InvoiceDate" timestamp, "UnitPrice" numeric, "CustomerID" bigint, '
            '"Country" text)'
        )
        rows = EXPORT.astype(object).where(EXPORT.notna(), None)
        for row in rows.itertuples(index=False):
            connection.execute(
                "INSERT INTO sales VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", list(row)
            )
    return address


def read_from(**database):
    study = parse_study({**STUDY, "source": {"database": database}}, "tests")
    return read.read(connect(), study, locate.locate(study))


def totals(table):
    [found] = table.aggregate(
        rows=table.count(), customers=table.customer.nunique(), money=table.amount.sum(),
        pieces=table.quantity.sum(), last=table.timestamp.max(), names=table.product_name.nunique(),
    ).to_pyarrow().to_pylist()  # fmt: skip
    return found


def test_a_table_and_a_query_give_what_a_file_gives(shop, tmp_path):
    EXPORT.to_parquet(tmp_path / "shop.parquet")
    study = parse_study(STUDY, "tests")
    wanted = totals(read.read(connect(), study, [tmp_path / "shop.parquet"]))
    assert wanted["money"] == Decimal("138.84")
    assert totals(read_from(url=shop, table="sales")) == wanted
    some = totals(read_from(url=shop, query="SELECT * FROM sales WHERE \"Country\" = 'EIRE'"))
    assert some["rows"] == 2


def test_texts_keep_their_marks_and_gaps_stay_gaps(shop):
    table = read_from(url=shop, query='SELECT * FROM sales ORDER BY "InvoiceDate", "StockCode"')
    names = table.product_name.to_pyarrow().to_pylist()
    assert {"£5 GAME", "=HYPERLINK(1)"} <= set(names)
    assert names.count(None) == 1
    assert table.customer.isnull().sum().to_pyarrow().as_py() == 1


def test_a_table_that_is_not_there_names_the_nearest(shop):
    with pytest.raises(UserError, match="did you mean 'sales'"):
        read_from(url=shop, table="sale")


def test_an_empty_table_and_a_silent_server_are_told(shop):
    with pytest.raises(UserError, match="holds no rows"):
        read_from(url=shop, query='SELECT * FROM sales WHERE "Quantity" > 1000')
    with pytest.raises(UserError, match="cannot be read") as error:
        read_from(url="postgresql://postgres:secret@127.0.0.1:1/postgres", table="sales")
    assert "secret" not in str(error.value)
