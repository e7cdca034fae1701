"""Every rule that describes the segments, and the best one for each segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import least
from segmentbook.features import Feature
from segmentbook.pages.segments.rule_words import conditions, in_words
from segmentbook.report.exhibit import Column, Exhibit, Table, Template, page, points
from segmentbook.report.formats import Formats

MOST_SENTENCES = 6
"""At most this many segments get a sentence; the table has all rules."""

_COLUMNS: dict[str, Column] = {
    "rule": (mark("Rule"), "text"),
    "name": (mark("Segment"), "text"),
    "customers": (mark("Customers"), "count"),
    "right": (mark("Of them in the segment"), "percent"),
    "found": (mark("Share of the segment"), "percent"),
}


@page()
def rule_table(
    leaves: pd.DataFrame, features: Sequence[Feature], names: Mapping[int, str], formats: Formats
) -> Exhibit:
    """Show the rules in words, after `rules`.

    Args:
        leaves: See `rules.table`.
        features: The features of the tree.
        names: The name of each segment by its number, in the order of the metric `segments`.
        formats: How values are written.
    """
    title = mark("All rules of the tree; each customer is covered by exactly one")
    table = Table(in_words(leaves, features, formats), _COLUMNS, title)
    return Exhibit(parts=[*points(_sentences(leaves, features, names)), table])


def _sentences(
    leaves: pd.DataFrame, features: Sequence[Feature], names: Mapping[int, str]
) -> list[Template]:
    """Say for each segment which rule covers most of it, and which segments have none."""
    rows = leaves.to_dict("records")
    sentences: list[Template] = []
    for place, segment in enumerate(names):
        own = [number for number, rule in enumerate(rows) if rule["segment"] == segment]
        if not own:
            sentences.append((_NONE, {"name": f"segments.{place}.name"}))
            continue
        number = max(own, key=lambda n: least(rows[n]["found"]))
        rule, quoted = conditions(rows[number], number, features)
        template = _(
            "{name}: {rule} (covers {share} of the segment)",
            name="{name}",
            rule=rule,
            share="{found:percent}",
        )
        path = f"tree_rules.{number}"
        sentences.append((template, {**quoted, "name": f"{path}.name", "found": f"{path}.found"}))
    return sentences[:MOST_SENTENCES]


_NONE = mark("{name}: no rule this short ends with them")
