"""Revenue by when its customers first ordered."""

from __future__ import annotations

import pandas as pd

from drawing import svg
from exhibits import picture_of, texts_of
from segmentbook.pages.eda import cohort_revenue

ROWS = [
    (None, 100, "2021-01-01", 90.0, 1000.0),
    (None, 100, "2021-04-01", 80.0, 900.0),
    ("2021-01-01", 40, "2021-01-01", 40.0, 400.0),
    ("2021-01-01", 40, "2021-04-01", 20.0, 200.0),
    ("2021-04-01", 20, "2021-04-01", 20.0, 100.0),
]


def table(rows=ROWS):
    found = pd.DataFrame(rows, columns=["cohort", "size", "quarter", "customers", "revenue"])
    return found.assign(
        cohort=pd.to_datetime(found["cohort"]), quarter=pd.to_datetime(found["quarter"])
    )


def test_three_lenses_in_words():
    shown = cohort_revenue(table(), "GBP")
    title, _, *sentences = texts_of(shown)
    assert title.startswith("Customers of earlier quarters brought 92% of the revenue")
    assert len(sentences) == 3
    assert "spent £10.00 each in it, £5.00 each in the last" in sentences[1]
    assert (
        "£10.00 a customer for that of January 2021, £5.00 for that of April 2021" in sentences[2]
    )
    svg(picture_of(shown))


def test_without_known_cohorts_only_the_quarter_is_described():
    assert len(texts_of(cohort_revenue(table(ROWS[:2]), "GBP"))) == 3
