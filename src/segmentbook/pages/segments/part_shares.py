"""Shares of the parts of what segments spend or order, against all customers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture
from segmentbook.report.formats import percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, below_and_above, canvas
from segmentbook.segments.spending import EVERYBODY, OTHERS, UNKNOWN, Of, Parts, part_metrics

_STRONG = 1.0  # half of the share of all customers, or twice it, has the full colour


def part_shares(
    found: Parts, names: Mapping[int, str], title: str, alike: str, caption: str
) -> Exhibit:
    """Show the parts of each segment under a title that says where one differs most.

    Args:
        found: See `spending.parts`.
        names: The name of each segment.
        title: Template of the title, over `who`, `name` (of the part), `share` and `of_all`.
        alike: The title where no segment differs noticeably from all customers.
        caption: The line above the picture.
    """
    short = {key: f"{found.of}_part_{key}" for key in ("who", "name", "share", "of_all")}
    called = {UNKNOWN: _("not stated"), OTHERS: _("others")}
    metrics = part_metrics(found, names)
    metrics[short["name"]] = called.get(metrics[short["name"]], metrics[short["name"]])
    rows = {**names, EVERYBODY: _("All customers")}
    shares = found.shares.rename(index=rows, columns=called)
    return Exhibit(
        alike if metrics[short["who"]] is None else (title, short),
        [_grid(shares, found.of).titled(caption)],
        metrics,
    )


_AXES = {
    "amount": mark("share of the segment's spending; amber: above all customers, blue: below"),
    "orders": mark("share of the segment's orders; amber: above all customers, blue: below"),
}
_ALT = {
    "amount": mark("Grid of the share of the segment's spending by part. {values}."),
    "orders": mark("Grid of the share of the segment's orders by part. {values}."),
}


def _grid(shares: pd.DataFrame, of: Of) -> Picture:
    """Draw shares as a grid, coloured by how far each is from that of all customers.

    Args:
        shares: A row for each segment, all customers first; a column for each part.
        of: What the shares are of.
    """
    all_customers, own = shares.iloc[0], shares.iloc[1:]
    drawn = pd.concat([own, shares.iloc[:1]])
    compared = drawn.div(all_customers.where(all_customers > 0), axis=1).fillna(1)
    figure, [axes] = canvas(wide=True)
    axes.pcolormesh(
        np.log2(compared.clip(lower=0.01)), cmap=below_and_above(), vmin=-_STRONG, vmax=_STRONG,
        edgecolors="white", linewidth=3,
    )  # fmt: skip
    for (row, column), share in np.ndenumerate(drawn.to_numpy()):
        axes.text(column + 0.5, row + 0.5, percent(share), ha="center", va="center", color=INK)
    axes.set_xticks(
        np.arange(len(drawn.columns)) + 0.5, [wrapped(name, 13, 36) for name in drawn.columns]
    )
    axes.set_yticks(np.arange(len(drawn)) + 0.5, [wrapped(name) for name in drawn.index])
    axes.tick_params(colors=INK)
    axes.invert_yaxis()
    axes.set_xlabel(gettext(_AXES[of]))
    axes.grid(visible=False)
    values = "; ".join(
        f"{name}: " + ", ".join(f"{part} {percent(share)}" for part, share in row.items())
        for name, row in drawn.iterrows()
    )
    return Picture(figure, gettext(_ALT[of], values=values), wide=True)
