"""The probability that a customer is still active, and who is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM, share, small_cells
from segmentbook.value import bg_nbd
from segmentbook.value.backtest import LEVEL, Floats, Returns, returns
from segmentbook.value.purchases import Purchases

ORDER_DAYS = 3
"""Fewer days with an order say nothing of a customer's rhythm."""

PRECISION = 0.5
"""A flag must be right for the most part: of those flagged, at least this share stayed away."""

GONE = 0.01
"""Mean probability of having left below which BG/NBD degenerates: it sees next to nobody leave."""

_THRESHOLDS = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.01])
_EDGES = np.array([0.0, 0.5, 0.9, 1.0])
"""Bands of the probability of being active."""

_MOST = 500.0
"""Greatest exponent; beyond it there is nothing left of a probability."""

_ODDS = np.array([0.0, *np.logspace(-5, -0.5, 19)])

Model = Literal["bg_nbd", "shrunken"]


@dataclass(frozen=True)
class Activity:
    """How active customers are, and how well that was known a period ago.

    Args:
        customers: `customer`, `active_probability` (NaN with fewer than `ORDER_DAYS` days with an order)
            and `overdue`, of all customers.
        model: `bg_nbd`, or `shrunken` where that degenerates: everybody leaves with the same odds,
            which were learnt from who came back.
        threshold: Who is less likely to be active than this is flagged; None where at no threshold most
            of those flagged stayed away in the period that is learnt from.
        judged: What those flagged at the cut date did in the period held out; None without a threshold.
        supported: Whether flags are given: most of those flagged at the cut date stayed away, and more
            of them than of others who had ordered as often.
        eligible: Customers with enough days with an order, at the cut date.
        days: Length of a period.
        bands: Customers with enough days with an order at the cut date, by their probability: `lowest`,
            `highest`, `customers` and `back`, the share who ordered in the period held out; a band that
            must stay hidden (see `privacy.small_cells`) has neither.
        share_gone: Mean of the probability of having left over the customers who have one.
    """

    customers: pd.DataFrame
    model: Model
    threshold: float | None
    judged: Returns | None
    supported: bool
    eligible: int
    days: int
    bands: pd.DataFrame
    share_gone: float


@propagate_not_applicable
def activity(bought: Purchases, minimum: int = MINIMUM) -> Activity | NotApplicable:
    """Find the probability of being active, and flags that held on the data's own past.

    Args:
        bought: See `purchases.purchases`.
        minimum: The least number of customers that may be flagged in the back-test.

    Returns:
        Not applicable where too few customers ordered on `ORDER_DAYS` days before the cut date.
    """
    before, then = _eligible(bought.before), _eligible(bought.then)
    if min(len(before), len(then)) < minimum:
        return NotApplicable(
            reason=mark("fewer than {number:count} customers had ordered on {days:count} days"),
            values={"number": minimum, "days": ORDER_DAYS},
        )
    model = _fitted(bought.before)
    odds = _odds(model, bought.before, bought.periods.days)
    threshold = _threshold(_active(model, bought.before, odds), bought.before, minimum)
    judged, supported = None, False
    predicted = _active(_fitted(bought.then), then, odds)
    if threshold is not None:
        judged = returns(then, predicted < threshold)
        supported = judged.flagged >= minimum and judged.away >= PRECISION and judged.p < LEVEL
    now = bought.now
    active = np.where(_is_eligible(now), _active(_fitted(now), now, odds), np.nan)
    known = active[~np.isnan(active)]
    flagged = active < (threshold or 0.0) if supported else np.zeros(len(now), dtype=bool)
    return Activity(
        pd.DataFrame(
            {"customer": now["customer"], "active_probability": active, "overdue": flagged}
        ),
        "bg_nbd" if odds is None else "shrunken",
        threshold,
        judged,
        supported,
        len(then),
        bought.periods.days,
        _bands(predicted, then, minimum),
        float(1 - known.mean()) if len(known) else 0.0,
    )


@propagate_not_applicable
def bands(found: Activity) -> pd.DataFrame:
    """Return who came back by the probability of being active, see `Activity.bands`."""
    return found.bands


def activity_metrics(found: Activity, minimum: int = MINIMUM) -> dict[str, Any]:
    """Return what a sentence may quote of the back-test and of the flags given today.

    Args:
        found: See `activity`.
        minimum: Shares that would reveal fewer customers are given as bounds.
    """
    flagged = int(found.customers["overdue"].sum())
    judged = found.judged
    return {
        "activity_model": found.model,
        "activity_days": found.days,
        "activity_order_days": ORDER_DAYS,
        "activity_share_gone": found.share_gone,
        "activity_eligible": found.eligible,
        "activity_threshold": found.threshold,
        "activity_least_precision": PRECISION,
        "activity_degenerate_below": GONE,
        "activity_level": LEVEL,
        "overdue_supported": found.supported,
        "overdue_customers": flagged,
        "overdue_tested": judged.flagged if judged else None,
        "overdue_precision": share(judged.away, judged.flagged, minimum) if judged else None,
        "overdue_expected": judged.expected if judged else None,
        "overdue_p": judged.p if judged else None,
    }


def _bands(active: Floats, customers: pd.DataFrame, minimum: int) -> pd.DataFrame:
    back = (customers["next_days"] > 0).to_numpy()
    band = np.clip(np.searchsorted(_EDGES, active, side="right") - 1, 0, len(_EDGES) - 2)
    number = np.bincount(band, minlength=len(_EDGES) - 1)
    came = np.bincount(band, weights=back, minlength=len(_EDGES) - 1)
    hidden = small_cells(pd.Series(number), pd.Series(0, range(len(number))), minimum=minimum)
    shown = ~hidden.to_numpy() & (number > 0)
    return pd.DataFrame(
        {
            "lowest": _EDGES[:-1],
            "highest": _EDGES[1:],
            "customers": [
                int(n) if show else None for n, show in zip(number, ~hidden, strict=True)
            ],
            "back": [
                share(float(c / n), n, minimum) if show else None
                for c, n, show in zip(came, number, shown, strict=True)
            ],
        }
    )


def _is_eligible(customers: pd.DataFrame) -> NDArray[np.bool_]:
    return (customers["days"] >= ORDER_DAYS).to_numpy()


def _eligible(customers: pd.DataFrame) -> pd.DataFrame:
    return customers[_is_eligible(customers)].reset_index(drop=True)


def _times(customers: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Return repeat order days, and the time to the last order and to the date, of each customer."""
    known = customers["known"].to_numpy(dtype=float)
    last = known - customers["silent"].to_numpy(dtype=float)
    return customers["days"].to_numpy(dtype=float) - 1, last, known


def _fitted(customers: pd.DataFrame) -> bg_nbd.BgNbd:
    return bg_nbd.fit(*_times(customers))


def _active(model: bg_nbd.BgNbd, customers: pd.DataFrame, odds: float | None) -> Floats:
    """Return the probability of being active, by BG/NBD or with the same odds of leaving for all."""
    x, last, known = _times(customers)
    if odds is None:
        return model.active(x, last, known)
    return 1 / (1 + odds * np.exp(np.minimum(_surprise(model, x, last, known), _MOST)))


def _surprise(model: bg_nbd.BgNbd, x: Floats, last: Floats, known: Floats) -> Floats:
    """Return minus the logarithm of the probability of so long a silence of an active customer."""
    return np.asarray((model.r + x) * np.log((model.alpha + known) / (model.alpha + last)))


def _odds(model: bg_nbd.BgNbd, customers: pd.DataFrame, period: int) -> float | None:
    """Return the odds of leaving that best explain who came back; None where BG/NBD knows better."""
    x, last, known = _times(customers)
    chosen = _is_eligible(customers)
    if 1 - model.active(x, last, known)[chosen].mean() >= GONE:
        return None
    x, last, known = x[chosen], last[chosen], known[chosen]
    back = (customers["next_days"] > 0).to_numpy()[chosen]
    log_none = (model.r + x) * np.log((model.alpha + known) / (model.alpha + known + period))
    grown = np.exp(np.minimum(_surprise(model, x, last, known), _MOST))
    active = 1 / (1 + _ODDS[:, None] * grown)
    likely = np.clip(active * -np.expm1(log_none), 1e-9, 1 - 1e-9)
    fit = np.where(back, np.log(likely), np.log1p(-likely)).sum(axis=1)
    return float(_ODDS[int(np.argmax(fit))])


def _threshold(active: Floats, customers: pd.DataFrame, minimum: int) -> float | None:
    """Return the highest threshold below which most customers stayed away; None if there is none."""
    chosen = _is_eligible(customers)
    active, away = active[chosen], (customers["next_days"] == 0).to_numpy()[chosen]
    below = active[None, :] < _THRESHOLDS[:, None]
    number = below.sum(axis=1)
    right = (below & away).sum(axis=1)
    good = (number >= minimum) & (right >= PRECISION * number)
    return float(_THRESHOLDS[int(np.argmax(good))]) if good.any() else None
