"""What each customer is expected to bring in the next period, and how far that was off in the last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Part, Picture, Template, page, points
from segmentbook.report.theme import LINE, TEAL, canvas, money, money_axis
from segmentbook.value.next_value import NextValue, value_metrics


@page(mark("Revenue of the next period per customer"))
def next_value(found: NextValue, currency: str) -> Exhibit:
    """Show what was predicted of the period held out, and what came.

    Args:
        found: See `value.next_value.next_value`.
        currency: ISO 4217 code.
    """
    metrics = value_metrics(found)
    parts: list[Part] = [
        _picture(found.bands, currency).titled(
            mark(
                "Mean revenue per customer in the last {value_days:count} days: estimated and actual, "
                "in tenths of the customers by estimate"
            )
        ),
        *points(_findings(metrics)),
    ]
    return Exhibit(_title(metrics), parts, metrics)


def _title(metrics: Mapping[str, Any]) -> Template:
    if metrics["value_supported"]:
        return claim(
            "value.predicts",
            "A customer's own history explains {value_r2_model:percent} of the differences in later "
            "revenue",
        )
    return mark("No revenue is estimated for single customers")


def _findings(metrics: Mapping[str, Any]) -> list[Template]:
    level = mark("In all, the estimates came to {value_bias_model:percent} of the actual revenue.")
    if metrics["value_supported"]:
        return [
            claim(
                "value.predicts",
                "As a forecast it beats the revenue of the period before: R2 {value_r2_model:number} "
                "against {value_r2_naive:number}, mean absolute error {value_mae_model:money} against "
                "{value_mae_naive:money}.",
            ),
            level,
        ]
    return [
        mark(
            "An estimate is given where its squared errors pass a test against the revenue of the "
            "period before (p = {value_p_naive:number3}) and against the mean "
            "(p = {value_p_mean:number3}), at {value_level:percent} each. This one does not."
        ),
        level,
    ]


def _picture(bands: pd.DataFrame, currency: str) -> Picture:
    """Draw actual revenue as bars and the forecast as dots, by tenths of the customers."""
    figure, [axes] = canvas()
    places = np.arange(len(bands))
    axes.bar(places, bands["came"], color=LINE, width=0.72, label=_("actual"))
    axes.plot(places, bands["expected"], "o", color=TEAL, label=_("estimated"))
    axes.set_xticks(places, [str(band) for band in bands["band"]])
    axes.set_xlabel(_("tenth of the customers, by estimate"))
    axes.set_ylabel(_("revenue per customer"))
    axes.yaxis.set_major_formatter(money_axis(currency))
    axes.grid(axis="x", visible=False)
    axes.legend(loc="upper left")
    values = "; ".join(
        _(
            "{band}: estimated {expected}, actual {came}",
            band=str(int(row["band"])),
            expected=money(row["expected"], currency),
            came=money(row["came"], currency),
        )
        for row in bands.to_dict("records")
    )
    return Picture(figure, _("Revenue per customer by tenths: {values}.", values=values))
