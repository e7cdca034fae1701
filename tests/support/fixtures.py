"""Small tables that look like the real ones, and the display that the tests read back."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pytest

from segmentbook.core.engine import MONEY
from segmentbook.params.study import Study, parse_study
from segmentbook.report.blocks import BLOCK_MIME, SVG_MIME, check_block
from segmentbook.report.display import Display
from segmentbook.report.formats import Formats
from segmentbook.report.sentences import compute, plain_text

# ---------------------------------------------------------------- an export, as it comes

EXPORT = pd.DataFrame(
    [
        ("536365", "85123A", "WHITE HEART", 6, "2010-12-01 08:26", 2.55, 17850, "United Kingdom"),
        ("536365", "71053", "WHITE LANTERN ", 6, "2010-12-01 08:26", 3.39, 17850, "United Kingdom"),
        ("536366", "22633", "HAND WARMER", 6, "2010-12-01 08:28", 1.85, 17850, "United Kingdom"),
        ("536366", "22633", "HAND WARMER", 6, "2010-12-01 08:28", 1.85, 17850, "United Kingdom"),
        ("536370", "22728", "ALARM CLOCK", 24, "2010-12-01 08:45", 3.75, 12583, "France"),
        ("C536379", "22728", "ALARM CLOCK", -4, "2010-12-01 09:41", 3.75, 12583, "France"),
        ("536414", "22139", None, 56, "2010-12-01 11:52", 0.0, None, "United Kingdom"),
        ("536415", "22552", "£5 GAME", 10, "2010-12-01 11:57", 1.65, 12838, "United Kingdom"),
        ("536500", "84832", "=HYPERLINK(1)", 2, "2011-01-03 10:00", 0.85, 13047, "EIRE"),
        ("C536501", "D", "Discount", -1, "2011-01-03 10:05", 27.5, 14527, "United Kingdom"),
        ("536502", "M", "Manual", 1, "2011-01-04 10:00", 0.0, 13047, "EIRE"),
        ("536365", "85123A", "WHITE HEART", 6, "2010-12-01 08:26", 2.55, 17850, "United Kingdom"),
    ],
    columns=[
        "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice",
        "CustomerID", "Country",
    ],
).assign(
    InvoiceDate=lambda table: pd.to_datetime(table["InvoiceDate"]),
    CustomerID=lambda table: table["CustomerID"].astype("Int32"),
)  # fmt: skip
"""Twelve lines with the dirt of UCI Online Retail."""

STUDY: dict[str, Any] = {
    "name": "shop",
    "title": "A small shop",
    "subtitle": "for tests",
    "description": "Twelve lines.",
    "source_note": "Made for tests",
    "currency": "GBP",
    "source": {"files": ["shop.parquet", "shop.xlsx", "shop.csv"]},
    "columns": {
        "customer": "CustomerID",
        "order": "InvoiceNo",
        "product": "StockCode",
        "product_name": "Description",
        "timestamp": "InvoiceDate",
        "day_first": False,
        "quantity": "Quantity",
        "price": "UnitPrice",
        "place": "Country",
    },
    "cleaning": [
        {"rule": "drop_missing", "columns": ["customer"], "reason": "nobody"},
        {"rule": "drop_cancelled", "prefix": "C", "reason": "undone"},
        {"rule": "keep_positive", "columns": ["quantity", "price"], "reason": "free"},
        {"rule": "drop_duplicates", "reason": "twice"},
    ],
}


def study(**changes: Any) -> Study:
    """Return the study of `EXPORT`; a change of a section is merged into it."""
    values = {
        key: {**STUDY[key], **changes[key]}
        if isinstance(changes.get(key), dict) and isinstance(STUDY.get(key), dict)
        else changes.get(key, STUDY.get(key))
        for key in {**STUDY, **changes}
    }
    return parse_study(values, where="tests")


def write_csv(path, table=EXPORT, encoding="latin-1"):
    """Write an export as the file that circulates: M/D/YYYY H:MM, CRLF, empty where unknown."""
    dates = [f"{d.month}/{d.day}/{d.year} {d.hour}:{d.minute:02d}" for d in table["InvoiceDate"]]
    table.assign(InvoiceDate=dates).to_csv(
        path, index=False, encoding=encoding, lineterminator="\r\n"
    )


# ---------------------------------------------------------------- order lines, after cleaning

REFERENCE = date(2023, 7, 1)

_NAMES = ["Tea towel", "Mug, blue", "Cake stand", "Lantern", "Card $5_a^b", "Candle", "Bunting"]


def order_lines(customers: int = 60, seed: int = 7) -> pd.DataFrame:
    """Return order lines of half a year: some customers come often, many once or twice.

    Money is `Decimal` with two places; every code has one name; the last product has none.
    """
    return _order_lines(customers, seed).copy()


@cache
def _order_lines(customers: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    rows = []
    number = 0
    for customer in range(customers):
        orders = int(min(random.geometric(0.45 if customer % 5 else 0.12), 25))
        first = int(random.integers(0, 150))
        for order in range(orders):
            number += 1
            day = first if order == 0 else int(random.integers(first, 181))
            when = pd.Timestamp("2023-01-01") + pd.Timedelta(days=day, hours=8 + number % 11)
            products = random.choice(8, size=1 + int(random.integers(0, 4)), replace=False)
            for product in products:
                quantity = int(random.integers(1, 9))
                price = Decimal(int(random.integers(50, 2000))) / 100
                rows.append(
                    {
                        "customer": f"{10000 + customer}",
                        "order": f"A{number:05d}",
                        "product": f"P{product}",
                        "product_name": None if product == 7 else _NAMES[product],
                        "category": "Kitchen" if product < 4 else "Party",
                        "timestamp": when,
                        "quantity": quantity,
                        "price": price,
                        "amount": quantity * price,
                        "place": ["North", "South", "East", "West"][customer % 7 % 4],
                    }
                )
    frame = pd.DataFrame(rows)
    frame.insert(0, "export_row", range(len(frame)))
    return frame.assign(item=frame["product_name"])


def in_engine(frame: pd.DataFrame) -> Any:
    """Return order lines as the engine holds them: money is DECIMAL(18, 4)."""
    table = ibis.memtable(frame)
    money = [column for column in ("price", "amount") if column in frame.columns]
    return table.mutate(**{column: table[column].cast(MONEY) for column in money})


def floats(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with floats for money, for a second computation in pandas."""
    return frame.assign(amount=frame["amount"].astype(float), price=frame["price"].astype(float))


def customer_view(customers: int = 120, seed: int = 3) -> pd.DataFrame:
    """Return a customer view in four plain groups, with `segment` from 1 (most valuable)."""
    return _customer_view(customers, seed).copy()


@cache
def _customer_view(customers: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    centres = {1: (8, 14, 5000), 2: (60, 5, 1500), 3: (25, 2, 400), 4: (200, 1, 150)}
    rows = []
    for number in range(customers):
        segment = 1 + number % 4
        recency, frequency, monetary = centres[segment]
        days = max(1, round(recency * random.uniform(0.7, 1.3)))
        orders = max(1, round(frequency * random.uniform(0.7, 1.3)))
        first = REFERENCE - pd.Timedelta(days=days + (0 if orders == 1 else 40 * orders))
        rows.append(
            {
                "customer": f"{20000 + number}",
                "frequency": orders,
                "monetary": round(monetary * random.uniform(0.7, 1.3), 2),
                "first_order": first,
                "last_order": REFERENCE - pd.Timedelta(days=days),
                "recency": days,
                "segment": segment,
            }
        )
    return pd.DataFrame(rows)


def customers_and_strays() -> pd.DataFrame:
    """Return the features of 200 customers in four plain groups and of 24 who lie anywhere."""
    random = np.random.default_rng(4)
    strays = {
        "recency": random.integers(1, 400, 24),
        "frequency": random.integers(1, 30, 24),
        "monetary": 10 ** random.uniform(0, 4, 24),
    }
    names = ["customer", *strays]
    strays["customer"] = [f"stray {number}" for number in range(24)]
    return pd.concat([customer_view(200)[names], pd.DataFrame(strays)[names]], ignore_index=True)


# ---------------------------------------------------------------- exports of the real studies


def real_export(name: str) -> Path:
    """Return a file of the folder of exports (variable `DATA`), or skip the test."""
    folder = os.environ.get("DATA")
    if not folder:
        pytest.skip(f"needs {name}: name the folder of exports with DATA=<folder>")
    path = Path(folder) / name
    if not path.is_file():
        pytest.skip(f"the folder of exports (DATA) has no {name}")
    return path


# ---------------------------------------------------------------- the display


class Shown:
    """A display whose blocks and pictures can be read back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, metrics: dict[str, Any], **formats: str):
        self.bundles: list[dict[str, Any]] = []
        monkeypatch.setattr("IPython.display.display", self._keep)
        self.show = Display(Formats(**{"currency": "GBP", **formats}), "Made", lambda: metrics)

    def _keep(self, bundle: dict[str, Any], *, raw: bool) -> None:
        assert raw
        check_block(bundle[BLOCK_MIME], bundle.get(SVG_MIME))
        self.bundles.append(bundle)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Every block that was emitted, checked against the renderers' schema."""
        return [bundle[BLOCK_MIME] for bundle in self.bundles]

    @property
    def block(self) -> dict[str, Any]:
        """The one block that was emitted."""
        [block] = self.blocks
        return block


def said(sentences, metrics):
    """Return computed sentences as texts."""
    return [plain_text(compute(t, metrics, Formats("GBP"), names)) for t, names in sentences]
