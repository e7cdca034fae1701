"""Recency, frequency and monetary value in pandas, to compare with."""

from __future__ import annotations

from datetime import date

import pandas as pd


def plain_rfm(plain: pd.DataFrame, reference: date) -> pd.DataFrame:
    """Return the customer view of order lines with floats for money."""
    day = plain["timestamp"].dt.normalize()
    view = (
        plain.assign(day=day)
        .groupby("customer")
        .agg(
            frequency=("order", "nunique"),
            monetary=("amount", "sum"),
            first_order=("day", "min"),
            last_order=("day", "max"),
        )
        .reset_index()
    )
    view["recency"] = (pd.Timestamp(reference) - view["last_order"]).dt.days
    return view
