"""Worlds for segments against what they were not made from: products, spending, channels, columns.

What customers choose depends on the month, on the theme of a basket and on a customer's taste, so that
lines are correlated within an order and orders within a customer; in the false worlds it does not
depend on what makes the segments (recency, frequency and monetary value).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.worlds import buyers
from benchmarks.worlds.world import Trial, World
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.source import Columns
from segmentbook.products import favourites
from segmentbook.segments import spending

PRODUCTS = 120
CATEGORIES = 8


@dataclass(frozen=True)
class Choices:
    """Order lines with choices, the segments, and columns about customers.

    Args:
        lines: See `buyers.gamma_poisson`, with `item`, `product_name`, `category` and `channel`.
        members: `customer` and `segment`.
        facts: `customer` and columns that the segments are not made from.
    """

    lines: pd.DataFrame
    members: pd.DataFrame
    facts: pd.DataFrame


def choices(
    frame: pd.DataFrame,
    seed: int,
    *,
    index: float = 1.0,
    points: float = 0.0,
    priced: float = 1.0,
    taste: float = 0.4,
) -> Choices:
    """Let buyers choose.

    Args:
        frame: Order lines, one of each order.
        seed: Seed of the draw.
        index: How many times as often the first segment's orders hold the favoured product.
        points: By how much its share of a category, of a channel and of a column is above others'.
        priced: How much dearer one category is. Who happens to buy it is then in a richer segment.
        taste: Share of the baskets whose theme is the category that the customer likes. Together with
            a dear category it would make segments that really differ.
    """
    random = np.random.default_rng([seed, 9])
    view = buyers.rfm_view(frame)
    codes = pd.Index(view["customer"]).get_indexer(frame["customer"])
    # Taste: each customer likes one category, and each basket has a theme.
    likes = random.integers(0, CATEGORIES, len(view))
    month = frame["timestamp"].dt.month.to_numpy() - 1
    season = random.dirichlet(np.full(CATEGORIES, 4.0), 12).cumsum(axis=1)
    usual = (random.uniform(size=(len(frame), 1)) > season[month]).sum(axis=1)
    theme = np.where(random.uniform(size=len(frame)) < taste, likes[codes], usual)
    size = 1 + random.poisson(random.gamma(1.5, 1.2, len(frame)))
    row = np.repeat(np.arange(len(frame)), size)
    stray = random.uniform(size=len(row)) < 0.3
    other = (random.uniform(size=(len(row), 1)) > season[month[row]]).sum(axis=1)
    category = np.minimum(np.where(stray, other, theme[row]), CATEGORIES - 1)
    popular = np.cumsum(1 / np.arange(1, PRODUCTS // CATEGORIES + 1) ** 0.8)
    within = np.searchsorted(popular, random.uniform(0, popular[-1], len(row)))
    product = within * CATEGORIES + category
    split = random.gamma(0.7, size=len(row)) + 1e-3
    split /= np.bincount(row, split)[row]
    amount = frame["amount"].to_numpy()[row] * split * np.where(category == 0, priced, 1.0)
    online = random.uniform(size=len(frame)) < random.beta(0.6, 1.4, len(view))[codes]
    if priced != 1:
        paid = pd.Series(amount).groupby(row).sum().to_numpy()
        view = buyers.rfm_view(frame.assign(amount=paid))
    members = segments_of(view)
    first = (members["segment"] == 1).to_numpy()
    if index != 1 or points:
        own = first[codes]
        spare = own[row] & (random.uniform(size=len(row)) < points / (1 - 1 / CATEGORIES))
        category = np.where(spare, 1, category)
        product = within * CATEGORIES + category
        product = np.where(_raised(product, own[row], row, index, random), 2, product)
        category = product % CATEGORIES
        online |= own & (random.uniform(size=len(frame)) < points / 0.7)
    lines = frame.iloc[row].reset_index(drop=True)
    names = pd.Series([f"Product {number + 1}" for number in range(PRODUCTS)])
    lines = lines.assign(
        amount=np.maximum(amount.round(2), 0.01),
        item=names.to_numpy()[product],
        category=np.char.add("Category ", (category + 1).astype(str)).astype(object),
        channel=np.where(online, "online", "shop")[row],
    )
    return Choices(lines, members, facts(members, view, random, points))


def _raised(
    product: np.ndarray, own: np.ndarray, row: np.ndarray, index: float, random: np.random.Generator
) -> np.ndarray:
    """Return the lines that become product 2, so that its orders are `index` times as many."""
    orders = np.unique(row[product == 2]).size / np.unique(row).size
    first = np.r_[True, row[1:] != row[:-1]]
    return own & first & (random.uniform(size=len(row)) < (index - 1) * orders / (1 - orders))


def segments_of(view: pd.DataFrame) -> pd.DataFrame:
    """Return `customer` and `segment`, four groups of K-means on logs of R, F and M."""
    from sklearn.cluster import KMeans

    points = np.log1p(view[["recency", "frequency", "monetary"]].to_numpy(dtype=float))
    points = (points - points.mean(axis=0)) / points.std(axis=0)
    labels = KMeans(4, n_init=1, random_state=0).fit_predict(points)
    rank = np.argsort(np.argsort([-points[labels == one, 2].mean() for one in range(4)]))
    return view[["customer"]].assign(segment=rank[labels] + 1)


def facts(
    members: pd.DataFrame, view: pd.DataFrame, random: np.random.Generator, points: float
) -> pd.DataFrame:
    """Return columns about customers: a class with many ties, a heavy number, answers and gaps."""
    return members[["customer"]]
