"""Numbers by name: every number in a report is one of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from segmentbook.core.errors import nearest


class MetricError(Exception):
    """A metric is recorded twice, or not at all: a fault in a notebook."""


def merge(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Merge the metrics of several chapters.

    Args:
        parts: For each chapter its metrics by name.

    Returns:
        All metrics, sorted by name.

    Raises:
        MetricError: If two chapters record the same name.
    """
    owner: dict[str, str] = {}
    merged: dict[str, Any] = {}
    for chapter, values in parts.items():
        for name, value in values.items():
            if name in owner:
                raise MetricError(f"metric {name!r} is recorded by {owner[name]} and {chapter}")
            owner[name] = chapter
            merged[name] = value
    return dict(sorted(merged.items()))


def resolve(metrics: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path such as `revenue` or `segments.0.customer_share`.

    Raises:
        MetricError: If there is none, with the nearest name.
    """
    value: Any = metrics
    for part in path.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, Mapping) and part in value:
            value = value[part]
        else:
            known = value if isinstance(value, Mapping) else metrics
            raise MetricError(f"no metric {path!r}: {nearest(part, known)}")
    return value


def plain(value: Any) -> Any:
    """Return a value in the types of JSON; not-a-number and infinities become null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if type(value).__name__ in ("NaTType", "NAType"):  # pandas' own words for missing
        return None
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
