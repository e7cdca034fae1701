"""Labels in the language of the report that exhibits share."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from textwrap import wrap

from segmentbook.core.language import gettext
from segmentbook.features import Feature
from segmentbook.features.demographic import LEVEL
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns
from segmentbook.report.formats import NO_CURRENCY
from segmentbook.report.theme import clipped


def in_language(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """Return features with title and definition in the language of the report.

    What has been translated stays as it is.
    """
    return tuple(_in_language(feature) for feature in features)


def _in_language(feature: Feature) -> Feature:
    title, level = gettext(feature.title), feature.level
    definition = gettext(feature.definition, **feature.values)
    if level is not None:
        title = f"{gettext(level.title)}: {level.value}"
        definition = gettext(LEVEL, definition=gettext(level.definition), value=level.value)
    return dataclasses.replace(feature, title=title, definition=definition, values={})


def titles_in_language(columns: AnyColumns) -> AnyColumns:
    """Return the columns of a study with their titles in the language of the report."""
    if not isinstance(columns, CustomerColumns):
        return columns
    titles = {column: gettext(title) for column, title in columns.titles.items()}
    return columns.model_copy(update={"titles": titles})


def titled(feature: Feature, currency: str) -> str:
    """Return a feature's title with its unit: `Recency, days`; numbers and shares have none."""
    unit = currency if feature.unit == "money" else gettext(feature.unit)
    bare = feature.unit in ("", "share") or unit == NO_CURRENCY
    return feature.title if bare else f"{feature.title}, {unit}"


def wrapped(name: str, width: int = 22, length: int = 60) -> str:
    """Return a text, cut at `length` letters, on lines of at most `width`."""
    return "\n".join(wrap(clipped(name, length), width))
