"""Tables and queries of databases that are files."""

from __future__ import annotations

import sqlite3

import pytest

from exports import shop_from, totals
from segmentbook.core.errors import UserError


def test_a_database_without_the_table_names_the_nearest(exports):
    with sqlite3.connect(exports / "shop.sqlite") as engine:
        engine.execute("CREATE TABLE sales (a)")
    engine.close()
    with pytest.raises(UserError, match="did you mean 'sales'"):
        totals(shop_from(database={"url": "sqlite:///shop.sqlite", "table": "sale"}))
