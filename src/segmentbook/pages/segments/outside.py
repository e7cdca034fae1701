"""Who the customers of each segment are beyond what made the segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.report.exhibit import Exhibit, Part, Table, notes, page
from segmentbook.segments.outside import Compared

_WHAT = mark("Who they are beyond what made the segments")

_ROWS = 5
"""The largest differences of each kind that are shown."""


@page(_WHAT)
def outside(found: Compared, names: Mapping[int, str], minimum: int = MINIMUM) -> Exhibit:
    """Show in which other columns segments differ, and the largest differences with intervals.

    Args:
        found: See `outside.compare`.
        names: The name of each segment.
        minimum: The least number of customers that may be shown.
    """
    clear = clear_of(found, names, minimum)
    texts = [_ALL, _NO_EFFECT] if len(clear) else [_NONE, _NO_EFFECT]
    parts: list[Part] = [*tables(clear)[:1], *notes(texts)]
    return Exhibit(_title(clear), parts, _metrics(found, clear))


def clear_of(found: Compared, names: Mapping[int, str], minimum: int) -> pd.DataFrame:
    """Return the differences beyond chance that may be shown, as `Compared.stand_out` orders them.

    Returns:
        See `Compared`, with `who` (the segment's name) and `what` (the column and its value).
    """
    clear = _shown(found.stand_out(), minimum)
    return clear.assign(who=clear["segment"].map(names), what=_called(clear))


def tables(clear: pd.DataFrame) -> list[Table]:
    """Return the differences in shares and in means as tables: that with the largest comes first."""
    made = []
    for kind in clear["kind"].drop_duplicates():
        rows = clear[clear["kind"] == kind].head(_ROWS)
        share = kind == "share"
        columns = _columns("percent" if share else "number")
        made.append(Table(rows, columns, _SHARES if share else _MEANS))
    return made


def _shown(clear: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Leave out shares that stand for fewer customers, or all but fewer, than may be shown."""
    shown = pd.Series(True, index=clear.index)
    for share, of in (("own", "customers"), ("others", "other_customers")):
        has = (clear[share] * clear[of]).round()
        rest = clear[of] - has
        shown &= ((has == 0) | (has >= minimum)) & ((rest == 0) | (rest >= minimum))
    return clear[(clear["kind"] == "mean") | shown]


def _called(clear: pd.DataFrame) -> list[str]:
    """Return the column and, for a category, its value."""
    return [
        f"{column}: {value}" if value else str(column)
        for column, value in zip(clear["column"], clear["value"], strict=True)
    ]


def _title(clear: pd.DataFrame) -> str:
    if clear.empty:
        return _WHAT
    return _BY_SHARE if clear["kind"].iloc[0] == "share" else _BY_MEAN


def _metrics(found: Compared, clear: pd.DataFrame) -> dict[str, Any]:
    first = {} if clear.empty else clear.iloc[0].to_dict()
    keys = ("who", "what", "own", "others", "low", "high")
    return {
        "outside_columns": len(found.columns),
        "outside_differ": int(found.columns["differs"].sum()),
        "outside_comparisons": len(found.cells),
        **{f"outside_{key}": first.get(key) for key in keys},
    }


_BY_SHARE = claim(
    "segments.differ_outside",
    "{outside_what}: {outside_own:percent} of {outside_who}, {outside_others:percent} of all others",
)
_BY_MEAN = claim(
    "segments.differ_outside",
    "{outside_what}: {outside_own:number} on average among {outside_who}, {outside_others:number} among "
    "all others",
)
_SHARES = claim(
    "segments.differ_outside", "Shares in which a segment differs from all other customers"
)
_MEANS = claim(
    "segments.differ_outside", "Means in which a segment differs from all other customers"
)
_ALL = mark(
    "The ranges hold all at once, for {outside_comparisons:count} comparisons in "
    "{outside_columns:count} columns."
)
_NONE = mark(
    "None of {outside_comparisons:count} comparisons in {outside_columns:count} columns is beyond "
    "chance."
)
_NO_EFFECT = mark(
    "Not a randomised comparison: it describes who is in a segment, not what being in it does."
)


def _columns(kind: str) -> dict[str, tuple[str, str]]:
    return {
        "who": (mark("Segment"), "text"),
        "what": (mark("Column"), "text"),
        "own": (mark("Segment's"), kind),
        "others": (mark("Others'"), kind),
        "difference": (mark("Difference"), kind),
        "low": (mark("from"), kind),
        "high": (mark("to"), kind),
    }
