"""Orders of two kinds of customers, before and after a cut date."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

START = pd.Timestamp("2023-01-01")


def repeat_orders(
    *, last: tuple[float, float], days: int = 360, customers: int = 60
) -> pd.DataFrame:
    """Return order lines: half of the customers buy often and much, half once and little.

    Args:
        last: The share of the days of the last quarter on which each kind orders.
        days: Length of the period; its first and last day have an order.
        customers: Number of customers.
    """
    random = np.random.default_rng(8)
    rows = []
    for number in range(customers):
        good = number % 2
        early = int(0.7 * days)
        often = random.integers(0, early, 9 if good else 1)
        again = [early + 20 + 7 * n for n in range(10) if random.uniform() < last[good]]
        for day in {*often.tolist(), *(d for d in again if d < days)}:
            pounds = int(random.integers(50, 90) if good else random.integers(5, 9))
            rows.append((f"{number}", f"{number}-{day}", START + pd.Timedelta(days=day), pounds))
    rows.append(("0", "first", START, 6))
    rows.append(("0", "last", START + pd.Timedelta(days=days - 1), 6))
    table = pd.DataFrame(rows, columns=["customer", "order", "timestamp", "amount"])
    return table.assign(amount=[Decimal(n) for n in table["amount"]])
