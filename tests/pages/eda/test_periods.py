"""The change of revenue in its parts."""

from __future__ import annotations

import pandas as pd

from drawing import svg
from exhibits import picture_of, texts_of
from segmentbook.eda import audit
from segmentbook.pages.eda import periods

MONTHS = pd.DataFrame(
    {"month": pd.date_range("2021-01-01", periods=6, freq="MS"), "complete": True, "revenue": 1.0}
)


def table(**more):
    now, before = {"customers": 20.0, "orders": 2.0, "value": 5.0}, dict.fromkeys(audit.PARTS, 4.0)
    row = {"revenue_now": 200.0, "revenue_before": 64.0}
    row |= {f"{part}_now": now[part] for part in audit.PARTS}
    row |= {f"{part}_before": before[part] for part in audit.PARTS}
    row |= {"effect_customers": 192.0, "effect_orders": -82.0, "effect_value": 26.0}
    for kind in ("came", "gone", "both"):
        row |= {f"customers_{kind}": 12.0, f"revenue_{kind}": 50.0}
    return pd.DataFrame([row | more])


def test_the_title_names_the_largest_part():
    shown = periods(table(), MONTHS, "GBP")
    title, _, compared, *_ = texts_of(shown)
    assert title == "Revenue changed by £136; the number of customers accounts for £192"
    assert compared.endswith("the seasons of the two are not the same.")
    picture = picture_of(shown)
    svg(picture)
    assert "customers £192, orders of a customer −£82" in picture.alt


def test_small_kinds_of_customers_are_not_described():
    whole, hidden = table(), table(revenue_gone=float("nan"))
    assert len(texts_of(periods(hidden, MONTHS, "GBP"))) + 1 == len(
        texts_of(periods(whole, MONTHS, "GBP"))
    )
