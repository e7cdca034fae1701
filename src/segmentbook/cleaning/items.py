"""Make order lines of the item lists of an export."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import marks
from segmentbook.cleaning.marks import ITEM, REMOVED_BY
from segmentbook.engine import MONEY, json_lists
from segmentbook.errors import UserError
from segmentbook.reading import ROW
from segmentbook.rules import ParseItems

_LIST = "_ledger_items"


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
    """
    if ITEM in marked.columns:
        raise UserError("there is one list of items in a row", where=where, todo="drop this rule.")
    if not marked[rule.column].type().is_string():
        kind = marked[rule.column].type()
        raise UserError(
            f"column {rule.column!r} holds {kind} values", where=where, expected="JSON text"
        )
    keys = list(dict.fromkeys([rule.product, rule.quantity, *([rule.price] if rule.price else [])]))
    text = marks.stays(marked).ifelse(marked[rule.column], None)
    listed = marked.mutate(**{_LIST: json_lists(text, keys)})
    lines = listed.unnest(_LIST, offset=ITEM, keep_empty=True)
    lines = lines.mutate(**{ITEM: lines[ITEM].fill_null(0).cast("int64")})
    item = lines[_LIST]
    pieces = item[rule.quantity].try_cast("float64")
    pieces = ((pieces == pieces.round()) & (pieces.abs() < 1e9)).ifelse(pieces, None)
    columns: dict[str, ir.Value] = {
        "product": item[rule.product].strip().nullif(""),
        "quantity": pieces.cast("int64"),
    }
    if rule.price:
        columns["price"] = item[rule.price].try_cast(MONEY)
    here = marks.stays(lines)
    for name, value in columns.items():
        if name in marked.columns:  # rows that are gone keep what the examples show of them
            columns[name] = here.ifelse(value, lines[name].cast(value.type()))
    read = lines.mutate(**columns).drop(_LIST)
    return _share_out(read, rule, number)


def _share_out(lines: ir.Table, rule: ParseItems, number: int) -> ir.Table:
    """Give each line its part of the row's money, so that the parts add up to the last digit."""
    here = marks.stays(lines)
    pieces = lines.quantity.cast("float64")
    worth = pieces * lines.price.cast("float64") if rule.price else pieces
    own = worth.round(4).try_cast(MONEY)
    whole = lines["product"].notnull() & own.notnull()
    # Whole cents: sums of such doubles are exact, whatever their order.
    weight = whole.ifelse((worth.abs() * 100).round(), 0.0).fill_null(0.0)
    weighed = lines.mutate(_ledger_own=own, _ledger_whole=here & whole, _ledger_weight=weight)
    row = ibis.window(group_by=ROW)
    total = weighed._ledger_weight.sum().over(row)
    count = weighed.count().over(row).cast("float64")
    # Where nothing weighs anything, all lines weigh the same.
    share = (total == 0).ifelse(1 / count, weighed._ledger_weight / total)
    # What earlier rules added to the row is shared out like the money of the export itself.
    earlier = [marks.money(n) for n in range(1, number) if marks.money(n) in lines.columns]
    split = [marks.original("amount"), *earlier]
    parts = {
        column: (weighed[column].cast("float64") * share).round(4).cast(MONEY) for column in split
    }
    parted = weighed.mutate(**{f"_ledger_part_{c}": part for c, part in parts.items()})
    exact = {c: _exact(parted, c, row) for c in split}
    gone = here & ~parted._ledger_whole
    done = parted.mutate(
        **exact,
        **{
            REMOVED_BY: gone.ifelse(number, parted[REMOVED_BY]).cast("int8"),
            marks.changed(number): parted._ledger_whole,
            marks.before(number): ibis.null("string"),
        },
    )
    until_here = done[split[0]].fill_null(0)
    for column in earlier:
        until_here = until_here + done[column].fill_null(0)
    shared = done.amount.notnull().ifelse(until_here, None)
    amount = done._ledger_whole.ifelse(done._ledger_own, shared) if rule.price else shared
    gained = (amount.fill_null(0) - until_here).cast(MONEY)
    table = done.mutate(amount=amount.cast(MONEY), **{marks.money(number): gained})
    spent = [
        "_ledger_own",
        "_ledger_whole",
        "_ledger_weight",
        *(f"_ledger_part_{c}" for c in split),
    ]
    return table.drop(*spent)


def _exact(parted: ir.Table, column: str, row: ir.Value) -> ir.DecimalValue:
    """Return the rounded part of each line; the first line takes what rounding left over."""
    part = parted[f"_ledger_part_{column}"]
    rest = parted[column] - part.sum().over(row)
    return (part + (parted[ITEM] == 0).ifelse(rest, 0)).cast(MONEY)
