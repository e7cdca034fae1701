"""Rules of the summary: a sentence, and the condition on the metrics under which it is shown.

What a study does not know is None, and meets no condition. Where a share is given as a bound (see
`privacy.share`), what is claimed to be large must hold of the least that it can be, what is claimed to
be small of the most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from segmentbook.core import privacy
from segmentbook.core.message import fields
from segmentbook.core.metrics import MetricError, resolve
from segmentbook.pages.actions.wording import metric_of, of_segment
from segmentbook.report.exhibit import Template

Metrics = Mapping[str, Any]
Rule = Callable[[Metrics], Template | None]
"""Returns a sentence where it is true of the data, else None."""


def at_least(name: str, bound: float, template: str) -> Rule:
    """Return a rule that shows a template where a metric is at least a bound."""

    def rule(metrics: Metrics) -> Template | None:
        value = least(metrics, name)
        return template if value is not None and value >= bound else None

    return rule


def below(name: str, bound: float, template: str) -> Rule:
    """Return a rule that shows a template where a metric is below a bound."""

    def rule(metrics: Metrics) -> Template | None:
        value = most(metrics, name)
        return template if value is not None and value < bound else None

    return rule


def outstanding(measure: str, factor: float, template: str) -> Rule:
    """Return a rule about the segment with the most of a measure, if all customers have far less.

    Args:
        measure: A number of the segments.
        factor: How many times the number of all customers it is at least.
        template: See `of_segment`.
    """

    def rule(metrics: Metrics) -> Template | None:
        places = ranked(metrics, measure)
        usual = most(metrics, metric_of(f"all.{measure}", 0))
        if not places or not usual:
            return None
        own = least(metrics, metric_of(measure, places[0]))
        return of_segment(template, places[0]) if own and own >= factor * usual else None

    return rule


def known(template: str) -> Rule:
    """Return a rule that shows a template where every metric that it quotes is known."""
    return lambda metrics: template if are_known(metrics, template) else None


def first(rules: Sequence[Rule], metrics: Metrics, limit: int) -> list[Template]:
    """Return the sentences of the first rules that hold, at most so many."""
    found = (rule(metrics) for rule in rules)
    return [template for template in found if template is not None][:limit]


def ranked(metrics: Metrics, name: str) -> list[int]:
    """Return the places of the segments that know a number, the largest first."""
    values = {
        place: least(metrics, metric_of(name, place)) for place in range(len(metrics["segments"]))
    }
    pairs = sorted((-value, place) for place, value in values.items() if value is not None)
    return [place for _, place in pairs]


def are_known(metrics: Metrics, template: str) -> bool:
    """Return whether every metric that a template quotes has a value."""
    return all(_value(metrics, field) is not None for field in fields(template))


def least(metrics: Metrics, name: str) -> float | None:
    """Return a metric, of a bound the least that it can stand for; None where it is not known."""
    value: float | None = privacy.least(_value(metrics, name))
    return value


def most(metrics: Metrics, name: str) -> float | None:
    """Return a metric, of a bound the most that it can stand for; None where it is not known."""
    value: float | None = privacy.most(_value(metrics, name))
    return value


def _value(metrics: Metrics, name: str) -> Any:
    try:
        return resolve(metrics, name)
    except MetricError:
        return None
