"""Shares of the parts of what segments spend or order, against all customers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture, Template, notes
from segmentbook.report.formats import percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, below_and_above, canvas
from segmentbook.segments.spending import EVERYBODY, OTHERS, UNKNOWN, Of, Parts, part_metrics

_STRONG = 1.0  # half of the share of all customers, or twice it, has the full colour


def part_shares(found: Parts, names: Mapping[int, str], title: str, what: str) -> Exhibit:
    """Show the parts of each segment under a title that says where one stands out, if any does.

    Args:
        found: See `spending.parts`.
        names: The name of each segment.
        title: The title where one does, over `who`, `name` (of the part), `share` and `expected`.
        what: The line above the picture, and the title where none does.
    """
    short = {key: f"{found.of}_part_{key}" for key in ("who", "name", "share", "expected")}
    called = {UNKNOWN: _("not stated"), OTHERS: _("others")}
    metrics = part_metrics(found, names)
    metrics[short["name"]] = called.get(metrics[short["name"]], metrics[short["name"]])
    rows = {**names, EVERYBODY: _("All customers")}
    shares = found.shares.rename(index=rows, columns=called)
    found_apart = found.stand_out()
    clear = {
        (names[int(segment)], called.get(part, part)): float(index)
        for segment, part, index in zip(
            found_apart["segment"], found_apart["part"], found_apart["index"], strict=True
        )
    }
    number = {"count": f"{found.of}_part_comparisons"}
    if found.compared is None:
        note: Template = _DESIGN
    elif found.compared.empty:
        note = _ALONE
    else:
        note = (_TESTED if clear else _NONE, number)
    return Exhibit(
        (title, short) if clear else what,
        [_grid(shares, clear, found.of).titled(what), *notes([note])],
        metrics,
    )


_TESTED = mark(
    "Coloured is what is beyond chance against all other customers, among {count:count} comparisons."
)
_NONE = mark("None of {count:count} comparisons with all other customers is beyond chance.")
_ALONE = mark("No share is compared: too few others have orders like those of a segment.")
_DESIGN = mark(
    "The segments are made from some of these columns, so that they are described, not tested."
)
_AXES = {
    "amount": mark(
        "share of the segment's spending; amber: beyond that of others, blue: short of it"
    ),
    "orders": mark(
        "share of the segment's orders; amber: beyond that of others, blue: short of it"
    ),
}
_ALT = {
    "amount": mark("Grid of the share of the segment's spending by part. {values}."),
    "orders": mark("Grid of the share of the segment's orders by part. {values}."),
}


def _grid(shares: pd.DataFrame, clear: Mapping[tuple[str, str], float], of: Of) -> Picture:
    """Draw shares as a grid, coloured where one stands out.

    Args:
        shares: A row for each segment, all customers first; a column for each part.
        clear: The ratio to what is expected for each row and column that stands out.
        of: What the shares are of.
    """
    own = shares.iloc[1:]
    drawn = pd.concat([own, shares.iloc[:1]])
    compared = np.array([[clear.get((r, c), 1.0) for c in drawn.columns] for r in drawn.index])
    figure, [axes] = canvas(wide=True)
    axes.pcolormesh(
        np.log2(compared.clip(min=0.01)), cmap=below_and_above(), vmin=-_STRONG, vmax=_STRONG,
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
