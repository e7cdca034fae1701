"""Panels of indices over the number of groups, which two exhibits share."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.theme import CORAL, MUTED, NAVY, SHORT_NUMBERS

ONLY_ONE = NotApplicable(reason=mark("only one number of groups was tried"))
"""Why there is no curve of an index over the number of groups."""


def draw_index(axes: Axes, table: pd.DataFrame, column: str, title: str, k: int) -> None:
    """Draw an index over the number of groups, the chosen one marked.

    Args:
        axes: Where to draw.
        table: See `choice.Choice`.
        column: The index.
        title: Title of the panel, as a message.
        k: The chosen number.
    """
    axes.plot(table["k"], table[column], "o-", color=NAVY, markersize=4)
    chosen = table.loc[table["k"] == k, column].iloc[0]
    axes.plot(k, chosen, "o", color=CORAL, markersize=9)
    axes.set_title(_(title), loc="left", fontsize=10.5)
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_xticks(table["k"])


def draw_null(axes: Axes, table: pd.DataFrame, column: str) -> None:
    """Draw the band of data without groups behind an index, where it was computed.

    Args:
        axes: Where the index is drawn.
        table: See `choice.Choice`.
        column: The index.
    """
    if f"null_{column}" not in table:
        return
    low, high = table[f"null_{column}_low"], table[f"null_{column}_high"]
    axes.fill_between(table["k"], low, high, color=MUTED, alpha=0.25, linewidth=0)
    place = int(table[f"null_{column}"].argmin())
    axes.annotate(
        _("data without groups"),
        (table["k"].iloc[place], low.iloc[place]),
        (0, -3),
        textcoords="offset points",
        color=MUTED,
        fontsize=9,
        ha="center" if 0 < place < len(table) - 1 else "right" if place else "left",
        va="top",
    )


def label_k(figure: Figure) -> None:
    """Label the axis that the panels of a figure share."""
    figure.supxlabel(_("number of segments k (the chosen one in red)"), fontsize=11, color=MUTED)
