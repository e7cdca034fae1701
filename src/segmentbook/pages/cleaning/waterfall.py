"""The ledger of the cleaning as a picture."""

from __future__ import annotations

import pandas as pd

from segmentbook.cleaning.ledger import EXPORT, RESULT
from segmentbook.core.language import gettext, ngettext
from segmentbook.core.language import gettext as _
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import count
from segmentbook.report.theme import CORAL, INK, NAVY, SHORT_NUMBERS, canvas, clipped


def waterfall(ledger: pd.DataFrame) -> Picture:
    """Draw what each cleaning rule removed, from the rows of the export to those of the result.

    A rule that neither removed nor changed a row is not drawn.
    """
    figure, [axes] = canvas()
    rules = ledger.iloc[1:-1]
    idle = rules[(rules["rows"] == 0) & (rules["rows_changed"] == 0)]
    alt = _alt(ledger, idle)
    ledger = ledger.drop(index=idle.index)
    left = ledger["rows"].iloc[0]
    total = max(left, 1)
    labels = [clipped(gettext(step), 36) for step in ledger["step"]]
    for position, row in enumerate(ledger.itertuples()):
        whole = row.step in (EXPORT, RESULT)
        start = 0 if whole else left - row.rows
        axes.barh(position, row.rows, left=start, color=NAVY if whole else CORAL, height=0.62)
        left = left if whole else start
        text = count(row.rows) if whole or row.rows == 0 else f"−{count(row.rows)}"
        if not whole and row.rows == 0 and row.rows_changed > 0:
            text = _("{number} changed", number=count(row.rows_changed))
        # Long bars carry their number inside, short ones beside them, on the side with room.
        if row.rows > total * 0.25:
            axes.text(start + row.rows / 2, position, text, ha="center", va="center", color="w")
        elif start + row.rows > total * 0.8:
            axes.text(start - total * 0.01, position, text, ha="right", va="center", color=INK)
        else:
            axes.text(start + row.rows + total * 0.01, position, text, va="center", color=INK)
    axes.set_yticks(range(len(labels)), labels)
    middle, half = (len(labels) - 1) / 2, max(len(labels), 4) / 2 + 0.1
    axes.set_ylim(middle + half, middle - half)
    axes.xaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_xlabel(_axis_title(len(idle)))
    axes.grid(axis="y", visible=False)
    return Picture(figure, alt)


def _alt(ledger: pd.DataFrame, idle: pd.DataFrame) -> str:
    rules = ledger.iloc[1:-1].drop(index=idle.index)
    parts = {
        _("Removed"): [f"{row.step}: {count(row.rows)}" for row in rules.itertuples() if row.rows],
        _("Changed"): [
            f"{row.step}: {count(row.rows_changed)}"
            for row in rules.itertuples()
            if row.rows_changed
        ],
        _("Found nothing"): list(idle["step"]),
    }
    whole = _(
        "Waterfall from {rows_in} rows of the export to {rows_out} rows that stay.",
        rows_in=count(ledger["rows"].iloc[0]),
        rows_out=count(ledger["rows"].iloc[-1]),
    )
    return whole + "".join(f" {title}: {'; '.join(said)}." for title, said in parts.items() if said)


def _axis_title(idle: int) -> str:
    if idle == 0:
        return _("rows of the export")
    return ngettext(
        "rows of the export (1 rule found nothing)",
        "rows of the export ({number} rules found nothing)",
        idle,
        number=count(idle),
    )
