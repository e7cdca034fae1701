"""Rules of a tree as sentences, every number of which is a metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from segmentbook.display import NotApplicable
from segmentbook.features import Feature
from segmentbook.formats import Formats
from segmentbook.guard import least
from segmentbook.sentences import Said, compute, plain_text

MOST_SAID = 6
"""At most this many rules are said in sentences; the table has them all."""

HEADING = "A few plain rules put {tree_accuracy:percent} of customers into their segment"


def _condition(bound: Mapping[str, Any], feature: Feature, place: int) -> str:
    """Return the template of what a rule asks of a feature, e.g. `more than {low0:count} orders`."""
    kind = "count" if bound["whole"] and feature.kind == "number" else feature.kind
    low = None if bound["low"] is None else f"{{low{place}:{kind}}}"
    high = None if bound["high"] is None else f"{{high{place}:{kind}}}"
    if feature.name == "recency" and feature.unit == "days":
        within = f"within {high} {_noun('day', bound['high'])}"
        ago = f"last order more than {low} {_noun('day', bound['low'])} ago"
        return f"last order {within}" if low is None else f"{ago}, but {within}" if high else ago
    if feature.name == "frequency":
        parts = [low and f"more than {low}", high and f"at most {high}"]
        nearest = bound["low"] if high is None else bound["high"]
        return f"{' and '.join(filter(None, parts))} {_noun('order', nearest)}"
    parts = [low and f"above {low}", high and f"up to {high}"]
    told = feature.kind in ("money", "percent") or feature.unit in feature.title.lower()
    unit = "" if told else f" {_literal(feature.unit)}"
    name = feature.title if feature.title[:2].isupper() else _small(feature.title)
    return f"{_literal(name)} {' and '.join(filter(None, parts))}{unit}"


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


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
        parts.append(_condition(bound, by_name[bound["feature"]], place))
        for end in ("low", "high"):
            if bound[end] is not None:
                names[f"{end}{place}"] = f"tree_rules.{number}.bounds.{place}.{end}"
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
            number = max(own, key=lambda n: least(rows[n]["found"]))
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
