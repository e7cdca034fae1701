"""The look of every figure: fonts, colours, sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from babel import Locale
from babel.numbers import get_decimal_symbol
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter

from segmentbook.core.language import current_language, gettext
from segmentbook.report import render
from segmentbook.report.formats import Formats, percent

INK, NAVY, TEAL, AMBER, CORAL = "#1B2733", "#12263F", "#0F8B8D", "#F2A541", "#E4572E"
MUTED, LINE, WASH = "#5B6B7B", "#D9E0E7", "#F3F6F9"

SEGMENT_COLOURS = (
    "#0F8B8D", "#12263F", "#F2A541", "#E4572E", "#7A5BA6", "#6C9A3B",
    "#C2477F", "#4C7FB8", "#8A6D4B", "#94A3B3", "#2FBF9B", "#A03A2C",
)  # fmt: skip
"""Segment n has colour n - 1, in every figure."""

NORMAL = (7.4, 4.3)
WIDE = (11.4, 4.6)
CARD = (5.2, 3.1)
"""Sizes in inches of the slots that figures have: beside text, on their own, under key figures."""


def apply() -> None:
    """Set the style of all figures drawn from now on."""
    for file in sorted((Path(render.__file__).parent / "fonts").glob("*.ttf")):
        font_manager.fontManager.addfont(str(file))
    mpl.rcParams.update(
        {
            "font.family": ["Inter", "DejaVu Sans"],
            "font.size": 11,
            "text.color": INK,
            "axes.edgecolor": "#C5CED8",
            "axes.labelcolor": MUTED,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.color": "#E8EDF2",
            "xtick.color": MUTED,
            "ytick.color": MUTED,
            "xtick.major.size": 0,
            "ytick.major.size": 0,
            "legend.frameon": False,
            "figure.constrained_layout.use": True,
            "svg.hashsalt": "segmentbook",
            "svg.fonttype": "path",
        }
    )


def canvas(columns: int = 1, *, wide: bool = False, **kwargs: Any) -> tuple[Figure, list[Axes]]:
    """Return a normal or wide figure and its axes, side by side."""
    figure = Figure(figsize=WIDE if wide else NORMAL)
    axes = figure.subplots(1, columns, squeeze=False, **kwargs)
    return figure, list(axes[0])


def colour(segment: int) -> str:
    """Return the colour of a segment."""
    return SEGMENT_COLOURS[(segment - 1) % len(SEGMENT_COLOURS)]


def short(value: float) -> str:
    """Return a number for an axis: `1.2M`, `35K`, `0.5`; in Indonesian `1,2 jt`."""
    for zeros in (9, 6, 3):
        if abs(value) >= 0.9995 * 10**zeros:  # 999.6 is written as 1K, not as 1e+03
            patterns = Locale.parse(current_language()).compact_decimal_formats["short"]["other"]
            digits = _three_digits(value / 10**zeros)
            return str(patterns[f"1{'0' * zeros}"].pattern).replace("0", digits)
    return _three_digits(value)


def fixed(value: float, digits: int) -> str:
    """Return a number with so many decimals: `0.44`."""
    return _with_point(f"{value:.{digits}f}")


def _three_digits(value: float) -> str:
    return _with_point(f"{value:.3g}")


def _with_point(text: str) -> str:
    return text.replace(".", get_decimal_symbol(current_language()))


SHORT_NUMBERS = FuncFormatter(lambda value, _: short(value))
PERCENT = FuncFormatter(lambda value, _: f"{value:.0%}")

HALO = [withStroke(linewidth=3.5, foreground="white")]
"""Path effects of a label that lies on lines: they end before its letters."""


def money(value: float, currency: str) -> str:
    """Return an amount of money as the pages write it: `£436K`."""
    return Formats(currency).write(float(value), "money_short")


def amount(value: float, unit: str, currency: str) -> str:
    """Return the value of a feature with its unit: `£3,694`, `12 orders`, `1 day`, `33%`."""
    if unit == "money":
        return Formats(currency).write(float(value), "money")
    if unit == "share":
        return percent(float(value))
    number, word = short(value), gettext(unit)
    if number == "1" and word == unit:  # English, or a unit in the study's own words
        word = unit.removesuffix("s")
    return f"{number} {word}"


def money_axis(currency: str) -> FuncFormatter:
    """Return how the numbers of an axis of money are written."""
    formats = Formats(currency)
    return FuncFormatter(lambda value, _: formats.write(value, "money_tick"))


def clipped(text: str, length: int = 32) -> str:
    """Return a label that fits beside an axis; `$` is literal, not the start of mathematics."""
    cut = text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
    return cut.replace("$", r"\$")


def below_and_above() -> Colormap:
    """Return the colours of what is below and above the usual: blue, white in the middle, amber."""
    return LinearSegmentedColormap.from_list("below and above", ["#7FA8D4", "#FFFFFF", AMBER])
