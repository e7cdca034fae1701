"""Which features distinguish the segments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, MUTED, NAVY, PERCENT, TEAL, canvas
from segmentbook.segments.importance import importance_metrics


@page(mark("Importance of the features"))
def importance(table: pd.DataFrame) -> Exhibit:
    """Show which feature matters most, and what importance does not say.

    Args:
        table: See `importance.importance`.
    """
    sentences = [
        mark(
            "A random forest assigns {forest_accuracy:percent} of the held-out customers to their "
            "segment, and {shuffled_accuracy:percent} once {most_important_feature} is shuffled among "
            "them. The segments were made from these features."
        ),
        mark("Features that carry the same information share their importance."),
    ]
    return Exhibit(
        parts=[
            _bars(table).titled(mark("Accuracy of a random forest with and without each feature")),
            *points(sentences),
        ],
        metrics=importance_metrics(table),
    )


def _bars(table: pd.DataFrame) -> Picture:
    """Draw both importances of each feature, the most important on top."""
    figure, panels = canvas(2, sharey=True)
    places = np.arange(len(table))
    for axes, column, error, title, tone in (
        (
            panels[0],
            "permutation",
            table["permutation_std"],
            _("Loss of accuracy when shuffled"),
            TEAL,
        ),
        (panels[1], "forest", None, _("Share of impurity reduction"), NAVY),
    ):
        axes.barh(places, table[column], 0.6, xerr=error, color=tone, ecolor=MUTED)
        right = table[column] + (0 if error is None else error)
        for place, end, value in zip(places, right, table[column], strict=True):
            axes.annotate(
                percent(value), (max(end, 0), place), (5, 0),
                textcoords="offset points", va="center", color=INK,
            )  # fmt: skip
        axes.set_xlim(right=max(right.max(), 0.01) * 1.25)
        axes.set_title(title, loc="left", fontsize=11)
        axes.xaxis.set_major_formatter(PERCENT)
        axes.grid(axis="y", visible=False)
    panels[0].set_yticks(places, [wrapped(title, 18) for title in table["title"]])
    panels[0].invert_yaxis()
    values = "; ".join(
        _(
            "{feature}: accuracy down by {lost}, {share} of impurity",
            feature=row["title"],
            lost=percent(row["permutation"]),
            share=percent(row["forest"]),
        )
        for row in table.to_dict("records")
    )
    return Picture(figure, _("Bars of the importance of each feature. {values}.", values=values))
