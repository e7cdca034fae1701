"""The ledger of the cleaning as a picture."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from drawing import AWKWARD, svg, texts
from segmentbook.pages.cleaning.waterfall import waterfall
from segmentbook.report import theme


@pytest.fixture(autouse=True)
def _style():
    theme.apply()


def ledger(*steps):
    return pd.DataFrame(
        {
            "step": [step for step, _ in steps],
            "rows": [rows for _, rows in steps],
            "money": [Decimal(rows) for _, rows in steps],
            "rows_changed": 0,
        }
    )


def test_waterfall():
    picture = waterfall(
        ledger(("export", 541909), ("no customer", 135080), ("cancelled", 8905), ("result", 397924))
    )
    svg(picture)
    assert picture.alt == (
        "Waterfall from 541,909 rows of the export to 397,924 rows that stay. "
        "Removed: no customer: 135,080; cancelled: 8,905."
    )
    assert {"541,909", "−135,080", "−8,905", "397,924"} <= set(texts(picture))
    # Each bar of a removal hangs where the one before it ends.
    bars = [(bar.get_x(), bar.get_width()) for bar in picture.figure.axes[0].patches]
    assert bars == [(0, 541909), (406829, 135080), (397924, 8905), (0, 397924)]


def test_a_rule_that_found_nothing_is_said_but_not_drawn():
    steps = ledger(("export", 50), ("idle", 0), ("cancelled", 5), ("fill", 0), ("result", 45))
    steps.loc[3, "rows_changed"] = 7
    picture = waterfall(steps)
    drawn = texts(picture)
    assert "idle" not in drawn
    assert {"cancelled", "fill", "7 changed", "rows of the export (1 rule found nothing)"} <= set(
        drawn
    )
    assert picture.alt.endswith(" Removed: cancelled: 5. Changed: fill: 7. Found nothing: idle.")


@pytest.mark.parametrize(
    "steps",
    [
        [("export", 5), ("result", 5)],
        [("export", 3), (AWKWARD[0], 3), ("result", 0)],
        [("export", 1), (AWKWARD[5], 0), ("result", 1)],
        [("export", 10**9), *[(name, 1) for name in AWKWARD], ("result", 10**9 - 7)],
    ],
)
def test_waterfall_of_awkward_ledgers(steps):
    picture = waterfall(ledger(*steps))
    svg(picture)
    assert f"{steps[0][1]:,} rows" in picture.alt
