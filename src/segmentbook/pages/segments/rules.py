"""A few simple rules that describe the segments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.pages.segments.rule_words import in_words
from segmentbook.report.exhibit import Exhibit, Picture, Text, page
from segmentbook.report.formats import NO_CURRENCY, Formats, count
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, SHORT_NUMBERS, canvas, clipped, colour
from segmentbook.segments.rules import Description, rule_metrics

MOST_RULES = 8
"""The picture shows at most this many rules; the table has them all."""


@page(mark("The segments in simple rules"))
def rules(
    description: Description,
    leaves: pd.DataFrame,
    profiles: pd.DataFrame,
    features: Sequence[Feature],
    formats: Formats,
) -> Exhibit:
    """Show the rules that cover most customers, and how accurate all of them are.

    Args:
        description: See `rules.describe`.
        leaves: See `rules.table`.
        profiles: One row per segment, with `segment` and `name`.
        features: The features of the tree.
        formats: How values are written.
    """
    caption = mark("Customers covered by each rule, by the segment that they are in")
    return Exhibit(
        mark("A few simple rules assign {tree_accuracy:percent} of customers to their segment"),
        [
            _bars(in_words(leaves, features, formats), profiles).titled(caption),
            Text(_TEST, "note"),
        ],
        rule_metrics(description, leaves),
    )


_TEST = mark(
    "The rules were learnt from {tree_learnt_from:count} customers and tested on "
    "{tree_judged_by:count} others, "
    "{tree_largest_segment:percent} of whom are in one segment."
)


def _bars(rules: pd.DataFrame, profiles: pd.DataFrame) -> Picture:
    """Draw for each rule the customers that it covers, by their true segment."""
    formats = Formats(NO_CURRENCY)
    shown = rules.dropna(subset="customers").nlargest(MOST_RULES, "customers").sort_index()
    figure, [axes] = canvas(wide=True)
    for place, members in enumerate(shown["members"]):
        left = 0
        for segment, customers in members.items():
            axes.barh(place, customers, 0.62, left=left, color=colour(int(segment)))
            left += customers
        right = formats.write(shown["right"].iloc[place], "percent")
        axes.annotate(
            _("{share} of {number}", share=right, number=count(shown["customers"].iloc[place])),
            (left, place), (5, 0),
            textcoords="offset points", va="center", color=INK,
        )  # fmt: skip
    texts = [wrapped(text, 52, 200) for text in shown["rule"]]
    axes.set_yticks(np.arange(len(shown)), texts, color=INK, fontsize=10.5)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlim(right=shown["customers"].max() * 1.18)
    axes.xaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_xlabel(
        _("customers covered by the rule, by segment; small groups are added to a large one")
    )
    axes.grid(axis="y", visible=False)
    handles = [
        axes.plot([], [], "s", color=colour(segment), label=clipped(name, 60))[0]
        for segment, name in zip(profiles["segment"], profiles["name"], strict=True)
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(len(profiles), 4))
    values = "; ".join(
        _(
            "{rule}: {number} customers, {share} of them {name}",
            rule=row["rule"],
            number=count(row["customers"]),
            share=formats.write(row["right"], "percent"),
            name=row["name"],
        )
        for row in shown.to_dict("records")
    )
    alt = _("Bars of the customers that each rule covers. {values}.", values=values)
    return Picture(figure, alt, wide=True)
