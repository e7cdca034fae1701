"""Whether customers changed between two periods more than they do by chance.

Who spends much in one period by chance spends less in the next, and the other way round, so some
customers move up and others down though nothing has changed. If nothing has, the two periods of a
customer may change places (Fisher, The Design of Experiments, 1935, section 21): numbers of customers
then follow a binomial distribution with probability one half (the sign test), and sums of money are
those with random signs. A shop has good and bad weeks for all customers alike, which that does not show;
therefore a change must also exceed what one week differs from the next.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.comparisons import holm

LEVEL = 0.02
"""A change is said to exceed chance where its adjusted p-value is below this."""

DRAWS = 999
"""Random exchanges."""

_BATCH = 4_000_000  # signs that are held at a time

QUANTITIES = ("level", "movers", "active", "revenue")
"""What may have changed: customers who moved up minus those who moved down, the revenue of both,
customers who came minus those who placed no order any more, and the revenue of all."""

WITHIN = 1 - LEVEL / len(QUANTITIES)
"""Probability of the ranges that are shown: all of them hold at once at `LEVEL`."""


def exchange(moved: pd.DataFrame, weeks: pd.DataFrame, seed: int, *, paired: bool) -> pd.DataFrame:
    """Test what has changed between two periods.

    Args:
        moved: See `transitions.moves`, of one pair of periods.
        weeks: See `periods.weeks`, of the same pair.
        seed: Seed of the exchanges of money.
        paired: Whether each week of the one period is compared with that week of the other, as of the
            year before.

    Returns:
        A row for each of `QUANTITIES`: `quantity`, `change`, `size` (its absolute value), `low` and
        `high` (between which exchanges leave it with the probability `WITHIN`), `p` (the larger of
        those of exchanges and of weeks, adjusted by Holm for the number of quantities) and
        `direction`: `up` or `down` where the change exceeds chance, else empty.
    """
    before, after = moved["from"].map(_is_band), moved["to"].map(_is_band)
    both = (before & after).to_numpy()
    ranks = moved.loc[both, ["from", "to"]].astype("int64")
    up, down = int((ranks["to"] < ranks["from"]).sum()), int((ranks["to"] > ranks["from"]).sum())
    came, absent = int((~before).sum()), int((~after).sum())
    change = (moved["after"] - moved["before"]).to_numpy(dtype=float)
    mover = both.copy()
    mover[both] = (ranks["to"] != ranks["from"]).to_numpy()
    money = _money(np.column_stack([np.where(mover, change, 0.0), change]), seed)
    found = {
        "level": _signs(up, down),
        "movers": money[0],
        "active": _signs(came, absent),
        "revenue": money[1],
    }
    rows = []
    for quantity, (value, low, high, p) in found.items():
        by_week = _weeks(weeks, _SERIES[quantity], paired=paired)
        rows.append((quantity, value, abs(value), low, high, max(p, by_week)))
    table = pd.DataFrame(rows, columns=["quantity", "change", "size", "low", "high", "p"])
    table["p"] = holm(table["p"].tolist())
    beyond = table["p"] < LEVEL
    table["direction"] = np.where(beyond, np.where(table["change"] > 0, "up", "down"), "")
    return table


_SERIES = {"level": "capped", "movers": "revenue", "active": "customers", "revenue": "revenue"}
"""For each quantity the series of weeks that it is held against."""

_Found = tuple[float, float, float, float]


def _is_band(state: Any) -> bool:
    return not isinstance(state, str)


def _signs(more: int, fewer: int) -> _Found:
    """Return the difference of two numbers of customers, its range by chance and its p-value."""
    from scipy.stats import binom, binomtest

    every = more + fewer
    if every == 0:
        return 0.0, 0.0, 0.0, 1.0
    low = float(binom.ppf((1 - WITHIN) / 2, every, 0.5))
    return more - fewer, 2 * low - every, every - 2 * low, float(binomtest(more, every).pvalue)


def _money(change: NDArray[np.float64], seed: int) -> list[_Found]:
    """Return for each column its sum, its range under random signs and its p-value.

    Rows are sorted, so that neither their order nor the spelling of customers matters.
    """
    ordered = change[np.lexsort(change.T)]
    ordered = ordered[(ordered != 0).any(axis=1)]
    random = np.random.default_rng(seed)
    sums = np.zeros((DRAWS, change.shape[1]))
    step = max(1, _BATCH // DRAWS)
    for first in range(0, len(ordered), step):
        part = ordered[first : first + step]
        signs = random.integers(0, 2, (DRAWS, len(part)), dtype=np.int8).astype(np.float32)
        sums += (2 * signs - 1) @ part.astype(np.float32)
    found = []
    for column in range(change.shape[1]):
        value = float(ordered[:, column].sum())
        extreme = int((np.abs(sums[:, column]) >= abs(value) * (1 - 1e-6)).sum())
        reach = float(np.quantile(np.abs(sums[:, column]), WITHIN))
        found.append((value, -reach, reach, (1 + extreme) / (1 + DRAWS)))
    return found


def _weeks(weeks: pd.DataFrame, series: str, *, paired: bool) -> float:
    """Return the p-value of the difference of the weeks of two periods."""
    from scipy.stats import ttest_1samp, ttest_ind

    wide = weeks.pivot(index="week", columns="later", values=series).fillna(0.0)
    if wide.shape[1] < 2:
        return 1.0
    one, other = wide[True].to_numpy(dtype=float), wide[False].to_numpy(dtype=float)
    if paired:
        difference = one - other
        if np.ptp(difference) == 0:
            return float(difference[0] == 0)
        return float(ttest_1samp(difference, 0.0).pvalue)
    if np.ptp(one) == 0 and np.ptp(other) == 0:
        return float(one[0] == other[0])
    return float(ttest_ind(one, other, equal_var=False).pvalue)
