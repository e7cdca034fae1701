"""What a name says of a segment, as conditions on its numbers.

The numbers of a condition:

- `<feature>_mean`, `<feature>_median`, `<feature>_standing`, `revenue_per_customer` and
  `one_order_share`: see `profile.profile`.
- `quiet_share`: the share of customers without an order in the last quarter.
- `newcomer_share`: see `profile.profile`; not known where the export begins too late to tell a first
  order from a return.
- `ordered_later`: whether they ordered in the last quarter, as segments of the time before it, see
  `behaviour`. `above` and `below` compare with the other customers, by a test.
- `spent_later`: what they spent in it. `highest` compares with every other segment, by a test.
- `gone_share`: see `behaviour.gone`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from segmentbook.core.not_applicable import NotApplicable
from segmentbook.segments.behaviour import LEVEL, QUARTER, Later

Relation = Literal["highest", "lowest", "between", "above", "below"]
"""`highest`, `lowest` or neither (`between`) of all segments; `above` or `below` a bound."""

Bound = float | Literal["all", "others"] | None
"""A value; the same number of all customers; the other customers, by a test; None where none is
needed."""

Verdict = Literal["holds", "fails", "unknown"]

OF_TIME = ("quiet_share", "newcomer_share", "ordered_later", "spent_later", "gone_share")
"""The numbers that are not in a profile by the name of a feature."""

OF_ALL = ("revenue_per_customer", "one_order_share")


@dataclass(frozen=True)
class Condition:
    """What a name says of a segment.

    Args:
        number: A number of the segment.
        relation: How it stands.
        bound: Against what.
    """

    number: str
    relation: Relation
    bound: Bound = None


@dataclass(frozen=True)
class Facts:
    """What conditions are held against.

    Args:
        table: A column for each number, a row for each segment, by its number.
        everybody: The same numbers of all customers.
        later: What segments did later.
    """

    table: pd.DataFrame
    everybody: Mapping[str, Any]
    later: Later | NotApplicable

    def verdict(self, condition: Condition, segment: int) -> Verdict:
        """Say whether a condition holds for a segment."""
        if condition.number in ("ordered_later", "spent_later"):
            return self._tested(condition, segment)
        if condition.number not in self.table.columns:
            return "unknown"
        column = self.table[condition.number].astype(float)
        value = float(column.loc[[segment]].iloc[0])
        if np.isnan(value):
            return "unknown"
        others = column.drop(segment)
        match condition.relation:
            case "highest":
                holds = bool((value > others).all())
            case "lowest":
                holds = bool((value < others).all())
            case "between":
                holds = bool((value < others).any() and (value > others).any())
            case "above" | "below" as side:
                bound = condition.bound
                against: Any = self.everybody.get(condition.number) if bound == "all" else bound
                if against is None:
                    return "unknown"
                holds = value > float(against) if side == "above" else value < float(against)
        return "holds" if holds else "fails"

    def value(self, condition: Condition, segment: int) -> float | None:
        """Return the number of a segment that a condition is about."""
        if condition.number == "ordered_later" and not isinstance(self.later, NotApplicable):
            return _known(self.later.segments.loc[segment, "ordered"])
        if condition.number not in self.table.columns:
            return None
        return _known(self.table.loc[segment, condition.number])

    def _tested(self, condition: Condition, segment: int) -> Verdict:
        if isinstance(self.later, NotApplicable):
            return "unknown"
        column = {"above": "more", "below": "less", "highest": "most"}[condition.relation]
        p_value = float(self.later.segments[column].loc[[segment]].iloc[0])
        if np.isnan(p_value):
            return "unknown"
        # Each segment is held against the others in two directions.
        tests = 2 * len(self.later.segments) if condition.number == "ordered_later" else 1
        return "holds" if p_value <= LEVEL / tests else "fails"


def facts(
    profiles: pd.DataFrame,
    everybody: pd.DataFrame,
    view: pd.DataFrame,
    reference: date,
    later: Later | NotApplicable,
    gone: pd.Series | NotApplicable,
) -> Facts:
    """Gather the numbers of the segments.

    Args:
        profiles: See `profile.profile`.
        everybody: The same of all customers as one segment.
        view: The customer view with the column `segment`.
        reference: The date that days are counted to.
        later: See `behaviour.later`.
        gone: See `behaviour.gone`.
    """
    table = profiles.set_index("segment")
    whole: dict[str, Any] = {
        str(name): value for name, value in everybody.iloc[0].drop(labels="segment").items()
    }
    quiet = _quiet(view, reference)
    if quiet is not None:
        table = table.assign(quiet_share=quiet.groupby(view["segment"]).mean())
        whole["quiet_share"] = float(quiet.mean())
    if not knows_newcomers(view, reference):
        table = table.drop(columns="newcomer_share")
    if not isinstance(gone, NotApplicable):
        table = table.assign(gone_share=gone)
    return Facts(table, whole, later)


def knows_newcomers(view: pd.DataFrame, reference: date) -> bool:
    """Say whether the export begins early enough to tell a first order from a return.

    It does where 19 of 20 customers who returned have a mean gap between orders shorter than the
    time from the first order of anybody to the last quarter; or where the date of joining is known.
    """
    if "joined" in view.columns:
        return True
    if not {"first_order", "last_order", "frequency"} <= {*view.columns}:
        return False
    again = view[view["frequency"] > 1]
    first, last = pd.to_datetime(again["first_order"]), pd.to_datetime(again["last_order"])
    gaps = (last - first).dt.days / (again["frequency"] - 1)
    begin = pd.to_datetime(view["first_order"]).min()
    known = (pd.Timestamp(reference) - begin).days - QUARTER
    return bool(len(gaps) > 0 and gaps.quantile(0.95) <= known)


def _quiet(view: pd.DataFrame, reference: date) -> pd.Series | None:
    if "last_order" in view.columns:
        last = pd.to_datetime(view["last_order"])
        return last < pd.Timestamp(reference) - pd.Timedelta(days=QUARTER)
    if "recency" in view.columns:
        return view["recency"] > QUARTER
    return None


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
