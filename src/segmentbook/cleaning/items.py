"""Make order lines of the item lists of an export."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import marks
from segmentbook.cleaning.marks import ITEM, LISTED, REMOVED_BY
from segmentbook.engine import MONEY, json_lists
from segmentbook.errors import UserError
from segmentbook.rules import ParseItems

_ITEMS = "_ledger_items"
_TOTAL = "_ledger_total"
_COUNT = "_ledger_count"
_REST = "_ledger_rest_"


def parse_items(marked: ir.Table, rule: ParseItems, number: int, where: str) -> ir.Table:
    """Turn each row that is left into one order line for each of its items.

    Rows without a list that can be read, and items without a product or a whole number of pieces,
    are removed by this rule. Rows that earlier rules removed stay single rows.

    Args:
        marked: The table before the rule, one row per row of the export.
        rule: The rule.
        number: Its number.
        where: Its place in the params.

    Returns:
        The table with `product`, `quantity`, `item_number` and, where the rule names one, `price`.
        In the place of the list stands its hash, in the column `marks.LISTED`: repeated on every
        line, the text would take most of the memory.
    """
    if ITEM in marked.columns:
        raise UserError("there is one list of items in a row", where=where, todo="drop this rule.")
    if not marked[rule.column].type().is_string():
        kind = marked[rule.column].type()
        raise UserError(
            f"column {rule.column!r} holds {kind} values", where=where, expected="JSON text"
        )
    # What earlier rules added to a row is shared out like the money of the export itself.
    earlier = [marks.money(n) for n in range(1, number) if marks.money(n) in marked.columns]
    split = [marks.original("amount"), *earlier]
    rows = _weighed(marked, rule)
    rests = {f"{_REST}{column}": _rest(rows, column) for column in split}
    hashed = rows.mutate(**rests, **{LISTED: rows[rule.column].hash()}).drop(rule.column)
    # `Table.unnest` would join the items to their rows, which takes ten times as long.
    numbered = hashed.view()
    items = numbered[_ITEMS].map(lambda item, place: ibis.struct({"item": item, "place": place}))
    lines = numbered.mutate(**{_ITEMS: items.unnest()})
    return _share_out(_read(lines, rule), rule, number, split)


def _weighed(marked: ir.Table, rule: ParseItems) -> ir.Table:
    """Add the items of each row, with what each weighs, their number and their weight together.

    A row without items gets one that holds nothing. Windows over the lines would weigh them as well,
    at several times the time and memory. Each `view` keeps Ibis from writing a step into the next
    one, where it would be computed again for every item.
    """
    keys = list(dict.fromkeys([rule.product, rule.quantity, *([rule.price] if rule.price else [])]))
    text = marks.stays(marked).ifelse(marked[rule.column], None)
    table = marked.mutate(**{_ITEMS: json_lists(text, keys)}).view()
    nothing = ibis.array([ibis.struct(dict.fromkeys(keys, ibis.null("string")))])
    some = (table[_ITEMS].length() > 0).fill_null(False)
    table = table.mutate(**{_ITEMS: some.ifelse(table[_ITEMS], nothing)}).view()
    table = table.mutate(**{_ITEMS: table[_ITEMS].map(lambda item: _values(item, rule))}).view()
    table = table.mutate(**{_ITEMS: table[_ITEMS].map(_with_weight)}).view()
    items = table[_ITEMS]
    together = items.map(lambda item: item.weight).sums()
    return table.mutate(**{_TOTAL: together, _COUNT: items.length().cast("float64")}).view()


def _values(item: ir.StructValue, rule: ParseItems) -> ir.StructValue:
    pieces = item[rule.quantity].try_cast("float64")
    whole = (pieces == pieces.round()) & (pieces.abs() < 1e9)
    values: dict[str, ir.Value] = {
        "product": item[rule.product].strip().nullif(""),
        "pieces": whole.ifelse(pieces, None),
    }
    if rule.price:
        values["price"] = item[rule.price].try_cast(MONEY)
    return ibis.struct(values)


def _with_weight(item: ir.StructValue) -> ir.StructValue:
    priced = "price" in item.type().names
    worth = item.pieces * item.price.cast("float64") if priced else item.pieces
    own = worth.round(4).try_cast(MONEY)
    whole = item["product"].notnull() & own.notnull()
    # Whole cents: sums of such doubles are exact, whatever their order.
    weight = whole.ifelse((worth.abs() * 100).round(), 0.0)
    names = ["product", "pieces", *(["price"] if priced else [])]
    return ibis.struct(
        {name: item[name] for name in names} | {"own": own, "whole": whole, "weight": weight}
    )


def _rest(rows: ir.Table, column: str) -> ir.DecimalValue:
    """Return what rounding the parts of a row's money leaves over."""
    parts = rows[_ITEMS].map(lambda item: _part(rows, item.weight, column))
    return rows[column] - parts.sums()


def _part(table: ir.Table, weight: ir.FloatingValue, column: str) -> ir.DecimalValue:
    # Where nothing weighs anything, all lines weigh the same.
    share = (table[_TOTAL] == 0).ifelse(1 / table[_COUNT], weight / table[_TOTAL])
    return (table[column].cast("float64") * share).round(4).cast(MONEY)


def _read(lines: ir.Table, rule: ParseItems) -> ir.Table:
    """Put what an item says into the columns of its line."""
    item = lines[_ITEMS]["item"]
    columns: dict[str, ir.Value] = {
        "product": item["product"],
        "quantity": item.pieces.cast("int64"),
    }
    if rule.price:
        columns["price"] = item.price
    here = marks.stays(lines)
    for name, value in columns.items():
        if name in lines.columns:  # rows that are gone keep what the examples show of them
            columns[name] = here.ifelse(value, lines[name].cast(value.type()))
    return lines.mutate(**columns, **{ITEM: lines[_ITEMS].place.cast("int64"), _ITEMS: item})


def _share_out(lines: ir.Table, rule: ParseItems, number: int, split: list[str]) -> ir.Table:
    """Give each line its part of the row's money, so that the parts add up to the last digit."""
    item, here = lines[_ITEMS], marks.stays(lines)
    # The first line takes what rounding left over.
    first = lines[ITEM] == 0
    exact = {
        column: (
            _part(lines, item.weight, column) + first.ifelse(lines[f"{_REST}{column}"], 0)
        ).cast(MONEY)
        for column in split
    }
    done = lines.mutate(
        **exact,
        _ledger_own=item.own,
        **{
            REMOVED_BY: (here & ~item.whole).ifelse(number, lines[REMOVED_BY]).cast("int8"),
            marks.changed(number): here & item.whole,
            marks.before(number): ibis.null("string"),
        },
    )
    until_here = done[split[0]].fill_null(0)
    for column in split[1:]:
        until_here = until_here + done[column].fill_null(0)
    shared = done.amount.notnull().ifelse(until_here, None)
    changed = done[marks.changed(number)]
    amount = changed.ifelse(done["_ledger_own"], shared) if rule.price else shared
    gained = (amount.fill_null(0) - until_here).cast(MONEY)
    table = done.mutate(amount=amount.cast(MONEY), **{marks.money(number): gained})
    spent = [_ITEMS, _TOTAL, _COUNT, "_ledger_own", *(f"{_REST}{column}" for column in split)]
    return table.drop(*spent)
