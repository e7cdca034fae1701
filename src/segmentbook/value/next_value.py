"""What each customer is expected to bring in the next period, judged on the last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.features import scores
from segmentbook.value import bg_nbd, gamma_gamma
from segmentbook.value.activity import GONE
from segmentbook.value.backtest import LEVEL, WINSORISED, Errors, Floats, better, errors, winsorised
from segmentbook.value.purchases import Purchases

LEAST = 100
"""Fewer customers at a date are too few to learn from, or to judge by."""

MODELS = ("multiplicative", "additive", "bg_nbd")
"""The forecasts to choose from: a Poisson regression with a logarithmic link, a ridge regression, and
orders expected by BG/NBD times their value expected by gamma-gamma."""

BANDS = 10
"""Equal groups of customers by forecast, to show what came of each."""

_FOLDS = 5


@dataclass(frozen=True)
class NextValue:
    """Forecasts of the next period, and what was predicted of the last one.

    Args:
        customers: `customer` and `expected_revenue`, NaN where the forecast is not supported.
        model: The forecast that was chosen, one of `MODELS`.
        degenerate: Whether BG/NBD sees next to nobody leave, so that it was no candidate.
        supported: Whether the squared errors are smaller than those of the naive forecast, and than
            those of the same for everybody, each at `LEVEL`.
        judged: Errors in the period held out: `forecast` (`model`, `naive`, `groups`, `mean`), `r2`,
            `mae` and `bias`, see `backtest.Errors`. `groups` gives everybody with the same sum of
            recency, frequency and monetary scores their mean revenue.
        p_naive: The p-value against the naive forecast: the revenue of the period before.
        p_mean: The p-value against the mean of the period held out for everybody.
        bands: `BANDS` equal groups by forecast, lowest first: `band`, `customers`, `expected` and
            `came`, mean revenue per customer in the period held out.
        days: Length of a period.
        cap: Revenue per customer at which outcomes and forecasts end.
    """

    customers: pd.DataFrame
    model: str
    degenerate: bool
    supported: bool
    judged: pd.DataFrame
    p_naive: float
    p_mean: float
    bands: pd.DataFrame
    days: int
    cap: float


@propagate_not_applicable
def next_value(bought: Purchases) -> NextValue | NotApplicable:
    """Forecast each customer's revenue of the next period, and judge the forecast on the last one.

    The forecast is chosen and learnt from the period before the cut date alone; the period after it
    judges. The forecast of the next period is then learnt from the period held out.

    Args:
        bought: See `purchases.purchases`.

    Returns:
        Not applicable with fewer than `LEAST` customers, or without revenue, in one of the periods.
    """
    before, then, days = bought.before, bought.then, bought.periods.days
    if min(len(before), len(then)) < LEAST:
        return NotApplicable(
            reason=mark("fewer than {number:count} customers had ordered"), values={"number": LEAST}
        )
    learnt, came = (winsorised(one["next"].to_numpy(dtype=float)) for one in (before, then))
    if min(learnt.max(), came.max()) <= 0:
        return NotApplicable(reason=mark("no customer brought revenue in a later period"))
    model, degenerate = _choose(before, learnt, days)
    predicted = _forecast(model, before, learnt, then, days)
    naive = np.clip(then["recent"].to_numpy(dtype=float), 0, learnt.max())
    mean: Floats = np.full(came.shape, float(came.mean()))
    of_group = pd.Series(learnt).groupby(_score_sums(before).to_numpy()).mean()
    grouped: Floats = np.asarray(_score_sums(then).map(of_group).fillna(learnt.mean()), dtype=float)
    p_naive, p_mean = better(came, predicted, naive), better(came, predicted, mean)
    supported = max(p_naive, p_mean) < LEVEL
    expected = _forecast(model, then, came, bought.now, days)
    return NextValue(
        pd.DataFrame(
            {
                "customer": bought.now["customer"],
                "expected_revenue": expected if supported else np.nan,
            }
        ),
        model,
        degenerate,
        supported,
        _table(came, {"model": predicted, "naive": naive, "groups": grouped, "mean": mean}),
        p_naive,
        p_mean,
        _bands(predicted, came),
        days,
        float(came.max()),
    )


@propagate_not_applicable
def errors_table(found: NextValue) -> pd.DataFrame:
    """Return the errors of each forecast in the period held out, see `NextValue.judged`."""
    return found.judged


def value_metrics(found: NextValue) -> dict[str, Any]:
    """Return what a sentence may quote of the forecast and of its errors."""
    judged = found.judged.set_index("forecast")
    values: dict[str, Any] = {
        "value_model": found.model,
        "value_bg_nbd_degenerate": found.degenerate,
        "value_days": found.days,
        "value_supported": found.supported,
        "value_cap": found.cap,
        "value_winsorised": WINSORISED,
        "value_level": LEVEL,
        "value_p_naive": found.p_naive,
        "value_p_mean": found.p_mean,
        "value_customers": int(found.bands["customers"].sum()),
    }
    for forecast in judged.index:
        for error in ("r2", "mae", "bias"):
            values[f"value_{error}_{forecast}"] = judged.at[forecast, error]
    return values


def _score_sums(customers: pd.DataFrame) -> pd.Series:
    """Return the sum of the scores in recency, frequency and monetary value, from 3 to 15."""
    parts = [("silent", "low"), ("days", "high"), ("revenue", "high")]
    sums = [
        scores.score(customers[name], scores.cut_points(customers[name]), better)
        for name, better in parts
    ]
    return sum(sums[1:], start=sums[0])


def _table(came: Floats, forecasts: Mapping[str, Floats]) -> pd.DataFrame:
    found: dict[str, Errors] = {name: errors(came, one) for name, one in forecasts.items()}
    return pd.DataFrame([{"forecast": name, **vars(one)} for name, one in found.items()])


def _bands(predicted: Floats, came: Floats) -> pd.DataFrame:
    # Who is predicted the same is in order of what came: the order of rows decides nothing.
    order = np.lexsort([came, predicted])
    parts = np.array_split(order, BANDS)
    return pd.DataFrame(
        {
            "band": range(1, BANDS + 1),
            "customers": [len(part) for part in parts],
            "expected": [predicted[part].mean() for part in parts],
            "came": [came[part].mean() for part in parts],
        }
    )


def _choose(customers: pd.DataFrame, outcome: Floats, days: int) -> tuple[str, bool]:
    """Return the forecast with the smallest squared errors, and whether BG/NBD degenerates.

    Regressions are judged on customers that they were not fitted to; BG/NBD does not know the outcome.
    """
    columns = _columns(customers, outcome, days)
    order = np.lexsort([outcome, *columns.T])
    fold = np.empty(len(order), dtype=int)
    fold[order] = np.arange(len(order)) % _FOLDS
    loss = {}
    for model in ("multiplicative", "additive"):
        predicted = np.empty(len(outcome))
        for number in range(_FOLDS):
            out = fold == number
            predicted[out] = _regress(model, columns[~out], outcome[~out], columns[out])
        loss[model] = float(((outcome - predicted) ** 2).mean())
    probabilistic = _bg_nbd(customers, days)
    if probabilistic is not None:
        predicted = np.minimum(probabilistic, outcome.max())
        loss["bg_nbd"] = float(((outcome - predicted) ** 2).mean())
    return min(loss, key=lambda name: loss[name]), probabilistic is None


def _forecast(
    model: str, customers: pd.DataFrame, outcome: Floats, later: pd.DataFrame, days: int
) -> Floats:
    """Return the revenue expected of customers at a later date, learnt from an earlier one."""
    if model == "bg_nbd":
        predicted = _bg_nbd(later, days)
        if predicted is not None:
            return np.asarray(np.minimum(predicted, outcome.max()))
        model = "multiplicative"
    learnt = _columns(customers, outcome, days)
    return _regress(model, learnt, outcome, _columns(later, outcome, days))


def _columns(customers: pd.DataFrame, outcome: Floats, days: int) -> Floats:
    """Return the columns of the regressions: logarithms of recency, frequency, money; recent rates.

    Money is in units of the mean outcome, so that a currency makes no difference.
    """
    unit, most = float(outcome.mean()), float(outcome.max())
    known = customers["known"].to_numpy(dtype=float)
    revenue = np.maximum(customers["revenue"].to_numpy(dtype=float), 0)
    recent = np.clip(customers["recent"].to_numpy(dtype=float), 0, most) / unit
    rate = np.minimum(revenue / np.maximum(known, days) * days, most) / unit
    counts = customers[["silent", "days", "weeks", "recent_days", "known"]].to_numpy(dtype=float)
    logs = np.log1p(np.column_stack([counts, 10 * revenue / unit, 10 * recent]))
    return np.column_stack([logs, recent, np.sqrt(recent), rate, np.sqrt(rate)])


def _regress(model: str, columns: Floats, outcome: Floats, others: Floats) -> Floats:
    """Return predictions for other customers, from 0 to the greatest outcome."""
    from sklearn.linear_model import PoissonRegressor, Ridge

    mean, spread = columns.mean(axis=0), np.maximum(columns.std(axis=0), 1e-9)
    fitted: Any = Ridge(alpha=1.0)
    if model == "multiplicative":
        fitted = PoissonRegressor(alpha=1e-3, solver="newton-cholesky", max_iter=100)
    unit = outcome.mean()
    fitted.fit((columns - mean) / spread, outcome / unit)
    predicted: Floats = fitted.predict((others - mean) / spread) * unit
    return np.asarray(np.clip(predicted, 0, outcome.max()))


def _bg_nbd(customers: pd.DataFrame, days: int) -> Floats | None:
    """Return expected orders times their expected value; None where a model degenerates."""
    known = customers["known"].to_numpy(dtype=float)
    last = known - customers["silent"].to_numpy(dtype=float)
    x = customers["days"].to_numpy(dtype=float) - 1
    repeat = customers["revenue"] - customers["first_revenue"]
    mean = repeat.to_numpy(dtype=float) / np.maximum(x, 1)
    valued = (x > 0) & (mean > 0)
    if not valued.any():
        return None
    orders = bg_nbd.fit(x, last, known)
    if 1 - orders.active(x, last, known)[x > 0].mean() < GONE:
        return None
    value = gamma_gamma.fit(x[valued], mean[valued])
    each = value.expected(np.where(valued, x, 0), np.where(valued, mean, 0))
    predicted = orders.expected(x, last, known, float(days)) * each
    return predicted if np.isfinite(predicted).all() else None
