"""The actions to start with, what to avoid, and the one caveat that matters most."""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.message import fields, mark
from segmentbook.pages.actions.wording import metric_of, of_segment
from segmentbook.pages.summary.rules import Metrics, Rule, below, first, known, most
from segmentbook.report.exhibit import Exhibit, Template, Text, page

MOST_ROWS = 0.9
NAME_HOLDS = 0.75
APART = 0.5
"""Thresholds of the caveats below."""


@page(mark("What to do first"))
def actions(metrics: Metrics) -> Exhibit:
    """Show the most valuable actions with their audiences, what to avoid, and a caveat.

    Args:
        metrics: Those of all chapters.
    """
    chosen = metrics["first_actions"]
    return Exhibit(
        _title(metrics),
        [
            *(
                Text(_of_action(_template(metrics), place), "action")
                for place in range(len(chosen))
            ),
            *(Text(of_segment(_AVOID, action["place"]), "avoid") for action in chosen),
            Text(first(_CAVEATS, metrics, 1)[0], "note"),
        ],
    )


_AVOID = claim("advice", "Avoid for {name}: {avoid}")


def _title(metrics: Metrics) -> Template:
    match len(metrics["first_actions"]):
        case 0:
            return claim("advice", "The data support no action yet: look into the segments first")
        case 1:
            template = claim(
                "advice", "Start with {who}: one action for {stake.first_audience:count} customers"
            )
        case _:
            template = claim(
                "advice",
                "Start with {stake.first:count} actions for {stake.first_audience:count} customers, "
                "{who} first",
            )
    return template, {"who": "first_actions.0.name"}


def _template(metrics: Metrics) -> str:
    """Return how an action is described: what is left of it, or else what its audience is worth."""
    if metrics["stake"]["assumed"] is not None:
        return claim(
            "advice",
            "{name}: {do} ({audience:count} customers; leaves {middle:money} at a response of "
            "{response:percent})",
        )
    if metrics["stake"]["first_audience_revenue"] is not None:
        return claim(
            "advice",
            "{name}: {do} ({audience:count} customers; average spend in the segment "
            "{revenue_per_customer:money})",
        )
    return claim("advice", "{name}: {do} ({audience:count} customers)")


def _of_action(template: str, place: int) -> Template:
    names = {field: f"first_actions.{place}.{field}" for field in fields(template)}
    if "response" in names:
        names["response"] = "stake.assumed.response.middle"
    return template, names


def _loose_name(metrics: Metrics) -> Template | None:
    """Warn of a name that says more than the data do, see the playbook's `claim`."""
    for place, segment in enumerate(metrics["segment_actions"]):
        claim = segment["claim"] or ""
        shares = [field for field in fields(claim) if field.endswith("_share")]
        found = most(metrics, metric_of(shares[0], place)) if shares else None
        if found is not None and found < NAME_HOLDS:
            template = gettext(
                "The name “{name}” does not apply to everyone: {claim}", name="{name}", claim=claim
            )
            return of_segment(template, place)
    return None


_CAVEATS: Sequence[Rule] = (
    below(
        "rows_kept_share",
        MOST_ROWS,
        mark(
            "These figures rest on {rows_kept_share:percent} of the export's rows; the ledger lists "
            "what was left out and why."
        ),
    ),
    _loose_name,
    below(
        "silhouette",
        APART,
        mark(
            "The mean silhouette of the segments is {silhouette:number}, on a scale from nought (at a "
            "border of two segments) to one (far from all others)."
        ),
    ),
    known(
        mark(
            "The figures describe the {days_covered:count} days up to {last_day:date}, not the future."
        )
    ),
    lambda _: mark("The figures describe the past, not the future."),
)
"""The first that holds is shown."""
