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
    """Add the items of each row, their number, and what they weigh together.

    A row without items gets one that holds nothing. Windows over the lines would weigh them as well,
    at several times the time and memory. Each `view` keeps Ibis from writing a step into the next
    one, where the engine would take it again for every item and every mention.
    """
    keys = list(dict.fromkeys([rule.product, rule.quantity, *([rule.price] if rule.price else [])]))
    text = marks.stays(marked).ifelse(marked[rule.column], None)
    table = marked.mutate(**{_ITEMS: json_lists(text, keys)}).view()
    nothing = ibis.array([ibis.struct(dict.fromkeys(keys, ibis.null("string")))])
    some = (table[_ITEMS].length() > 0).fill_null(False)
    items = some.ifelse(table[_ITEMS], nothing).map(lambda item: _typed(item, rule))
    table = table.mutate(**{_ITEMS: items}).view()
    table = table.mutate(**{_ITEMS: table[_ITEMS].map(_worth)}).view()
    together = table[_ITEMS].map(_weight).sums()
    count = table[_ITEMS].length().cast("float64")
    return table.mutate(**{_TOTAL: together, _COUNT: count}).view()


def _typed(item: ir.StructValue, rule: ParseItems) -> ir.StructValue:
    values: dict[str, ir.Value] = {
        "product": item[rule.product].strip(),
        "pieces": item[rule.quantity].try_cast("float64"),
    }
    if rule.price:
        values["price"] = item[rule.price].try_cast(MONEY)
    return ibis.struct(values)


def _worth(item: ir.StructValue) -> ir.StructValue:
    """Add `worth`, null unless the item has a product, a whole number of pieces and any price."""
    names = item.type().names
    right = (
        (item["product"] != "") & (item.pieces == item.pieces.round()) & (item.pieces.abs() < 1e9)
    )
    worth = item.pieces * item.price.cast("float64") if "price" in names else item.pieces
    return ibis.struct({name: item[name] for name in names} | {"worth": right.ifelse(worth, None)})


def _weight(item: ir.StructValue) -> ir.FloatingValue:
    # Whole cents: sums of such doubles are exact, whatever their order.
    return (item.worth.abs() * 100).round().fill_null(0.0)


def _rest(rows: ir.Table, column: str) -> ir.DecimalValue:
    """Return what rounding the parts of a row's money leaves over."""
    parts = rows[_ITEMS].map(lambda item: _part(rows, _weight(item), column))
    return rows[column] - parts.sums()


def _part(table: ir.Table, weight: ir.FloatingValue, column: str) -> ir.DecimalValue:
    # Where nothing weighs anything, all lines weigh the same.
    share = (table[_TOTAL] == 0).ifelse(1 / table[_COUNT], weight / table[_TOTAL])
    return (table[column].cast("float64") * share).round(4).cast(MONEY)


def _read(lines: ir.Table, rule: ParseItems) -> ir.Table:
    """Put what an item says into the columns of its line."""
    item = lines[_ITEMS]["item"]
    pieces = (item.pieces == item.pieces.round()) & (item.pieces.abs() < 1e9)
    columns: dict[str, ir.Value] = {
        "product": item["product"].nullif(""),
        "quantity": pieces.ifelse(item.pieces, None).cast("int64"),
    }
    if rule.price:
        columns["price"] = item.price
    here = marks.stays(lines)
    for name, value in columns.items():
        if name in lines.columns:  # rows that are gone keep what the examples show of them
            columns[name] = here.ifelse(value, lines[name].cast(value.type()))
    own = item.worth.round(4).try_cast(MONEY)
    return lines.mutate(
        **columns,
        _ledger_own=own,
        **{_ITEMS: item, ITEM: lines[_ITEMS].place.cast("int64")},
    )


def _share_out(lines: ir.Table, rule: ParseItems, number: int, split: list[str]) -> ir.Table:
    """Give each line its part of the row's money, so that the parts add up to the last digit."""
    here, whole = marks.stays(lines), lines["_ledger_own"].notnull()
    weight = _weight(lines[_ITEMS])
    # The first line takes what rounding left over.
    first = lines[ITEM] == 0
    exact = {
        column: (_part(lines, weight, column) + first.ifelse(lines[f"{_REST}{column}"], 0)).cast(
            MONEY
        )
        for column in split
    }
    done = lines.mutate(
        **exact,
        **{
            REMOVED_BY: (here & ~whole).ifelse(number, lines[REMOVED_BY]).cast("int8"),
            marks.changed(number): here & whole,
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
