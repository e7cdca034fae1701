"""Rules of a tree as sentences, every number of which is a metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from segmentbook.display import NotApplicable
from segmentbook.features import Feature
from segmentbook.formats import Formats
from segmentbook.sentences import Said, compute, plain_text

MOST_SAID = 6
"""At most this many rules are said in sentences; the table has them all."""

HEADING = "A few plain rules put {tree_accuracy:percent} of customers into their segment"


def condition(bound: Mapping[str, Any], feature: Feature, path: str) -> Said:
    """Say what a rule asks of a feature, e.g. `more than 5 orders`.

    Args:
        bound: One of the `bounds` of `tree.table`.
        feature: The feature.
        path: Name of the metric that holds the bound.
    """
    kind = "count" if bound["whole"] and feature.kind == "number" else feature.kind
    low, high = f"{{low:{kind}}}", f"{{high:{kind}}}"
    ends = [end for end in ("low", "high") if bound[end] is not None]
    template = _template(feature, bound["low"], bound["high"])
    template = template.replace("{low}", low).replace("{high}", high)
    return template, {end: f"{path}.{end}" for end in ends}


def _template(feature: Feature, low: float | None, high: float | None) -> str:
    if feature.name == "recency" and feature.unit == "days":
        if low is None:
            return f"last order within {{high}} {_noun('day', high)}"
        ago = f"last order more than {{low}} {_noun('day', low)} ago"
        return ago if high is None else f"{ago}, but within {{high}} {_noun('day', high)}"
    if feature.name == "frequency":
        parts = ["more than {low}"] * (low is not None) + ["at most {high}"] * (high is not None)
        return f"{' and '.join(parts)} {_noun('order', low if high is None else high)}"
    name = feature.title if feature.title[:2].isupper() else _small(feature.title)
    told = feature.kind in ("money", "percent") or feature.unit in name
    parts = ["above {low}"] * (low is not None) + ["up to {high}"] * (high is not None)
    return f"{name} {' and '.join(parts)}{'' if told else f' {feature.unit}'}"


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _noun(one: str, number: float | None) -> str:
    return one if number == 1 else f"{one}s"


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
        path = f"tree_rules.{number}.bounds.{place}"
        template, own = condition(bound, by_name[bound["feature"]], path)
        for end, metric in own.items():
            template = template.replace(f"{{{end}:", f"{{{end}{place}:")
            names[f"{end}{place}"] = metric
        parts.append(template)
    return ", ".join(parts) or "every customer", names


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
            number = max(own, key=lambda n: rows[n]["found"])
            template, metrics = conditions(rows[number], number, features)
            finds = f"{{name}}: {template} (finds {{found:percent}} of them)"
            path = f"tree_rules.{number}"
            said.append((finds, {**metrics, "name": f"{path}.name", "found": f"{path}.found"}))
        else:
            none = "{name}: no rule of so few questions leads to them"
            said.append((none, {"name": f"segments.{place}.name"}))
    return said[:MOST_SAID]


def judged(rules: Any) -> list[Said]:
    """Say how the rules were judged."""
    if isinstance(rules, NotApplicable):
        return []
    return [
        (
            "The rules were learnt from {tree_learnt_from:count} customers and judged by "
            "{tree_judged_by:count} others. Putting everybody into the largest segment would be "
            "right for {tree_largest_segment:percent} of them.",
            {},
        )
    ]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
