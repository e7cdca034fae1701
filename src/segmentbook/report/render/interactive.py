"""Plotly figures in the HTML: their data, the library that draws them, and its permission to run."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from segmentbook.core.language import current_language

# The caption is the title, the page gives the size, and one look is that of all figures.
_DROPPED = ("title", "template", "width", "height")
_CLEAR = "rgba(0,0,0,0)"
_FIRST: dict[str, Any] = {
    "margin": {"l": 48, "r": 16, "t": 16, "b": 44},
    "legend": {"itemsizing": "constant"},
    "font": {"family": "Inter, system-ui, sans-serif", "size": 13, "color": "#1B2733"},
}
_LAST: dict[str, Any] = {"autosize": True, "paper_bgcolor": _CLEAR, "plot_bgcolor": _CLEAR}


def plot_json(plot: Mapping[str, Any]) -> str:
    """Return a plotly figure as JSON that can stand inside a `script` element.

    Args:
        plot: The keys `data` and `layout` of a plotly figure; others are left out.
    """
    layout = {key: value for key, value in plot["layout"].items() if key not in _DROPPED}
    # the decimal mark, then what stands between thousands
    separators = get_decimal_symbol(current_language()) + get_group_symbol(current_language())
    whole = {**_FIRST, "separators": separators, **layout, **_LAST}
    text = json.dumps({"data": plot["data"], "layout": whole}, sort_keys=True)
    return text.replace("<", "\\u003c")


def library() -> str:
    """Return plotly.js as the installed plotly ships it."""
    from plotly.offline import get_plotlyjs

    script: str = get_plotlyjs()
    return script


def packed(script: str) -> str:
    """Return a script compressed, as text, with the same bytes in every run."""
    return base64.b64encode(gzip.compress(script.encode(), mtime=0)).decode()


def permission(script: str) -> str:
    """Return the source expression by which a content security policy lets just this script run."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
