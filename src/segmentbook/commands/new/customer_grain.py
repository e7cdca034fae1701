"""Recognise an export with one row for each customer, and what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from segmentbook.commands.new.mapping import Facts, Mapping
from segmentbook.commands.new.names import likeness, normal

# English, Indonesian, German, Spanish, Portuguese, French, Turkish; as `normal` writes names.
_LAST = r"last|latest|terakhir|letzt|ultim|dernier|son(siparis|alisveris)"
_FIRST = r"first|pertama|erst(e|kauf|bestell)|primer|premier|ilk"
_JOINED = (
    r"joined|created|signup|since|registr|enrol|dtcustomer|daftar|bergabung|beitritt|angemeldet|alta|"
    r"cadastro|inscri|kayit|uyelik"
)
_AS_OF = r"pulled|snapshot|asof|extract|exported|ditarik|stichtag"
_ORDERS = (
    r"order|transaction|tran|purchase|transaksi|pembelian|pesanan|bestell|kaeufe|pedido|compras|"
    r"commande|achats|siparis|alisveris"
)
_COUNT = (
    r"num|count|total|nb|frequency|jumlah|banyak|anzahl|cantidad|quantidade|nombre|adet|sayi|"
    r"orders|purchases|transactions"
)
_MONEY = (
    r"value|spent|spend|money|mnt|revenue|amount|monetary|sales|belanja|nilai|omzet|umsatz|betrag|gast|"
    r"importe|valor|montant|depens|ciro|harcama|tutar"
)
_NO_MONEY = r"score|rating|index|rank|punkte"
_DISCOUNT = r"disc|deal|promo|coupon|diskon|kupon|rabatt|descuento|desconto|remise|indirim"
_PLAIN_IDS = ("id", "no", "number", "kode", "code", "key", "uid", "nr", "nummer", "numero")
_MOST_CATEGORIES = 50  # a text column with more distinct values is not a category


@dataclass
class CustomerTable:
    """The columns that were recognised in an export with one row for each customer.

    Args:
        customer: The column of customer ids.
        dates: The columns of `joined`, `first_order`, `last_order` and `as_of`.
        recency: The column of days since the last order.
        sums: The columns that are added up to `orders`, `amount` and `discount_orders`.
        numbers: Other columns of numbers.
        categories: Columns of few distinct texts.
        other: Columns that are not used.
    """

    customer: str
    dates: dict[str, str] = field(default_factory=dict)
    recency: str | None = None
    sums: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def declared(self) -> list[str]:
        """The columns that can be declared as features, without those that are a sum on their own."""
        parts = [part for columns in self.sums.values() if len(columns) > 1 for part in columns]
        return [*self.numbers, *parts]

    @property
    def usable(self) -> list[str]:
        """The features from which segments can be made: those declared, then those of LRFMC."""
        known = {"monetary": "amount" in self.sums, "frequency": "orders" in self.sums}
        known["recency"] = self.recency is not None or "last_order" in self.dates
        known["length"] = bool({"joined", "first_order"} & {*self.dates})
        return [*self.declared, *(name for name, there in known.items() if there)]

    @property
    def features(self) -> str:
        """The richest feature set that the columns allow."""
        rfm = {"orders", "amount"} <= {*self.sums} and (self.recency or "last_order" in self.dates)
        if not rfm:
            return "demographic"
        length = {"joined", "first_order"} & {*self.dates}
        return "lrfmc" if length and "discount_orders" in self.sums else "rfm"


def recognise_customers(columns: Sequence[Facts], mapping: Mapping) -> CustomerTable | None:
    """Return the columns of a customer table, or None where the export has rows of orders.

    Args:
        columns: The facts of each column of the export.
        mapping: The columns as those of an export of order lines.
    """
    customer = _customer(columns, mapping)
    if customer is None:
        return None
    found = CustomerTable(customer)
    for facts in columns:
        if facts.name != customer:
            _assign(facts, found)
    found.sums = {name: _whole_or_parts(parts) for name, parts in found.sums.items()}
    used = {customer, *found.dates.values(), *found.numbers, *found.categories}
    used |= {part for parts in found.sums.values() for part in parts}
    used |= {found.recency} if found.recency else set()
    found.other = [facts.name for facts in columns if facts.name not in used]
    if len(found.usable) < 2:
        return None
    describes_customers = found.sums or found.recency or {"joined", "last_order"} & {*found.dates}
    # A column that is called nothing but id may hold the ids of orders.
    named = customer == mapping.columns.get("customer")
    return found if named or describes_customers else None


def _customer(columns: Sequence[Facts], mapping: Mapping) -> str | None:
    rows = columns[0].rows if columns else 0
    unique = [one for one in columns if rows > 1 and one.distinct == one.rows and one.filled == 1]
    named = mapping.columns.get("customer")
    if named is not None and named in {one.name for one in unique}:
        return named
    repeats = named is not None and likeness(named, "customer") >= 0.8
    if repeats or {"order", "quantity", "price"} & ({*mapping.columns} - {*mapping.unsure}):
        return None
    ids = [one.name for one in unique if normal(one.name) in _PLAIN_IDS and one.dated < 0.9]
    return ids[0] if ids else None


def _assign(facts: Facts, found: CustomerTable) -> None:
    """Assign a column to its role by its name and content."""
    name = normal(facts.name)
    if facts.distinct <= 1 and facts.dated < 0.9:  # all customers share the day of the export
        return
    if facts.dated >= 0.9 > facts.whole:
        key = _date(name)
        if key is not None:
            found.dates.setdefault(key, facts.name)
    elif facts.numeric >= 0.9:
        key = _number(name, whole=facts.whole >= 0.9 and facts.negative == 0)
        if key == "recency" and found.recency is None:
            found.recency = facts.name
        elif key is None or key == "recency":
            found.numbers.append(facts.name)
        else:
            found.sums.setdefault(key, []).append(facts.name)
    elif 1 < facts.distinct <= min(_MOST_CATEGORIES, facts.rows / 2) and facts.dated < 0.5:
        found.categories.append(facts.name)


def _date(name: str) -> str | None:
    """Return which date a column of this name holds."""
    known = {"as_of": _AS_OF, "last_order": _LAST, "first_order": _FIRST, "joined": _JOINED}
    return next((key for key, words in known.items() if re.search(words, name)), None)


def _number(name: str, *, whole: bool) -> str | None:
    """Return which number a column of this name holds; counts are whole and not negative."""
    ordered = whole and re.search(_ORDERS, name)
    if whole and re.fullmatch(r"recency\w*|dayssince\w*", name):
        return "recency"
    if ordered and re.search(_DISCOUNT, name):
        return "discount_orders"
    if re.search(_MONEY, name) and not re.search(_NO_MONEY, name):
        return "amount"
    return "orders" if ordered and re.search(_COUNT, name) else None


def _whole_or_parts(columns: list[str]) -> list[str]:
    """Return the total where only some columns are named so, because the others are its parts."""
    totals = [name for name in columns if "total" in normal(name)]
    return totals[:1] if 0 < len(totals) < len(columns) else columns
