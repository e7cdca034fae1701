"""The cleaning rules by the names that the params give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from segmentbook.cleaning import (
    cancellations,
    derive,
    duplicates,
    items,
    missing,
    periods,
    products,
    values,
)
from segmentbook.cleaning.step import Step
from segmentbook.params.cleaning import Rule

STEPS: dict[str, type[Step[Any]]] = {
    **missing.STEPS,
    **duplicates.STEPS,
    **cancellations.STEPS,
    **values.STEPS,
    **periods.STEPS,
    **products.STEPS,
    **items.STEPS,
    **derive.STEPS,
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
