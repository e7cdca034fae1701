"""Recognise an export with one row for each customer, and what its columns say."""

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
_KINDS = 50  # a text with more different values is no category


@dataclass
class CustomerTable:
    """What was understood of an export with one row for each customer.

    Args:
        customer: The column with the customer's id.
        dates: For `joined`, `first_order`, `last_order` and `as_of` the column.
        recency: The column with the days since the last order.
        sums: For `orders`, `amount` and `discount_orders` the columns that are added.
        numbers: Other columns of numbers.
        categories: Columns of few different texts.
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
        """The columns that can be declared as features; one that is a sum alone is one already."""
        parts = [part for columns in self.sums.values() if len(columns) > 1 for part in columns]
        return [*self.numbers, *parts]

    @property
    def usable(self) -> list[str]:
        """The features that segments can be made from: what is declared, then what LRFMC knows."""
        known = {"monetary": "amount" in self.sums, "frequency": "orders" in self.sums}
        known["recency"] = self.recency is not None or "last_order" in self.dates
        known["length"] = bool({"joined", "first_order"} & {*self.dates})
        return [*self.declared, *(name for name, there in known.items() if there)]

    @property
    def features(self) -> str:
        """The feature set that the columns allow, the one that tells most first."""
        rfm = {"orders", "amount"} <= {*self.sums} and (self.recency or "last_order" in self.dates)
        if not rfm:
            return "demographic"
        length = {"joined", "first_order"} & {*self.dates}
        return "lrfmc" if length and "discount_orders" in self.sums else "rfm"


def recognise_customers(columns: Sequence[Facts], mapping: Mapping) -> CustomerTable | None:
    """Return what a customer table says, or None where the export has rows of orders.

    Args:
        columns: The facts of each column of the export.
        mapping: What the columns would be in an export of order lines.
    """
    customer = _customer(columns, mapping)
    if customer is None:
        return None
    found = CustomerTable(customer)
    for facts in columns:
        if facts.name != customer:
            _place(facts, found)
    found.sums = {name: _whole_or_parts(parts) for name, parts in found.sums.items()}
    used = {customer, *found.dates.values(), *found.numbers, *found.categories}
    used |= {part for parts in found.sums.values() for part in parts}
    used |= {found.recency} if found.recency else set()
    found.other = [facts.name for facts in columns if facts.name not in used]
    told = bool(found.sums or found.recency or {"joined", "last_order"} & {*found.dates})
    if len(found.usable) < 2:
        return None
    plain = customer != mapping.columns.get("customer")
    # An id that is called nothing but id may be that of an order.
    return found if told or not plain else None


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


def _place(facts: Facts, found: CustomerTable) -> None:
    """Put a column where its name and content say that it belongs."""
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
    elif 1 < facts.distinct <= min(_KINDS, facts.rows / 2) and facts.dated < 0.5:
        found.categories.append(facts.name)


def _date(name: str) -> str | None:
    """Return which date a name tells."""
    told = {"as_of": _AS_OF, "last_order": _LAST, "first_order": _FIRST, "joined": _JOINED}
    return next((key for key, words in told.items() if re.search(words, name)), None)


def _number(name: str, *, whole: bool) -> str | None:
    """Return which number a name tells; what counts something is whole and not negative."""
    ordered = whole and re.search(_ORDERS, name)
    if whole and re.fullmatch(r"recency\w*|dayssince\w*", name):
        return "recency"
    if ordered and re.search(_DISCOUNT, name):
        return "discount_orders"
    if re.search(_MONEY, name) and not re.search(_NO_MONEY, name):
        return "amount"
    return "orders" if ordered and re.search(_COUNT, name) else None


def _whole_or_parts(columns: list[str]) -> list[str]:
    """Return the total where only some columns are called so: the others are its parts."""
    totals = [name for name in columns if "total" in normal(name)]
    return totals[:1] if 0 < len(totals) < len(columns) else columns
