"""What each segment spends on, and through which channels it orders, against all customers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import MONEY, frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns
from segmentbook.segments import standardised

EVERYBODY = 0
"""Stands for all customers where segments count from 1."""

MOST = 8
"""At most so many parts are kept apart; the rest are others."""

NOTEWORTHY = 0.01
"""Smaller differences of a share are of no use to a reader, however sure they are."""

OTHERS = "others"
"""The part of what is not kept apart."""

UNKNOWN = ""
"""The part of what has no category or channel in the export."""

Of = Literal["amount", "orders"]


@dataclass(frozen=True)
class Parts:
    """A total of each segment, divided into parts.

    Args:
        of: What is divided: `amount` (money spent, by category) or `orders` (by channel).
        shares: A row for each segment, by number, and one for `EVERYBODY`; a column for each part, the
            largest first, then `OTHERS` where there are any. Each row adds up to 1.
        compared: Each part of each segment against all other customers, see `standardised.compare`;
            None where the parts are among what the segments are made from: these differ in them by
            design, and no test says more.
        by_order: Whether orders are compared with orders of the same month and of similar value, or
            customers with customers of similar total.
    """

    of: Of
    shares: pd.DataFrame
    compared: pd.DataFrame | None = None
    by_order: bool = True

    def stand_out(self) -> pd.DataFrame:
        """Return the comparisons whose interval leaves 1 and whose difference is of some size."""
        if self.compared is None:
            return pd.DataFrame(columns=[*standardised.COLUMNS])
        table = self.compared
        far = (table["share"] - table["expected"]).abs() >= NOTEWORTHY
        return table[((table["low"] > 1) | (table["high"] < 1)) & far]


def parts(
    lines: ir.Table | NotApplicable,
    rows: ir.Table | NotApplicable,
    members: pd.DataFrame,
    columns: AnyColumns,
    of: Of,
    minimum: int = MINIMUM,
    made_from: Collection[str] = (),
) -> Parts | NotApplicable:
    """Divide what each segment spent by category, or its orders by channel.

    A part that too few customers of a segment have bought is counted with the others in every segment,
    and so are the smallest parts where there are more than `MOST`.

    Args:
        lines: Order lines, with `category` or `channel`.
        rows: Or rows of customers, whose parts are the columns that the params add.
        members: `customer` and `segment`.
        columns: The study's columns.
        of: What is divided.
        minimum: The least number of customers that may be shown.
        made_from: The features that the segments are made from.
    """
    found = _of_lines(lines, of) if isinstance(rows, NotApplicable) else _of_rows(rows, columns, of)
    if isinstance(found, NotApplicable):
        return found
    everybody = members[["customer"]].assign(segment=EVERYBODY)
    twice = ibis.memtable(pd.concat([members[["customer", "segment"]], everybody]))
    both = found.join(twice, "customer")
    table = frame(
        both.group_by("segment", "part")
        .aggregate(total=both.amount.sum(), customers=both.customer.nunique(where=both.amount != 0))
        .order_by("segment", "part")
    )
    totals = _wide(table, "total")
    if (totals < 0).any(axis=None) or not (totals.sum(axis=1) > 0).all():
        return NotApplicable(reason=mark("the sales of a part are negative in a segment"))
    kept = _kept(_row(totals, EVERYBODY), _wide(table, "customers"), minimum)
    if not kept:
        return NotApplicable(reason=mark("no two parts have enough customers in every segment"))
    shown = totals[kept].assign(**{OTHERS: totals.drop(columns=kept).sum(axis=1)})
    shown = shown.loc[:, (shown > 0).any()]
    by_order = isinstance(rows, NotApplicable)
    if not by_order and _are_features(columns, of, made_from):
        return Parts(of, shown.div(shown.sum(axis=1), axis=0), by_order=False)
    value = found.rename(value="amount")
    compared = standardised.compare(value.filter(value.part.isin(kept)), value, members, minimum)
    return Parts(of, shown.div(shown.sum(axis=1), axis=0), compared, by_order)


def _of_lines(lines: ir.Table | NotApplicable, of: Of) -> ir.Table | NotApplicable:
    name = {"amount": "category", "orders": "channel"}[of]
    if isinstance(lines, NotApplicable) or name not in lines.columns:
        return NotApplicable(reason=_LACKING[of])
    part = lines[name].strip().fill_null(UNKNOWN)
    own = lines.select("customer", "order", "amount", part=part)
    joined = own.join(standardised.orders(lines), ["customer", "order"])
    if of == "amount":
        return joined.select("customer", "stratum", "part", "amount")
    once = joined.select("customer", "order", "stratum", "part").distinct()
    return once.mutate(amount=ibis.literal(1))


def _of_rows(rows: ir.Table, columns: AnyColumns, of: Of) -> ir.Table | NotApplicable:
    assert isinstance(columns, CustomerColumns)
    summed = columns.sums.get(of, [])
    if len(summed) < 2:
        return NotApplicable(reason=mark("the export has no columns of its parts"))
    each = [
        rows.select(
            "customer",
            part=ibis.literal(columns.label(name)),
            amount=rows[name].cast(MONEY).fill_null(0),
        )
        for name in summed
    ]
    parts = ibis.union(*each)
    totals = parts.group_by("customer").aggregate(value=parts.amount.sum().cast(MONEY))
    return parts.join(standardised.customers(totals).drop("value"), "customer")


def _are_features(columns: AnyColumns, of: Of, made_from: Collection[str]) -> bool:
    """Say whether some of the columns of parts are among the features that made the segments."""
    assert isinstance(columns, CustomerColumns)
    return not {*columns.sums.get(of, [])}.isdisjoint(made_from)


def _wide(table: pd.DataFrame, values: str) -> pd.DataFrame:
    wide = table.pivot(index="segment", columns="part", values=values).fillna(0)
    return wide.astype(float).sort_index()


def _row(table: pd.DataFrame, segment: int) -> pd.Series:
    return table.loc[[segment]].iloc[0]


def _kept(total: pd.Series, customers: pd.DataFrame, minimum: int) -> list[str]:
    """Return the parts that are kept apart, the largest first; none where only one would be."""
    enough = ((customers == 0) | (customers >= minimum)).all()
    largest = total.sort_values(ascending=False, kind="stable").index
    kept = [str(part) for part in largest if enough[part] and part != OTHERS][:MOST]
    while kept:
        # Of the others together, at least as many are customers as of the part with the most.
        others = customers.drop(columns=kept).max(axis=1).fillna(0)
        if ((others == 0) | (others >= minimum)).all():
            break
        kept.pop()
    return kept if len(kept) > 1 or len(kept) < len(total) else []


def part_metrics(found: Parts, names: Mapping[int, str]) -> dict[str, Any]:
    """Return where a segment differs most from all other customers: `<of>_part_*`, else None.

    Args:
        found: See `parts`.
        names: The name of each segment.
    """
    number = None if found.compared is None else len(found.compared)
    keys = ("who", "name", "share", "expected", "low", "high")
    values = dict.fromkeys(keys)
    clear = found.stand_out()
    if not clear.empty:
        apart = (clear["share"] - clear["expected"]).abs()
        first = clear.loc[[apart.idxmax()]].to_dict("records")[0]
        values = {"who": names[first["segment"]], "name": first["part"]}
        values |= {key: first[key] for key in keys[2:]}
    values |= {"found": len(clear), "comparisons": number}
    return {f"{found.of}_part_{key}": value for key, value in values.items()}


_LACKING = {
    "amount": mark("the export has no category of what was bought"),
    "orders": mark("the export has no channel of the orders"),
}
