"""Words and scales that exhibits of customers share."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from textwrap import wrap
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from segmentbook.core.language import gettext
from segmentbook.features import Feature
from segmentbook.features.demographic import LEVEL
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns
from segmentbook.report.formats import NO_CURRENCY
from segmentbook.report.theme import SHORT_NUMBERS, clipped

WIDE_SPREAD = 10
"""Values whose 95th percentile is this many times the 5th are drawn on a logarithmic scale."""


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


def scale_of(values: pd.Series) -> Literal["log", "linear"]:
    """Return the scale of an axis: logarithmic where values are above 0 and spread widely."""
    low, high = np.nanquantile(values.to_numpy(dtype=float), [0.05, 0.95])
    return "log" if values.min() > 0 and high >= WIDE_SPREAD * low else "linear"


def scale_axis(axes: Axes, which: Literal["x", "y"], values: pd.Series) -> None:
    """Give an axis the scale of its values, and short numbers."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axes.set(**{f"{which}scale": scale_of(values)})
    axis.set_major_formatter(SHORT_NUMBERS)
    # Where values span no power of ten, matplotlib would write every step between two.
    axis.set_minor_formatter(NullFormatter())


def two_digits(values: pd.Series) -> pd.Series:
    """Round values to two significant digits, so that a dot is no customer's exact number."""
    numbers = values.astype(float)
    size = numbers.abs()
    power = np.floor(np.log10(size.where(size > 1e-300, 1.0))) - 1
    rounded: pd.Series = (numbers / 10**power).round() * 10**power
    return rounded
