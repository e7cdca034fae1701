"""Which actions of the playbook the data support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from segmentbook.actions.measures import MEASURED, OF_CUSTOMERS, Numbers, Value
from segmentbook.actions.order_measures import EVERYBODY
from segmentbook.actions.playbook import Action, Advice
from segmentbook.core import privacy
from segmentbook.core.message import fields
from segmentbook.core.metrics import plain

Verdict = Literal["supported", "not supported", "too few customers", "not checkable"]

_FEW: Verdict = "too few customers"


@dataclass(frozen=True)
class Judged:
    """An action of a segment's archetype, held against the segment's numbers.

    Args:
        action: The action.
        verdict: Whether its evidence holds; `not checkable` where the study does not know a number
            that it asks for, or that its reason quotes.
        audience: How many customers it is for; None where that is not known.
    """

    action: Action
    verdict: Verdict
    audience: int | None


@dataclass(frozen=True)
class Advised:
    """A segment with the actions of its archetype, held against its numbers.

    Args:
        name: Its name.
        advice: The advice for its archetype, None where it has none.
        numbers: Its numbers.
        considered: Every action of its archetype, in the order of the playbook.
    """

    name: str
    advice: Advice | None
    numbers: Numbers
    considered: tuple[Judged, ...] = ()

    @property
    def supported(self) -> list[Judged]:
        """The actions whose evidence holds, in the order of the playbook."""
        return [one for one in self.considered if one.verdict == "supported"]


def numbers(
    profiles: pd.DataFrame, everybody: pd.DataFrame, *measured: pd.DataFrame
) -> tuple[list[dict[str, Value]], dict[str, Value]]:
    """Return all numbers of each segment, and those of all customers.

    Args:
        profiles: See `profile.profile`.
        everybody: The same of all customers as one segment.
        measured: Further numbers, indexed by segment with `EVERYBODY`; of two that know a number,
            the first counts.

    Returns:
        For each row of `profiles` its numbers by name, and those of all customers; None where a
        number is not known.
    """
    further = pd.DataFrame()
    for one in measured:
        further = further.combine_first(one)

    def known(row: Mapping[Any, Any], segment: int) -> dict[str, Value]:
        found = further.loc[segment].to_dict() if segment in further.index else {}
        values: dict[str, Value] = plain({**found, **row})
        return values

    rows = profiles.drop(columns="name", errors="ignore").to_dict("records")
    [every] = everybody.to_dict("records")
    return [known(row, row["segment"]) for row in rows], known(every, EVERYBODY)


def advise(
    names: Sequence[str],
    advice: Sequence[Advice | None],
    segments: Sequence[Numbers],
    everyone: Numbers,
    minimum: int = privacy.MINIMUM,
) -> list[Advised]:
    """Hold each action of the segments' archetypes against the segments' numbers.

    Args:
        names: The name of each segment.
        advice: The advice for its archetype, None where it has none.
        segments: Its numbers.
        everyone: Those of all customers.
        minimum: Nothing is advised for fewer customers.
    """
    return [
        Advised(
            name,
            one,
            values,
            tuple(_judged(action, values, everyone, minimum) for action in one.actions)
            if one
            else (),
        )
        for name, one, values in zip(names, advice, segments, strict=True)
    ]


def _judged(action: Action, segment: Numbers, everyone: Numbers, minimum: int) -> Judged:
    share = 1.0 if action.audience is None else segment.get(action.audience)
    size = segment.get("customers")
    audience = None if share is None or size is None else round(share * size)
    held = [condition.holds(segment, everyone) for condition in action.evidence]
    quoted = [_quoted(field, segment, everyone) for field in fields(action.because)]
    if audience is None or None in held or None in quoted:
        return Judged(action, "not checkable", audience)
    if audience < minimum:
        return Judged(action, _FEW, audience)
    return Judged(action, "supported" if all(held) else "not supported", audience)


def _quoted(field: str, segment: Numbers, everyone: Numbers) -> Value:
    if field.startswith("all."):
        return everyone.get(field.removeprefix("all."))
    return segment.get(field)


def verdicts(advised: Sequence[Advised]) -> pd.DataFrame:
    """Return every action that was considered, by segment and place in the playbook.

    Returns:
        `segment` (its name), `action`, `audience` (missing where it is not known or too small) and
        `verdict`.
    """
    rows = [
        (segment.name, one.action.id, None if one.verdict == _FEW else one.audience, one.verdict)
        for segment in advised
        for one in segment.considered
    ]
    table = pd.DataFrame(rows, columns=["segment", "action", "audience", "verdict"])
    return table.astype({"audience": "Int64"})


def action_metrics(
    advised: Sequence[Advised], everyone: Numbers, minimum: int = privacy.MINIMUM
) -> dict[str, Any]:
    """Return the metrics `segment_actions` and `all_measures`.

    Of each segment, in the order of the metric `segments`: what is measured of it beside its profile
    (of all customers, too), its actions, and what to avoid. A share of few customers is a bound, see
    `privacy.share`.

    Args:
        advised: Every segment.
        everyone: The numbers of all customers.
        minimum: The least number of customers that may be shown.
    """
    rows = []
    for segment in advised:
        advice = segment.advice
        rows.append(
            {
                **_measures(segment.numbers, minimum),
                "claim": advice.claim if advice else None,
                "avoid": advice.avoid if advice else None,
                "actions": [
                    {"id": one.action.id, "do": one.action.do, "audience": one.audience}
                    for one in segment.supported
                ],
            }
        )
    return {"segment_actions": rows, "all_measures": _measures(everyone, minimum)}


def _measures(values: Numbers, minimum: int) -> dict[str, privacy.Share]:
    """Return what is measured beside the profile, as it may be shown."""
    size = values.get("customers")
    return {
        name: privacy.share(values.get(name), size, minimum)
        if name in OF_CUSTOMERS
        else values.get(name)
        for name in MEASURED
    }
