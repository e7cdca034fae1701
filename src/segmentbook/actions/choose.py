"""Advice and findings as templates over a segment's metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, Literal

import pandas as pd

from segmentbook.actions.evidence import Numbers
from segmentbook.actions.measures import OF_CUSTOMERS, Value
from segmentbook.actions.order_measures import EVERYBODY
from segmentbook.core import privacy
from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.core.metrics import plain
from segmentbook.report.sentences import Said
from segmentbook.segments.naming import Name
from segmentbook.segments.playbook import Action

ON_CARD = 2
"""How many actions the page of a segment has room for: those that the playbook names first."""

Verdict = Literal["supported", "not supported", "not checkable here"]


@dataclass(frozen=True)
class Judged:
    """An action of a segment's archetype, held against the segment's numbers.

    Args:
        action: The action.
        verdict: Whether its evidence holds; `not checkable here` where a number that it asks for, or
            that its reason quotes, is not known of this study.
        audience: How many customers it is for; None where that is not known.
    """

    action: Action
    verdict: Verdict
    audience: int | None


def of_segment(template: str, number: int) -> Said:
    """Bind a template's fields to the metrics of a segment.

    Args:
        template: Fields such as `{revenue_share:percent}` name numbers of a segment, those such as
            `{all.order_value:money}` the same of all customers.
        number: Zero-based place of the segment in the metric `segments`.
    """
    fields = {field for _, field, _, _ in Formatter().parse(template) if field}
    return template, {field: _metric(field, number) for field in sorted(fields)}


def numbers(
    profiles: pd.DataFrame, everybody: pd.DataFrame, *measured: pd.DataFrame
) -> tuple[list[dict[str, Value]], dict[str, Value]]:
    """Return all numbers of each segment, and those of all customers.

    Args:
        profiles: See `profile.profile`.
        everybody: The same of all customers as one segment.
        measured: Further numbers, indexed by segment with `EVERYBODY`; the first that knows a number
            tells it.

    Returns:
        For each row of `profiles` its numbers by name, and those of all customers; None where a
        number is not known.
    """
    further = pd.DataFrame()
    for one in measured:
        further = further.combine_first(one)

    def known(row: Mapping[str, Any], segment: int) -> dict[str, Value]:
        found = further.loc[segment].to_dict() if segment in further.index else {}
        values: dict[str, Value] = plain({**found, **row})
        return values

    rows = profiles.drop(columns="name", errors="ignore").to_dict("records")
    [every] = everybody.to_dict("records")
    return [known(row, row["segment"]) for row in rows], known(every, EVERYBODY)


def judge(
    name: Name, segment: Numbers, everyone: Numbers, minimum: int = privacy.MINIMUM
) -> list[Judged]:
    """Hold each action of a segment's archetype against the segment's numbers.

    Args:
        name: The name of the segment.
        segment: Its numbers.
        everyone: Those of all customers.
        minimum: Nothing is advised for fewer customers.
    """
    actions = name.archetype.actions if name.archetype else ()
    return [_judged(action, segment, everyone, minimum) for action in actions]


def _judged(action: Action, segment: Numbers, everyone: Numbers, minimum: int) -> Judged:
    share = 1.0 if action.audience is None else segment.get(action.audience)
    size = segment.get("customers")
    audience = None if share is None or size is None else round(share * size)
    held = [condition.holds(segment, everyone) for condition in action.evidence]
    quoted = [field for _, field, _, _ in Formatter().parse(action.because) if field]
    silent = any(_quoted(field, segment, everyone) is None for field in quoted)
    if None in held or silent or audience is None:
        return Judged(action, "not checkable here", audience)
    if all(held) and audience >= minimum:
        return Judged(action, "supported", audience)
    return Judged(action, "not supported", audience)


def advice(judged: Sequence[Judged], number: int) -> list[Said]:
    """Return what to do for a segment: the first supported actions, with reason, audience, channel.

    Args:
        judged: Its actions.
        number: Zero-based place of the segment in the metric `segments`.
    """
    said = []
    for place, one in enumerate(supported(judged)[:ON_CARD]):
        action = one.action
        audience = f"{{actions.{place}.audience:count}}"
        said.append(
            of_segment(
                f"{_literal(action.do)} {action.because} "
                f"({_literal(action.whom)}: {audience} · {_literal(action.channel)})",
                number,
            )
        )
    return said or [of_segment(_NONE, number)]


def supported(judged: Sequence[Judged]) -> list[Judged]:
    """Return the actions whose evidence holds, in the order of the playbook."""
    return [one for one in judged if one.verdict == "supported"]


def segment_metrics(
    names: Sequence[Name],
    judged: Sequence[Sequence[Judged]],
    segments: Sequence[Numbers],
    everyone: Numbers,
    minimum: int = privacy.MINIMUM,
) -> dict[str, Any]:
    """Return the metrics `segments`, each with its numbers, name and actions, and `all_customers`.

    Shares of a segment's customers are told as `guard.share` may tell them.
    """
    rows = []
    for name, actions, values in zip(names, judged, segments, strict=True):
        kind = name.archetype
        rows.append(
            {
                **_told(values, minimum),
                "name": name.name,
                "archetype": kind.id if kind else None,
                "who": kind.who
                if kind
                else gettext("No archetype of the playbook fits these customers."),
                "match": name.match,
                "claim": kind.claim if kind else None,
                "avoid": kind.avoid if kind else gettext("Assumptions about who they are."),
                "actions": [
                    {"id": one.action.id, "do": one.action.do, "audience": one.audience}
                    for one in supported(actions)
                ],
            }
        )
    return {
        "segments": rows,
        "all_customers": {
            key: value for key, value in _told(everyone, minimum).items() if key != "segment"
        },
        "largest_segment_share": max(values["customer_share"] or 0 for values in segments),
    }


def _told(values: Numbers, minimum: int) -> dict[str, Any]:
    size = values.get("customers")
    shares = {name: privacy.share(values.get(name), size, minimum) for name in OF_CUSTOMERS}
    return {**values, **{name: value for name, value in shares.items() if name in values}}


_NONE = mark(
    "Look closer before acting: the data support no action of the playbook for this segment "
    "({customers:count} customers)."
)


def _metric(field: str, number: int) -> str:
    if field.startswith("all."):
        return f"all_customers.{field.removeprefix('all.')}"
    return f"segments.{number}.{field}"


def _quoted(field: str, segment: Numbers, everyone: Numbers) -> Value:
    if field.startswith("all."):
        return everyone.get(field.removeprefix("all."))
    return segment.get(field)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
