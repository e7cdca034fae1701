"""A plot of what segments spend on, against all customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.pages.segments.explained import diverging
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, canvas

_STRONG = 1.0  # half of the share of all customers, or twice it, has the full colour


AXES = {
    "amount": mark("share of the segment's spend; amber: more than all customers, blue: less"),
    "orders": mark("share of the segment's orders; amber: more than all customers, blue: less"),
}
_ALT = {
    "amount": mark("Grid of the share of the segment's spend by part. {values}."),
    "orders": mark("Grid of the share of the segment's orders by part. {values}."),
}


def shares_grid(shares: pd.DataFrame, of: str) -> Picture:
    """Draw shares as a grid, coloured by how far each is from that of all customers.

    Args:
        shares: A row for each segment, all customers first; a column for each part.
        of: What the shares are of, one of `AXES`.
    """
    all_customers, own = shares.iloc[0], shares.iloc[1:]
    drawn = pd.concat([own, shares.iloc[:1]])
    compared = drawn.div(all_customers.where(all_customers > 0), axis=1).fillna(1)
    figure, [axes] = canvas(wide=True)
    axes.pcolormesh(
        np.log2(compared.clip(lower=0.01)), cmap=diverging(), vmin=-_STRONG, vmax=_STRONG,
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
    axes.set_xlabel(gettext(AXES[of]))
    axes.grid(visible=False)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{part} {percent(share)}" for part, share in row.items())
        for name, row in drawn.iterrows()
    )
    return Picture(figure, gettext(_ALT[of], values=said), wide=True)
