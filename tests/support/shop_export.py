"""A small export in the shape of UCI Online Retail, clean or with its dirt."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leaks import TOKEN

CUSTOMERS = 120


def export(*, with_time: bool) -> pd.DataFrame:
    """Make a small export in the shape of Online Retail: a few buy often, many once or twice."""
    random = np.random.default_rng(7)
    rows = []
    order = 1000
    for number in range(CUSTOMERS):
        orders = 12 if number < 20 else 4 if number < 50 else 1
        newest = 5 if number < 70 else 200
        for _ in range(orders):
            order += 1
            day = pd.Timestamp("2021-12-20") - pd.Timedelta(days=int(random.integers(newest, 300)))
            hour = pd.Timedelta(hours=int(random.integers(8, 20))) if with_time else pd.Timedelta(0)
            rows += [
                {
                    "InvoiceNo": str(order),
                    "StockCode": f"P{product:02d}",
                    "Description": f"THING {product} <b>$5_off$</b> #1",
                    "Quantity": int(random.integers(1, 9)),
                    "InvoiceDate": (day + hour).strftime("%m/%d/%Y %H:%M"),
                    "UnitPrice": round(float(random.uniform(1, 30)), 2),
                    "CustomerID": f"{TOKEN}{number:05d}",
                    "Country": "France" if number % 3 else "Spain",
                }
                for product in random.choice(15, size=int(random.integers(1, 5)), replace=False)
            ]
    return pd.DataFrame(rows)


def dirty(lines: pd.DataFrame) -> pd.DataFrame:
    """Add what the cleaning rules of the study are for: 2 + 3 + 1 + 4 rows.

    One of the three cancellations is of a line with as many pieces, which it takes back.
    """
    return pd.concat(
        [
            lines,
            lines.head(2).assign(CustomerID=""),
            lines.head(3).assign(InvoiceNo="C1", Quantity=-1),
            lines.head(1).assign(UnitPrice=0.0),
            lines.tail(4),
        ]
    )
