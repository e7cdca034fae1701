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
from segmentbook.products import favourites
from segmentbook.segments import outside, spending, standardised

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
    return Choices(lines, members, facts(members, random, points))


def _raised(
    product: np.ndarray, own: np.ndarray, row: np.ndarray, index: float, random: np.random.Generator
) -> np.ndarray:
    """Return the lines that become product 2, so that its orders are `index` times as many."""
    orders = np.unique(row[product == 2]).size / np.unique(row).size
    first = np.r_[True, row[1:] != row[:-1]]
    raised: np.ndarray = (
        own & first & (random.uniform(size=len(row)) < (index - 1) * orders / (1 - orders))
    )
    return raised


def segments_of(view: pd.DataFrame) -> pd.DataFrame:
    """Return `customer` and `segment`, four groups of K-means on logs of R, F and M."""
    from sklearn.cluster import KMeans

    points = np.log1p(view[["recency", "frequency", "monetary"]].to_numpy(dtype=float))
    points = (points - points.mean(axis=0)) / points.std(axis=0)
    labels = KMeans(4, n_init=1, random_state=0).fit_predict(points)
    rank = np.argsort(np.argsort([-points[labels == one, 2].mean() for one in range(4)]))
    return view[["customer"]].assign(segment=rank[labels] + 1)


def facts(members: pd.DataFrame, random: np.random.Generator, points: float) -> pd.DataFrame:
    """Return columns about customers: categories, a heavy number with zeros, an answer; with gaps.

    Args:
        members: `customer` and `segment`.
        random: Of the draw.
        points: By how much the first segment's yes is above the others' fifth.
    """
    size = len(members)
    first = (members["segment"] == 1).to_numpy()
    stated = random.uniform(size=size) < 0.35
    age = random.choice(["19-24", "25-34", "35-44", "45-54", "55-64", "65+"], size,
                        p=[0.06, 0.18, 0.24, 0.36, 0.07, 0.09])  # fmt: skip
    home = random.choice(["owner", "renter", "unknown"], size, p=[0.62, 0.3, 0.08])
    children = random.poisson(random.gamma(0.5, 1.4, size)).astype(float)
    income = np.where(random.uniform(size=size) < 0.1, 0, random.lognormal(10, 0.9, size)).round(-2)
    asked = random.uniform(size=size) < 0.63
    yes = (random.uniform(size=size) < 0.2 + points * first).astype(float)
    return members[["customer"]].assign(
        age=pd.Series(age).where(stated),
        home=pd.Series(home).where(stated),
        children=np.where(stated, children, np.nan),
        income=income,
        redeemed=np.where(asked, yes, np.nan),
        complained=(random.uniform(size=size) < 0.03).astype(float),
        letters=random.poisson(random.gamma(2.0, 1.5, size)).astype(float),
    )


def claims(world: Choices, seed: int) -> set[str]:  # noqa: ARG001 - nothing here is random
    """Return what the report would claim of favourites, spending, channels and other columns."""
    lines, members = world.lines, world.members
    orders = _orders(lines)
    totals = _summed(orders.assign(value=1.0))
    lines = lines.merge(orders[["order", "stratum"]], on="order").assign(value=1.0)
    held = _summed(lines.drop_duplicates(["order", "item"]), "item")
    liked = standardised.compare_frames(held, totals, members).rename(columns={"index": "lift"})
    spent = lines.assign(value=lines["amount"])
    parts = standardised.compare_frames(_summed(spent, "category"), _summed(spent), members)
    through = _summed(lines.drop_duplicates(["order", "channel"]), "channel")
    channels = standardised.compare_frames(through, totals, members)
    beyond = outside.compare(world.facts, members)
    none = pd.DataFrame()
    made = {
        "products.favoured": favourites.favourites(
            liked.assign(item=liked["part"], name=liked["part"])
        ),
        "segments.spend_differs": spending.Parts("amount", none, parts).stand_out(),
        "segments.channel_differs": spending.Parts("orders", none, channels).stand_out(),
        "segments.differ_outside": none
        if isinstance(beyond, NotApplicable)
        else beyond.stand_out(),
    }
    return {kind for kind, found in made.items() if len(found)}


def _orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Return what `standardised.orders` returns, without the engine."""
    orders = lines.groupby(["customer", "order"], sort=False, as_index=False).agg(
        at=("timestamp", "min"), value=("amount", "sum")
    )
    month = orders["at"].dt.year * 12 + orders["at"].dt.month
    classes = standardised.value_classes(len(orders), month.nunique())
    rank = (orders["value"].round(2).rank(method="min") - 1) / max(len(orders) - 1, 1)
    place = np.minimum((rank * classes).astype(int), classes - 1)
    return orders.assign(stratum=month * standardised.VALUE_CLASSES + place)


def _summed(rows: pd.DataFrame, part: str = "") -> pd.DataFrame:
    """Return `customer`, `stratum`, `value` and, of a column, `part`."""
    named = rows.rename(columns={part: "part"}) if part else rows
    keys = ["customer", "stratum", *(["part"] if part else [])]
    return named.groupby(keys)["value"].sum().reset_index()


ALL = frozenset(
    {
        "products.favoured",
        "segments.spend_differs",
        "segments.channel_differs",
        "segments.differ_outside",
    }
)
_SEASON = buyers.Plan(season=buyers.CHRISTMAS)
_QUARTER = buyers.Plan(days=91)

_FAMILIES: dict[str, Callable[[int, int], pd.DataFrame]] = {
    "gamma-Poisson": lambda seed, size: buyers.gamma_poisson(seed, size, _SEASON),
    "negative binomial": lambda seed, size: buyers.negative_binomial(seed, size, _SEASON),
    "resampled complete_journey": lambda seed, size: buyers.resampled(seed, size, _QUARTER),
    "resampled online_retail": lambda seed, size: buyers.resampled(
        seed, size, study="online_retail"
    ),
}
"""Who orders when, and for how much. A grocer's customers order so often that a quarter will do."""

_DEAR = 4.0


def _alike(family: str) -> World:
    """Return a world in which what customers choose does not depend on their segment."""
    make = _FAMILIES[family]
    return World(
        f"alike: {family}",
        family,
        lambda seed, size, _: choices(make(seed, size), seed),
        false=ALL,
    )


def _dear(family: str) -> World:
    """Return one with a dear category besides, whose buyers by chance are in rich segments."""
    make = _FAMILIES[family]
    return World(
        f"alike, one category four times as dear: {family}",
        f"{family}, dear",
        lambda seed, size, _: choices(make(seed, size), seed, priced=_DEAR, taste=0.0),
        false=ALL,
    )


def _unlike(family: str) -> World:
    """Return a world in which the first segment chooses otherwise."""
    make = _FAMILIES[family]
    return World(
        f"unlike: {family}",
        family,
        lambda seed, size, effect: choices(
            make(seed, size), seed, index=1 + 0.5 * effect, points=0.05 * effect
        ),
        true=ALL,
        effect="an item on 1.5 times as many orders; a category, a channel, an answer 5 points above",
    )


TRIAL = Trial(
    "outside",
    [
        *map(_alike, _FAMILIES),
        *map(_dear, ("gamma-Poisson", "negative binomial", "resampled online_retail")),
        *map(_unlike, ("gamma-Poisson", "negative binomial")),
    ],
    claims,
    dear=True,
)
