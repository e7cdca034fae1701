"""The shipped playbooks, with features that each suits, and changed copies of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from segmentbook.features import RFM, Feature
from segmentbook.segments import playbook_file

LENGTH = Feature("length", "Length", "days as a member", "days", "high", "number")
DISCOUNTS = Feature("discount_share", "Discount use", "share of orders", "share", "low", "percent")
INCOME = Feature("Income", "Income", "a year", "money", "high", "money")
SPEND = Feature("Total_Spend", "Total spend", "in two years", "money", "high", "money")

SHIPPED = {
    "rfm": (RFM, {}),
    "lrfmc": ((LENGTH, *RFM, DISCOUNTS), {}),
    "demographic": ((INCOME, *RFM, SPEND), {"Income": "income", "Total_Spend": "spend"}),
}


def write_changed(folder: Path, change: Callable[[Any], Any]) -> str:
    """Write the playbook `rfm` with a change, or the text that the change returns; return its name."""
    values = yaml.safe_load((playbook_file.PLAYBOOKS / "rfm.yaml").read_text("utf-8"))
    (folder / "mine.yaml").write_text(change(values) or yaml.safe_dump(values), "utf-8")
    return "mine"
