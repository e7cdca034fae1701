"""How concentrated revenue is: the Lorenz curve of customers."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import retention
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.theme import CORAL, HALO, MUTED, PERCENT, TEAL, canvas, whole_percent

_LABELLED = {5: 1, 20: 6, 50: 15}
"""Percents of customers that are labelled, and how far below the point the label stands: beside the
curve where it is steep, below it where it is flat."""

_SENTENCES = {
    "top_hundredth_revenue_share": claim(
        "exact", "The top hundredth alone brings {top_hundredth_revenue_share:percent}."
    ),
    "lower_half_revenue_share": claim(
        "exact", "The lower half of customers brings {lower_half_revenue_share:percent}."
    ),
}


@page(mark("Concentration of revenue"))
def concentration(curve: pd.DataFrame) -> Exhibit:
    """Show which share of revenue the customers who spent most bring.

    Args:
        curve: See `retention.concentration`.
    """
    metrics = retention.concentration_metrics(curve)
    title = mark("How revenue is spread over customers")
    if metrics["top_fifth_revenue_share"] is not None:
        title = claim(
            "exact",
            "The top fifth of customers brings {top_fifth_revenue_share:percent} of revenue",
        )
    known = [text for name, text in _SENTENCES.items() if metrics[name] is not None]
    picture = _lorenz(curve).titled(
        claim("exact", "Share of revenue by share of customers, best first")
    )
    return Exhibit(title, [picture, *points(known)], metrics)


def _lorenz(curve: pd.DataFrame) -> Picture:
    figure, [axes] = canvas()
    axes.plot(curve["customer_share"], curve["revenue_share"], color=TEAL, linewidth=2.5)
    axes.fill_between(curve["customer_share"], curve["revenue_share"], color=TEAL, alpha=0.08)
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle="--")
    axes.text(0.74, 0.66, _("equal spend"), color=MUTED, ha="left", va="top")
    labelled = []
    for at, below in _LABELLED.items():
        if not curve["known"][at]:
            continue
        share, revenue = at / 100, curve["revenue_share"][at]
        axes.plot(share, revenue, "o", color=CORAL)
        texts = whole_percent(share), whole_percent(revenue)
        axes.annotate(
            ": ".join(texts),
            (share, revenue),
            (8, -below),
            textcoords="offset points",
            va="center",
            path_effects=HALO,
            zorder=4,
        )
        labelled.append(_("the first {share} bring {revenue}", share=texts[0], revenue=texts[1]))
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel=_("share of customers, by what they spent"))
    axes.set_ylabel(_("share of revenue"))
    axes.xaxis.set_major_formatter(PERCENT)
    axes.yaxis.set_major_formatter(PERCENT)
    alt = _("Curve of cumulative revenue over customers.")
    if labelled:
        alt = _("Curve of cumulative revenue over customers: {points}.", points=", ".join(labelled))
    return Picture(figure, alt)
