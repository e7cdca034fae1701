"""The cleaning rules by the names that the params give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from segmentbook.cleaning.cancellations import DropCancelled, MatchCancellations
from segmentbook.cleaning.derive import Derive
from segmentbook.cleaning.duplicates import DropDuplicates
from segmentbook.cleaning.items import ParseItems
from segmentbook.cleaning.missing import DropMissing, DropUnreadable, Fill
from segmentbook.cleaning.periods import DropPeriod, KeepPeriod
from segmentbook.cleaning.products import DropProducts
from segmentbook.cleaning.step import Step
from segmentbook.cleaning.values import Cap, DropOutliers, KeepPositive
from segmentbook.params.cleaning import Rule

STEPS: dict[str, type[Step[Any]]] = {
    "drop_unreadable": DropUnreadable,
    "drop_missing": DropMissing,
    "drop_duplicates": DropDuplicates,
    "drop_cancelled": DropCancelled,
    "match_cancellations": MatchCancellations,
    "keep_positive": KeepPositive,
    "keep_period": KeepPeriod,
    "drop_period": DropPeriod,
    "fill": Fill,
    "cap": Cap,
    "drop_outliers": DropOutliers,
    "drop_products": DropProducts,
    "parse_items": ParseItems,
    "derive": Derive,
}
"""The class of each rule; `drop_unreadable` comes by itself, the params cannot name it."""


def steps(rules: Sequence[Rule], own_columns: Sequence[str] = ()) -> list[Step[Any]]:
    """Return the step of each rule, in the order of the rules.

    Args:
        rules: The rules of a study.
        own_columns: The columns that the export itself has, for rules that compare rows.
    """
    return [
        STEPS[rule.rule](rule, number, own_columns) for number, rule in enumerate(rules, start=1)
    ]


def added_columns(rules: Sequence[Rule]) -> set[str]:
    """Return the columns that some of the rules add to an export."""
    return set().union(*(step.adds() for step in steps(rules)))
