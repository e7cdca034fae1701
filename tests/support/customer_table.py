"""A customer table as a shop exports it, and the study that reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fixtures import STUDY
from segmentbook import cleaning
from segmentbook.core import engine
from segmentbook.ingest import read
from segmentbook.params.study import Study, parse_study

COLUMNS: dict[str, Any] = {
    "grain": "customer",
    "customer": "member",
    "joined": "created",
    "last_order": "last order",
    "as_of": "pulled",
    "day_first": True,
    "orders": ["orders online", "orders store"],
    "amount": ["spent online", "spent store"],
    "discount_orders": "with discount",
    "numbers": ["income"],
    "categories": ["town"],
    "titles": {"income": "Income", "orders online": "Web orders"},
}

RULES = [
    {"rule": "drop_missing", "columns": ["income"], "reason": "unknown"},
    {"rule": "drop_outliers", "column": "income", "upper": 200_000, "reason": "a slip"},
]


def members(rows: int = 60, seed: int = 5) -> pd.DataFrame:
    """Return members; the fourth has no income, the fifth too much of it."""
    random = np.random.default_rng(seed)
    online, store = random.integers(0, 9, rows), random.integers(1, 5, rows)
    created = pd.Timestamp("2020-01-05") + pd.to_timedelta(random.integers(0, 700, rows), unit="D")
    last = created + pd.to_timedelta(random.integers(0, 200, rows), unit="D")
    income = random.integers(10_000, 90_000, rows).astype(float)
    income[3], income[4] = np.nan, 666_666
    return pd.DataFrame(
        {
            "member": [f"{number:04d}" for number in range(rows)],
            "created": [f"{day:%d-%m-%Y}" for day in created],
            "last order": [f"{day:%d-%m-%Y}" for day in last],
            "pulled": "30-08-2022",
            "orders online": [f"{n}.0" for n in online],
            "orders store": store,
            "spent online": (online * 12.5).round(2),
            "spent store": (store * 20.25).round(2),
            "with discount": np.minimum(random.integers(0, 4, rows), online + store),
            "income": income,
            "town": random.choice(["Bandung", "Medan", "Cebu"], rows, p=[0.6, 0.35, 0.05]),
            "note": "x",
        }
    )


def study(columns: dict[str, Any] | None = None, **changes: Any) -> Study:
    """Return the study of `members`."""
    values = {
        **STUDY,
        "source": {"files": ["members.csv"]},
        "columns": {**COLUMNS, **(columns or {})},
        "cleaning": RULES,
        **changes,
    }
    return parse_study(values, where="tests")


def marked(folder: Path, table: pd.DataFrame, one: Study) -> tuple[Any, Any, list[Any]]:
    """Write, read and clean a table; return the export, the marked table and the rules."""
    path = folder / "members.csv"
    table.to_csv(path, index=False)
    export = read.read(engine.connect(), one, [path]).cache()
    rules = cleaning.all_rules(export, one.cleaning)
    return export, cleaning.mark(export, rules, read.own_columns(one, export)).cache(), rules
