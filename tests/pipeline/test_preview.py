from __future__ import annotations

import sys

import ibis
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from segmentbook.pipeline import preview
from segmentbook.pipeline.environment import BUILD


@pytest.fixture
def table():
    rows = pd.DataFrame({"customer": [f"C{n:03d}" for n in range(99)], "amount": range(99)})
    return ibis.memtable(rows)


def test_people_see_the_first_rows(table, monkeypatch):
    monkeypatch.delenv(BUILD, raising=False)
    shown = preview.preview(table)
    assert shown["text/html"].count("<tr") == 1 + preview.ROWS
    assert "C000" in shown["text/plain"]
    assert "C050" not in shown["text/plain"]


def test_a_build_keeps_columns_and_no_rows(table, monkeypatch):
    monkeypatch.setenv(BUILD, "1")
    assert preview.preview(table) == {"text/plain": "customer: string\namount: int64"}


def test_a_notebook_asks_for_the_preview(table, monkeypatch):
    monkeypatch.setenv(BUILD, "1")
    shell = InteractiveShell.instance()
    try:
        preview.install()
        for one in (table, table.filter(table.amount > 3)):
            shown, _ = shell.display_formatter.format(one)
            assert shown == preview.preview(table)
    finally:
        InteractiveShell.clear_instance()


def test_outside_of_a_notebook_nothing_is_installed(monkeypatch):
    InteractiveShell.clear_instance()
    preview.install()
    assert "IPython" in sys.modules
