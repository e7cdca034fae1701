"""Sentences about one segment: which metric each field of a template stands for."""

from __future__ import annotations

from segmentbook.actions.measures import MEASURED
from segmentbook.core.message import fields

_OF_ACTIONS = {*MEASURED, "claim", "avoid", "actions"}
"""What chapter 8 records of a segment; the rest, such as its name and size, is from chapter 5."""


def of_segment(template: str, number: int) -> tuple[str, dict[str, str]]:
    """Bind a template's fields to the metrics of a segment.

    Args:
        template: Fields such as `{revenue_share:percent}` name numbers of a segment, those such as
            `{all.order_value:money}` the same of all customers.
        number: Zero-based place of the segment in the metrics `segments` and `segment_actions`.
    """
    return template, {field: metric_of(field, number) for field in sorted(set(fields(template)))}


def metric_of(field: str, number: int) -> str:
    """Return the metric that a field stands for in a sentence about a segment, see `of_segment`."""
    if field.startswith("all."):
        name = field.removeprefix("all.")
        return f"{'all_measures' if name in MEASURED else 'all_customers'}.{name}"
    name = field.partition(".")[0]
    return f"{'segment_actions' if name in _OF_ACTIONS else 'segments'}.{number}.{field}"
