"""What the change of revenue between two periods consists of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import audit
from segmentbook.report.exhibit import Exhibit, Picture, Template, page, points
from segmentbook.report.theme import CORAL, INK, NAVY, TEAL, canvas, money, money_axis


@page(mark("The change of revenue in its parts"))
def periods(table: pd.DataFrame, months: pd.DataFrame, currency: str) -> Exhibit:
    """Show the change of revenue as customers x orders of a customer x value of an order.

    Args:
        table: See `audit.two_periods`.
        months: See `trends.months`.
        currency: ISO 4217 code.
    """
    metrics = audit.two_period_metrics(table, months)
    picture = _bridge(metrics["periods"], currency)
    title = mark(
        "Revenue as customers, orders of a customer and value of an order: what each contributes"
    )
    return Exhibit(
        _title(metrics["periods"]["largest"]),
        [picture.titled(title), *points(_sentences(metrics["periods"]))],
        metrics,
    )


_TITLES = {
    "customers": claim(
        "exact",
        "Revenue changed by {difference:money_short}; the number of customers accounts for "
        "{effect:money_short}",
    ),
    "orders": claim(
        "exact",
        "Revenue changed by {difference:money_short}; orders of a customer account for "
        "{effect:money_short}",
    ),
    "value": claim(
        "exact",
        "Revenue changed by {difference:money_short}; the value of an order accounts for "
        "{effect:money_short}",
    ),
}
"""By the part that contributes most, in either direction."""


def _title(part: str) -> Template:
    quoted = {"difference": "periods.difference", "effect": f"periods.effect_{part}"}
    return _TITLES[part], quoted


_COMPARED = {
    "year": mark(
        "Revenue was {revenue_now:money_short} from {first:month} to {last:month} and "
        "{revenue_before:money_short} in the same months a year earlier."
    ),
    "before": mark(
        "Revenue was {revenue_now:money_short} from {first:month} to {last:month} and "
        "{revenue_before:money_short} from {before_first:month} to {before_last:month}; the seasons of "
        "the two are not the same."
    ),
}
_PARTS = mark(
    "Customers: {customers_before:count}, then {customers_now:count}; orders of each: "
    "{orders_before:number}, then {orders_now:number}; value of an order: {value_before:money}, then "
    "{value_now:money}."
)
_KINDS = mark(
    "Customers without an order in the earlier period brought {revenue_came:money_short}; those "
    "without one in the later had brought {revenue_gone:money_short}; revenue of those with both "
    "changed by {revenue_both:money_short}."
)


def _sentences(found: Mapping[str, Any]) -> list[Template]:
    templates = [_COMPARED[found["basis"]], _PARTS]
    if all(np.isfinite(found[f"revenue_{kind}"]) for kind in ("came", "gone", "both")):
        templates.append(_KINDS)
    return [
        (text, {name: f"periods.{name}" for name in found if f"{{{name}:" in text})
        for text in templates
    ]


def _bridge(found: Mapping[str, Any], currency: str) -> Picture:
    """Draw the way from the earlier revenue to the later one."""
    figure, [axes] = canvas()
    names = [
        _("before"),
        _("customers"),
        _("orders of a customer"),
        _("value of an order"),
        _("now"),
    ]
    effects = [found[f"effect_{part}"] for part in audit.PARTS]
    level = found["revenue_before"]
    axes.bar(0, level, color=NAVY, width=0.62)
    for place, effect in enumerate(effects, 1):
        axes.bar(place, effect, bottom=level, color=TEAL if effect >= 0 else CORAL, width=0.62)
        level += effect
    axes.bar(4, found["revenue_now"], color=NAVY, width=0.62)
    tops = np.cumsum([found["revenue_before"], *effects])
    heights = [tops[0], *np.maximum(tops[:-1], tops[1:]), found["revenue_now"]]
    values = [found["revenue_before"], *effects, found["revenue_now"]]
    texts = [money(value, currency) for value in values]
    for place, (height, text) in enumerate(zip(heights, texts, strict=True)):
        axes.annotate(
            text, (place, height), (0, 4), textcoords="offset points", ha="center", color=INK
        )
    axes.set_xticks(range(5), [name.replace(" ", "\n", 1) for name in names])
    axes.set_ylim(0, max(heights) * 1.12)
    axes.yaxis.set_major_formatter(money_axis(currency))
    axes.set_ylabel(_("revenue"))
    axes.grid(axis="x", visible=False)
    pairs = ", ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    return Picture(figure, _("Bridge from earlier to later revenue: {values}.", values=pairs))
