"""The rules of a tree in words, in which every number is a metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext, ngettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import literal
from segmentbook.features import Feature
from segmentbook.report.formats import Formats
from segmentbook.report.sentences import compute, plain_text


def in_words(leaves: pd.DataFrame, features: Sequence[Feature], formats: Formats) -> pd.DataFrame:
    """Return the rules with the column `rule`: what each asks for, in words.

    Args:
        leaves: See `rules.table`.
        features: The features of the tree.
        formats: How values are written.
    """
    rows = leaves.to_dict("records")
    texts = []
    for number, rule in enumerate(rows):
        template, names = conditions(rule, number, features)
        text = plain_text(compute(template, {"tree_rules": rows}, formats, names))
        texts.append(text[0].upper() + text[1:])
    return leaves.assign(rule=texts)


def conditions(
    rule: Mapping[Any, Any], number: int, features: Sequence[Feature]
) -> tuple[str, dict[str, str]]:
    """Return the template of all that a rule asks for, and the metrics that it quotes.

    Args:
        rule: A row of `rules.table`.
        number: Its place in the metric `tree_rules`.
        features: The features of the tree.
    """
    by_name = {feature.name: feature for feature in features}
    parts: list[str] = []
    names: dict[str, str] = {}
    for place, bound in enumerate(rule["bounds"]):
        parts.append(_condition(bound, by_name[bound["feature"]], place))
        for end in ("low", "high"):
            if bound[end] is not None:
                names[f"{end}{place}"] = f"tree_rules.{number}.bounds.{place}.{end}"
    return ", ".join(parts) or _("every customer"), names


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
    stated = feature.kind in ("money", "percent") or unit.lower() in feature.title.lower()
    after = "" if stated else f" {literal(unit)}"
    name = literal(feature.title if feature.title[:2].isupper() else _small(feature.title))
    if low is None:
        return _("{feature} up to {high}", feature=name, high=f"{high}{after}")
    if high is None:
        return _("{feature} above {low}", feature=name, low=f"{low}{after}")
    return _("{feature} above {low} and up to {high}", feature=name, low=low, high=f"{high}{after}")


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _one(number: float) -> int:
    """Return 1 for exactly one, else 2: all that plural forms need to know."""
    return 1 if number == 1 else 2
