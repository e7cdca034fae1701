"""A synthetic export in place of a private one, with its dirt and planted groups of customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Numbers = np.ndarray[Any, np.dtype[Any]]

_FIRST_DAY, _LAST_DAY = date(2021, 1, 1), date(2023, 6, 30)
_CLOSED = date(2021, 6, 1), date(2021, 12, 31)
"""The months that the export lacks."""

_CENTRES = ("Bandung", "Cebu", "Johor", "Medan", "Penang")
_GOODS = (
    "Aloe vera", "Bitter melon", "Calcium", "Chlorella", "Cod liver oil", "Collagen", "Cordyceps",
    "Fibre", "Folic acid", "Garlic", "Ginger", "Ginkgo", "Ginseng", "Glucosamine", "Green tea",
    "Iron", "Lutein", "Magnesium", "Noni", "Omega-3", "Probiotics", "Propolis", "Royal jelly",
    "Spirulina", "Turmeric", "Vitamin C", "Zinc",
)  # fmt: skip
_PACKS = (
    "sachet", "10 capsules", "30 capsules", "60 capsules", "120 capsules", "syrup", "drink",
    "powder 250 g", "powder 1 kg",
)  # fmt: skip
_PACK_PRICES = np.array([180, 450, 1190, 1990, 3590, 890, 320, 1490, 4490])  # cents
_MOST_PIECES = 60
_BLOCK = 200_000  # rows whose item lists are written at a time
_UNREADABLE = ("00/00/0000", "pending", "2022-02-30")


@dataclass(frozen=True)
class Group:
    """Members that behave alike.

    Attributes:
        name: What they are.
        share: Of all members.
        visits: Mean number of transactions, at least one.
        days: How long they buy, at most.
        items: Mean number of items beyond the first of a transaction.
        pieces: Mean number of pieces beyond the first of an item.
        online: Share of transactions without a centre's till.
        elsewhere: Share of transactions at another centre than their own.
        discounted: Share of transactions at a discount.
    """

    name: str
    share: float
    visits: float
    days: int
    items: float
    pieces: float
    online: float
    elsewhere: float
    discounted: float


GROUPS = (
    Group("tries a product", 0.49, 1.8, 60, 0.5, 0.2, 0.10, 0.02, 0.30),
    Group("comes back", 0.475, 7.5, 500, 1.4, 0.6, 0.35, 0.10, 0.15),
    Group("buys for others", 0.035, 26.0, 690, 4.0, 6.0, 0.60, 0.45, 0.05),
)
"""The planted groups, after the sizes of the original's clusters."""


@dataclass(frozen=True)
class _Members:
    group: Numbers
    visits: Numbers
    centre: Numbers
    favourite: Numbers
    first_day: Numbers
    pays: Numbers


def health_products(rows: int, seed: int) -> pa.Table:
    """Make sales transactions of a distributor of health products, in the shape of a private export.

    Args:
        rows: Number of rows, a few of which repeat others.
        seed: Of every random number.

    Returns:
        One row for each transaction, by day: `transaction_id`, `member_id`, `centre`, `payment_date`
        (text in six spellings), `total_amt`, `discount`, `paid_amt` (decimals), `channel` (online,
        offline) and `product_json`, a list of objects with `product` and `qty`. Planted dirt: nulls,
        lists that are cut off or empty, dates that are none, refunds, repeated rows, missing months.
    """
    members = _members(rows, seed)
    random = np.random.default_rng([seed, 1])
    repeated = rows // 300
    who = np.repeat(np.arange(len(members.group)), members.visits)[: rows - repeated]
    day = _days_of(members, who, random)
    order = np.lexsort((random.permutation(len(who)), day))
    who, day = who[order], day[order]
    item, starts, cents = _items(members, who, random)
    online, centre = _places(members, who, random)
    columns = {
        "transaction_id": _coded("T", np.arange(len(who)) + 1, 8),
        "member_id": _gaps(_coded("M", who + 1, 7), 0.004, random),
        "centre": pa.array(_CENTRES).take(pa.array(centre)),
        "payment_date": _written(day, centre, random),
        **_money(members, who, cents, random),
        "channel": pa.array(["offline", "online"]).take(pa.array(online)),
        "product_json": _lists(item, starts, random),
    }
    places = pa.array(np.sort(np.append(np.arange(len(who)), random.choice(len(who), repeated))))
    for name, values in columns.items():
        columns[name] = values.take(places)  # one by one: only one of them is held twice
    return pa.table(columns)


def planted_groups(rows: int, seed: int) -> pa.Table:
    """Return `member_id` and `group`, one of `GROUPS` by name, of the members of such an export."""
    members = _members(rows, seed)
    seen = np.flatnonzero(np.cumsum(members.visits) - members.visits < rows - rows // 300)
    names = pa.array([group.name for group in GROUPS])
    return pa.table(
        {
            "member_id": _coded("M", seen + 1, 7),
            "group": names.take(pa.array(members.group[seen])),
        }
    )


def _members(rows: int, seed: int) -> _Members:
    random = np.random.default_rng([seed, 0])
    shares = np.array([group.share for group in GROUPS])
    mean = float(shares @ [group.visits for group in GROUPS])
    # A few more than are needed: the last ones are cut off where the rows are full.
    count = int(rows / mean * 1.1) + 20
    group = random.choice(len(GROUPS), size=count, p=shares)
    visits = 1 + random.poisson(_of(group, "visits") - 1)
    span = len(_days()) - _of(group, "days").astype(int)
    return _Members(
        group=group,
        visits=visits,
        centre=random.choice(len(_CENTRES), size=count, p=[0.3, 0.1, 0.25, 0.2, 0.15]),
        favourite=random.integers(0, len(_GOODS), size=count),
        first_day=(random.random(count) * span).astype(int),
        pays=random.random(count) < 0.087,  # the original: 50 of 578 thousand members
    )


def _of(group: Numbers, field: str) -> Numbers:
    values: Numbers = np.array([getattr(one, field) for one in GROUPS], dtype=float)
    found: Numbers = values[group]
    return found


def _days() -> list[date]:
    """Return the days on which there is trade."""
    length = (_LAST_DAY - _FIRST_DAY).days + 1
    days = (_FIRST_DAY + timedelta(days=number) for number in range(length))
    return [day for day in days if not _CLOSED[0] <= day <= _CLOSED[1]]


def _days_of(members: _Members, who: Numbers, random: np.random.Generator) -> Numbers:
    span = _of(members.group[who], "days")
    days: Numbers = members.first_day[who] + (random.random(len(who)) * span).astype(int)
    return days


def _items(
    members: _Members, who: Numbers, random: np.random.Generator
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the place of each item in `_item_texts`, where each row's begin, and its cents."""
    group = members.group[who]
    items = 1 + random.poisson(_of(group, "items"))
    row = np.repeat(np.arange(len(who), dtype="int32"), items)
    popular = 1 / np.arange(1, len(_GOODS) + 1) ** 0.8
    goods = random.choice(len(_GOODS), size=len(row), p=popular / popular.sum()).astype("int32")
    liked = random.random(len(row)) < 0.45
    goods[liked] = members.favourite[who[row[liked]]]
    pack = random.integers(0, len(_PACKS), size=len(row), dtype="int32")
    pieces = 1 + random.poisson(_of(group, "pieces")[row]).astype("int32")
    pieces = np.minimum(pieces, _MOST_PIECES)
    price = _PACK_PRICES[pack] + 35 * goods
    cents = np.bincount(row, weights=price * pieces, minlength=len(who)).astype("int64")
    quoted = random.random(len(row)) < 0.01
    place = ((goods * len(_PACKS) + pack) * _MOST_PIECES + pieces - 1) * 2 + quoted
    return place, np.concatenate([[0], np.cumsum(items)]), cents


def _lists(item: Numbers, starts: Numbers, random: np.random.Generator) -> pa.ChunkedArray:
    """Return the items of each row as JSON text; some lists are cut off, empty or not there."""
    texts = pa.array(_item_texts())
    chunks = []
    for first in range(0, len(starts) - 1, _BLOCK):
        own = starts[first : first + _BLOCK + 1]
        items = texts.take(pa.array(item[own[0] : own[-1]]))
        lists = pa.ListArray.from_arrays(pa.array(own - own[0], pa.int32()), items)
        whole = pc.binary_join_element_wise("[", pc.binary_join(lists, ", "), "]", "")
        fate = random.random(len(whole))
        cut = pc.utf8_slice_codeunits(whole, 0, -4)
        whole = pc.if_else(pa.array(fate < 0.0005), cut, whole)
        whole = pc.if_else(pa.array((fate >= 0.0005) & (fate < 0.001)), "[]", whole)
        chunks.append(_gaps(whole, 0.008, random))
    return pa.chunked_array(chunks)


def _item_texts() -> list[str]:
    """Return an item of every product in every number of pieces; every second has it as a text."""
    return [
        f'{{"product": "{goods} {pack}", "qty": {quote}{pieces}{quote}}}'
        for goods in _GOODS
        for pack in _PACKS
        for pieces in range(1, _MOST_PIECES + 1)
        for quote in ("", '"')
    ]


def _places(
    members: _Members, who: Numbers, random: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Return whether a transaction is online (1) or not (0), and its centre."""
    group = members.group[who]
    online = (random.random(len(who)) < _of(group, "online")).astype(int)
    other = random.random(len(who)) < _of(group, "elsewhere")
    step = np.where(other, random.integers(1, len(_CENTRES), size=len(who)), 0)
    return online, (members.centre[who] + step) % len(_CENTRES)


def _written(day: Numbers, centre: Numbers, random: np.random.Generator) -> pa.Array:
    """Return dates as text: each centre has a spelling of its own, and some rows an Excel number."""
    days = _days()
    spelled = [
        *(f"{one.day}/{one.month}/{one.year}" for one in days),
        *(f"{one:%Y-%m-%d} 00:00:00" for one in days),
        *(f"{one:%Y-%m-%d}" for one in days),
        *(f"{one.day}-{one:%b-%y}" for one in days),
        *(f"{one:%Y%m%d}" for one in days),
        *(str((one - date(1899, 12, 30)).days) for one in days),
        *_UNREADABLE,
    ]
    form = np.where(random.random(len(day)) < 0.01, len(_CENTRES), centre)
    place = form * len(days) + day
    none = random.random(len(day)) < 0.0002
    strange = random.integers(0, len(_UNREADABLE), size=len(day))
    place = np.where(none, 6 * len(days) + strange, place)
    return pa.array(spelled).take(pa.array(place))


def _money(
    members: _Members, who: Numbers, cents: Numbers, random: np.random.Generator
) -> dict[str, pa.Array]:
    group = members.group[who]
    refund = random.random(len(who)) < 0.002
    total = np.where(refund, -cents, cents)
    cheaper = random.random(len(who)) < _of(group, "discounted")
    discount = np.where(cheaper, total // 10, 0)
    paid = np.where(members.pays[who], total - discount, 0)
    return {
        "total_amt": _gaps(_decimals(total), 0.005, random),
        "discount": pc.if_else(pa.array(cheaper), _decimals(discount), None),
        "paid_amt": _gaps(_decimals(paid), 0.05, random),
    }


def _decimals(cents: Numbers) -> pa.Array:
    return pa.array(cents / 100).cast(pa.decimal128(12, 2))


def _coded(letter: str, numbers: Numbers, digits: int) -> pa.Array:
    texts = pa.array(numbers + 10**digits).cast(pa.string())
    return pc.binary_join_element_wise(letter, pc.utf8_slice_codeunits(texts, 1), "")


def _gaps(values: pa.Array, share: float, random: np.random.Generator) -> pa.Array:
    return pc.if_else(pa.array(random.random(len(values)) < share), None, values)
