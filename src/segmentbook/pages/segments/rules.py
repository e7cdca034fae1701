"""Rules of a tree as sentences, every number of which is a metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from segmentbook.core.language import gettext, ngettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import least
from segmentbook.features import Feature
from segmentbook.report.formats import Formats
from segmentbook.report.sentences import Said, compute, plain_text

MOST_SAID = 6
"""At most this many rules are said in sentences; the table has them all."""

HEADING = mark("A few plain rules put {tree_accuracy:percent} of customers into their segment")


def _condition(bound: Mapping[str, Any], feature: Feature, place: int) -> str:
    """Return the template of what a rule asks of a feature, e.g. `more than {low0:count} orders`."""
    kind = "count" if bound["whole"] and feature.kind == "number" else feature.kind
    low = None if bound["low"] is None else f"{{low{place}:{kind}}}"
    high = None if bound["high"] is None else f"{{high{place}:{kind}}}"
    if feature.name == "recency" and feature.unit == "days":
        low, high = (
            end and ngettext("{number} day", "{number} days", _one(bound[which]), number=end)
            for which, end in (("low", low), ("high", high))
        )
        if low is None:
            return _("last order within {days}", days=high or "")
        if high is None:
            return _("last order more than {days} ago", days=low)
        return _("last order more than {low} ago, but within {high}", low=low, high=high)
    if feature.name == "frequency":
        if high is None:
            few = _one(bound["low"])
            return ngettext("more than {low} order", "more than {low} orders", few, low=low or "")
        few = _one(bound["high"])
        if low is None:
            return ngettext("at most {high} order", "at most {high} orders", few, high=high)
        return _("more than {low} and at most {high} orders", low=low, high=high)
    unit = gettext(feature.unit)
    told = feature.kind in ("money", "percent") or unit.lower() in feature.title.lower()
    after = "" if told else f" {_literal(unit)}"
    name = _literal(feature.title if feature.title[:2].isupper() else _small(feature.title))
    if low is None:
        return _("{feature} up to {high}", feature=name, high=f"{high}{after}")
    if high is None:
        return _("{feature} above {low}", feature=name, low=f"{low}{after}")
    return _("{feature} above {low} and up to {high}", feature=name, low=low, high=f"{high}{after}")


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _one(number: float) -> int:
    """Return 1 for just one, else 2, as words need not know more."""
    return 1 if number == 1 else 2


def conditions(rule: Mapping[str, Any], number: int, features: Sequence[Feature]) -> Said:
    """Say all that a rule asks for.

    Args:
        rule: A row of `tree.table`.
        number: Its place in the metric `tree_rules`.
        features: The features of the tree.
    """
    by_name = {feature.name: feature for feature in features}
    parts, names = [], {}
    for place, bound in enumerate(rule["bounds"]):
        parts.append(_condition(bound, by_name[bound["feature"]], place))
        for end in ("low", "high"):
            if bound[end] is not None:
                names[f"{end}{place}"] = f"tree_rules.{number}.bounds.{place}.{end}"
    return ", ".join(parts) or _("every customer"), names


def texts(rules: Any, features: Sequence[Feature], formats: Formats) -> Any:
    """Add the column `rule` to `tree.table`: what each rule asks for, in words."""
    if isinstance(rules, NotApplicable):
        return rules
    rows = rules.to_dict("records")
    numbers = {"tree_rules": rows}
    spans = (compute(t, numbers, formats, n) for t, n in _all(rows, features))
    return rules.assign(rule=[_capital(plain_text(said)) for said in spans])


def _all(rows: Sequence[Mapping[str, Any]], features: Sequence[Feature]) -> list[Said]:
    return [conditions(rule, number, features) for number, rule in enumerate(rows)]


def sentences(rules: Any, features: Sequence[Feature], names: Mapping[int, str]) -> list[Said]:
    """Say for each segment the rule that finds most of it, and for whom there is none.

    Args:
        rules: See `tree.table`.
        features: The features of the tree.
        names: The name of each segment by its number.
    """
    if isinstance(rules, NotApplicable):
        return []
    rows = rules.to_dict("records")
    said = []
    for place, segment in enumerate(names):
        own = [number for number, rule in enumerate(rows) if rule["segment"] == segment]
        if own:
            number = max(own, key=lambda n: least(rows[n]["found"]))
            template, metrics = conditions(rows[number], number, features)
            finds = _(
                "{name}: {rule} (finds {share} of them)",
                name="{name}",
                rule=template,
                share="{found:percent}",
            )
            path = f"tree_rules.{number}"
            said.append((finds, {**metrics, "name": f"{path}.name", "found": f"{path}.found"}))
        else:
            none = _("{name}: no rule of so few questions leads to them")
            said.append((none, {"name": f"segments.{place}.name"}))
    return said[:MOST_SAID]


def judged(rules: Any) -> list[Said]:
    """Say how the rules were judged."""
    if isinstance(rules, NotApplicable):
        return []
    return [
        (
            _(
                "The rules were learnt from {tree_learnt_from:count} customers and judged by "
                "{tree_judged_by:count} others. Putting everybody into the largest segment would be "
                "right for {tree_largest_segment:percent} of them."
            ),
            {},
        )
    ]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
