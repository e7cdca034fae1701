"""The look of every figure: fonts, colours, sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from babel.numbers import format_compact_decimal, format_decimal, format_percent
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
"""Sizes of figures in inches: beside text, on a slide of their own, under key figures."""

_EVERY_DIGIT = "0.############"


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
    """Return a number with three significant digits: `1.2M`, `35K`, `0.5`; in Indonesian `1,2 jt`."""
    rounded = float(f"{value:.3g}") + 0.0  # no negative zero
    if abs(rounded) < 1000:
        return format_decimal(rounded, format=_EVERY_DIGIT, locale=current_language())
    return format_compact_decimal(rounded, locale=current_language(), fraction_digits=2)


def fixed(value: float, digits: int) -> str:
    """Return a number with so many decimals: `0.44`."""
    return format_decimal(value, format=f"0.{'0' * digits}", locale=current_language())


def whole_percent(share: float) -> str:
    """Return a share as percent without decimals: `5%`."""
    return format_percent(share, format="0%", locale=current_language())


SHORT_NUMBERS = FuncFormatter(lambda value, _: short(value))
PERCENT = FuncFormatter(lambda value, _: whole_percent(value))

HALO = [withStroke(linewidth=3.5, foreground="white")]
"""Path effects of a label that lies on lines: they stop short of its letters."""


def money(value: float, currency: str) -> str:
    """Return an amount of money as sentences write it: `£436K`."""
    return Formats(currency).write(float(value), "money_short")


def amount(value: float, unit: str, currency: str) -> str:
    """Return the value of a feature with its unit: `£3,694`, `12 orders`, `1 day`, `33%`."""
    if unit == "money":
        return Formats(currency).write(float(value), "money")
    if unit == "share":
        return percent(float(value))
    number, word = short(value), gettext(unit)
    if number == "1" and word == unit:  # English, or a unit that the study names
        word = unit.removesuffix("s")
    return f"{number} {word}"


def money_axis(currency: str) -> FuncFormatter:
    """Return the formatter of an axis of money."""
    formats = Formats(currency)
    return FuncFormatter(lambda value, _: formats.write(value, "money_tick"))


def clipped(text: str, length: int = 32) -> str:
    """Return a label that fits beside an axis, with `$` escaped for matplotlib."""
    cut = text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
    return cut.replace("$", r"\$")


def below_and_above() -> Colormap:
    """Return the colours of what is below and above the usual: blue, white in the middle, amber."""
    return LinearSegmentedColormap.from_list("below and above", ["#7FA8D4", "#FFFFFF", AMBER])
