"""Computed sentences: templates in which every number is a metric."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from segmentbook.core.metrics import MetricError, resolve
from segmentbook.report.formats import Formats

Span = dict[str, str]
"""`{"text": ...}`, with `"metric": name` where the text is a metric's value."""


def compute(
    template: str, metrics: Mapping[str, Any], formats: Formats, names: Mapping[str, str]
) -> list[Span]:
    """Fill a template with metrics.

    Args:
        template: Text with fields such as `{revenue:money}`: a metric, or a short name for one, and
            the kind of format, by default `text`. `message.literal` escapes text without fields.
        metrics: All metrics recorded so far.
        formats: How values are written.
        names: Short names for metrics: `share="segments.0.customer_share"`.

    Returns:
        The sentence as spans of plain text.

    Raises:
        MetricError: If a field names an unknown metric, or a short name is unused.
        ValueError: If the kind of format is unknown.
    """
    spans: list[Span] = []
    used = set()
    for text, field, kind, _ in Formatter().parse(template):
        if text:
            spans.append({"text": text})
        if field is None:
            continue
        used.add(field)
        metric = names.get(field, field)
        value = resolve(metrics, metric)
        spans.append({"text": formats.write(value, kind or "text"), "metric": metric})
    unused = set(names) - used
    if unused:
        raise MetricError(f"{sorted(unused)} are named but not used in {template!r}")
    return spans


def plain_text(spans: list[Span]) -> str:
    """Return the text of a sentence."""
    return "".join(span["text"] for span in spans)
