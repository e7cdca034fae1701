"""Advice and findings as templates over a segment's metrics."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter
from typing import Any

from segmentbook.segments.naming import Name
from segmentbook.sentences import Said


def of_segment(template: str, number: int) -> Said:
    """Bind a template's fields to the metrics of a segment.

    Args:
        template: Fields such as `{revenue_share:percent}` name numbers of a segment.
        number: Zero-based place of the segment in the metric `segments`.
    """
    fields = {field for _, field, _, _ in Formatter().parse(template) if field}
    return template, {field: f"segments.{number}.{field}" for field in sorted(fields)}


def advice(name: Name, number: int) -> list[Said]:
    """Return what to do for a segment, each with its reason; nothing where no archetype fits."""
    if name.archetype is None:
        return [of_segment(_UNNAMED, number)]
    return [
        of_segment(f"{_literal(action.do)} {action.because}", number)
        for action in name.archetype.actions
    ]


def segment_metrics(profiles: Any, names: Sequence[Name]) -> dict[str, Any]:
    """Return the metric `segments`: the profile of each segment with its name and archetype."""
    rows = profiles.to_dict("records")
    for row, name in zip(rows, names, strict=True):
        row["name"] = name.name
        row["archetype"] = name.archetype.id if name.archetype else None
        row["who"] = name.archetype.who if name.archetype else "No archetype fits them."
        row["match"] = name.match
        row["avoid"] = name.archetype.avoid if name.archetype else "Assumptions about who they are."
        actions = name.archetype.actions if name.archetype else []
        row["first_action"] = actions[0].do if actions else "Look closer before acting."
    return {"segments": rows}


_UNNAMED = "Look closer before acting: no archetype of the playbook fits them ({customers:count})."


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
