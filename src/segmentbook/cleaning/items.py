"""Lists of items in one cell, from which order lines are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from segmentbook.cleaning import marks
from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.marks import ITEM, LISTED, REMOVED_BY
from segmentbook.cleaning.step import Answers, Step
from segmentbook.core.engine import MONEY, json_lists
from segmentbook.core.errors import UserError
from segmentbook.ingest.values import known
from segmentbook.params import cleaning as params

_ITEMS = "_ledger_items"
_OWN = "_ledger_own"
_WEIGHTS = "_ledger_weights"
_PART = "_ledger_part_"
_MANY = 1_000_000_000
"""More pieces than any line has."""


class ParseItems(Step[params.ParseItems]):
    """Turn each row that is left into one order line for each of its items.

    Rows without a list that can be read, and items without a product or a number of pieces, are
    removed by this rule. Rows that earlier rules removed stay single rows.
    """

    outcome = "made_line"
    makes_lines = True

    def columns(self) -> Sequence[str]:
        """Return the column of lists."""
        return [self.rule.column]

    def changes(self) -> set[str]:
        """Return the money, which a price in the list overrules."""
        return {"amount"}

    def adds(self) -> set[str]:
        """Return the columns of a line."""
        return {"product", "quantity"} | ({"price"} if self.rule.price else set())

    def answers(self) -> Answers:
        """Return that JSON in the column is dealt with."""
        return {(Fault.JSON, self.rule.column)}

    def apply(self, marked: ir.Table) -> ir.Table:
        """Make the lines.

        Args:
            marked: The table before the rule, one row per row of the export.

        Returns:
            The table with `product`, `quantity` (int64; DECIMAL where any item has a fraction of a
            piece), `item_number` and, where the rule names one, `price`. The list is replaced by its
            hash, in the column `marks.LISTED`: repeated on every line, the text would take most of
            the memory.

        Raises:
            UserError: If the column does not hold text, or there are lines already.
        """
        rule, kind = self.rule, marked[self.rule.column].type()
        if ITEM in marked.columns:
            raise UserError(
                "a row has one list of items only", where=self.where, todo="drop this rule."
            )
        if not kind.is_string():
            raise UserError(
                f"column {rule.column!r} holds {kind} values",
                where=self.where,
                expected="JSON text",
            )
        # What earlier rules added to a row is shared out like the money of the export itself.
        earlier = [marks.money(n) for n in range(1, self.number)]
        split = [marks.original("amount"), *(name for name in earlier if name in marked.columns)]
        whole = _whole_pieces(marked, rule)
        lines = _lines(_parted(_listed(marked, rule), rule, split, whole=whole), split)
        return _priced(_read(lines, rule, whole=whole), rule, self.number, split)


STEPS: dict[str, type[Step[Any]]] = {
    "parse_items": ParseItems,
}
"""The rules of this family by the names that the params give them."""


def _listed(marked: ir.Table, rule: params.ParseItems) -> ir.Table:
    """Add the items of each row; a row without any gets one empty item."""
    keys = {rule.product: dt.string, rule.quantity: dt.dtype(MONEY)}
    keys |= {rule.price: dt.dtype(MONEY)} if rule.price else {}
    text = marks.is_kept(marked).ifelse(marked[rule.column], None)
    items = json_lists(text, keys)
    # Each `view` keeps Ibis from writing a step into the next one, where the engine would take it
    # again for every item and every mention.
    table = marked.mutate(**{_ITEMS: items, LISTED: marked[rule.column].hash()})
    table = table.drop(rule.column).view()
    nothing = ibis.array([ibis.struct({key: ibis.null(kind) for key, kind in keys.items()})])
    some = (table[_ITEMS].length() > 0).fill_null(False)
    return table.mutate(**{_ITEMS: some.ifelse(table[_ITEMS], nothing)}).view()


def _parted(rows: ir.Table, rule: params.ParseItems, split: list[str], *, whole: bool) -> ir.Table:
    """Add what each item is worth, and its part of the row's money, as lists beside the items.

    Windows over the lines would give the same, at several times the time and memory.
    """
    table = rows.mutate(**{_OWN: rows[_ITEMS].map(lambda item: _worth(item, rule, whole))}).view()
    # Whole cents: sums of such doubles are exact, whatever their order.
    weights = table[_OWN].map(lambda worth: (worth.abs() * 100).round().fill_null(0.0))
    table = table.mutate(**{_WEIGHTS: weights}).view()
    # Where all weights are zero, all lines weigh the same.
    alike = table[_WEIGHTS].map(lambda _: ibis.literal(1.0))
    weights = (table[_WEIGHTS].sums() == 0).ifelse(alike, table[_WEIGHTS])
    table = table.mutate(**{_WEIGHTS: weights}).view()
    total = table[_WEIGHTS].sums()
    each = {f"{_PART}{column}": table[column].cast("float64") / total for column in split}
    table = table.mutate(**each).view()
    parts = {
        name: table[_WEIGHTS].map(lambda weight, f=table[name]: (f * weight).round(4).cast(MONEY))
        for name in each
    }
    return table.mutate(**parts).drop(_WEIGHTS).view()


def _worth(item: ir.StructValue, rule: params.ParseItems, whole: bool) -> ir.FloatingValue:
    """Return the money of an item, or its pieces without a price; null unless it is a line."""
    number = item[rule.quantity]
    right = known(item[rule.product]).notnull() & (number.abs() < _MANY)
    if whole:  # a fraction that the text did not show goes to the ledger; none is rounded off
        right = right & (number == number.round())
    pieces = number.cast("float64")
    price = item[rule.price].cast("float64") if rule.price else 1.0
    return right.ifelse(pieces * price, None)


def _lines(rows: ir.Table, split: list[str]) -> ir.Table:
    """Return one row for each item."""
    # The first line takes what rounding the parts leaves over. `Table.unnest` would join the items to
    # their rows, which takes ten times as long.
    rests = {column: rows[column] - rows[f"{_PART}{column}"].sums() for column in split}
    place = ibis.range(0, rows[_ITEMS].length())
    listed = {name: rows[name].unnest() for name in (_ITEMS, _OWN, *(_PART + c for c in split))}
    lines = rows.mutate(**rests, **listed, **{ITEM: place.unnest()}).view()
    first = lines[ITEM] == 0
    exact = {
        column: (lines[_PART + column] + first.ifelse(lines[column], 0)).cast(MONEY)
        for column in split
    }
    return lines.mutate(**exact).drop(*(_PART + column for column in split))


def _whole_pieces(marked: ir.Table, rule: params.ParseItems) -> bool:
    """Say whether every quantity of the lists is whole."""
    fraction = rf'"{re.escape(rule.quantity)}"\s*:\s*"?\s*[-+]?\d*(?:\.\d*[1-9]|\.?\d*[eE]-)'
    text = marks.is_kept(marked).ifelse(marked[rule.column], None)
    [found] = marked.aggregate(found=text.re_search(fraction).any()).to_pyarrow().to_pylist()
    return not found["found"]


def _read(lines: ir.Table, rule: params.ParseItems, *, whole: bool) -> ir.Table:
    """Put the values of an item into the columns of its line."""
    item, here = lines[_ITEMS], marks.is_kept(lines)
    pieces = item[rule.quantity]
    pieces = (pieces.abs() < _MANY).ifelse(pieces, None)
    columns: dict[str, ir.Value] = {
        "product": known(item[rule.product]),
        "quantity": pieces.cast("int64") if whole else pieces,
    }
    if rule.price:
        columns["price"] = item[rule.price]
    for name, value in columns.items():
        if name in lines.columns:  # removed rows keep what the examples show of them
            columns[name] = here.ifelse(value, lines[name].cast(value.type()))
    own = lines[_OWN].round(4).try_cast(MONEY)
    return lines.mutate(**columns, **{_OWN: own}).drop(_ITEMS)


def _priced(lines: ir.Table, rule: params.ParseItems, number: int, split: list[str]) -> ir.Table:
    """Set the money of each line, what the rule added to it, and which lines it removes."""
    here, whole = marks.is_kept(lines), lines[_OWN].notnull()
    until_here = lines[split[0]].fill_null(0)
    for column in split[1:]:
        until_here = until_here + lines[column].fill_null(0)
    shared = lines.amount.notnull().ifelse(until_here, None)
    amount = (here & whole).ifelse(lines[_OWN], shared) if rule.price else shared
    gained = (amount.fill_null(0) - until_here).cast(MONEY)
    return lines.mutate(
        **{
            "amount": amount.cast(MONEY),
            REMOVED_BY: (here & ~whole).ifelse(number, lines[REMOVED_BY]).cast("int8"),
            marks.changed(number): here & whole,
            marks.money(number): gained,
        }
    ).drop(_OWN)
