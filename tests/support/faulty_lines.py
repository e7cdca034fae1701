"""Order lines with one fault of each kind, and the same lines without."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from fixtures import in_engine, order_lines
from segmentbook import cleaning
from segmentbook.params.cleaning import Rule


def planted() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return clean lines and the same with one fault of each kind."""
    clean = order_lines().drop(columns=["item", "product_name"])
    clean = clean[clean["timestamp"] < "2023-07-01"].reset_index(drop=True)
    dirty = clean.copy()
    dirty.loc[3, "category"] = None
    dirty.loc[5, "place"] = "n/a"
    dirty.loc[6, "place"] = " North"
    dirty.loc[7, "place"] = "=cmd()"
    dirty.loc[8, "category"] = '[{"sku": 1}]'
    dirty.loc[9, "category"] = "['a', 'b']"
    dirty.loc[11, "order"] = "C1"
    dirty.loc[12, "product"] = "POST"
    dirty.loc[13, "product"] = str(dirty.loc[13, "product"]).lower()
    dirty.loc[14, "quantity"] = -3
    dirty.loc[15, "price"] = Decimal(0)
    dirty.loc[16, "price"] = Decimal(-1)
    dirty.loc[17, "timestamp"] = pd.Timestamp("1970-01-01")
    dirty.loc[18, "customer"] = "99"
    dirty.loc[18, "order"] = dirty.loc[19, "order"]
    twice = dirty.iloc[[30]].assign(export_row=len(dirty))
    return clean, pd.concat([dirty, twice], ignore_index=True)


def found(frame: pd.DataFrame, rules: Sequence[Rule] = ()) -> pd.DataFrame:
    """Return the findings in some lines."""
    own = [column for column in frame.columns if column != "export_row"]
    return cleaning.findings(in_engine(frame), rules, own)
