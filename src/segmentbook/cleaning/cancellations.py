"""Cancelled orders: which rows cancel one, which line each of them cancels, and the money involved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import columns
from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.marks import REMOVED_BY, is_kept, line_id
from segmentbook.cleaning.step import Answers, Removal, Step
from segmentbook.core.errors import UserError
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest.read import UNREADABLE
from segmentbook.params import cleaning as params

KEY = ("customer", "product", "pieces")
"""What a cancellation and the line that it cancels have in common."""

_NO_PRODUCTS = mark("the export has no quantity and product in its rows")


class DropCancelled(Removal[params.DropCancelled]):
    """Drop the rows that cancel an order: known by order number, by a flag, or by quantity."""

    def columns(self) -> Sequence[str]:
        """Return the column by which cancellations are known."""
        return ["order"] if self.rule.prefix else [self.rule.column or "quantity"]

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows cancel an order.

        Raises:
            UserError: If the flag is not of the column's type.
        """
        if self.rule.prefix is not None:
            return table.order.startswith(self.rule.prefix)
        if self.rule.column is None:
            return columns.number(table, "quantity", self.where) < 0
        flag, value = table[self.rule.column], self.rule.value
        if flag.type().is_boolean() != isinstance(value, bool):
            # YAML reads yes and true as truth values, text files hold them as texts.
            return flag.cast("string").lower() == str(value).lower()
        if flag.type().is_string():
            return flag == str(value)
        if isinstance(value, str):
            raise UserError(
                f"the column {self.rule.column!r} holds {flag.type()} values, not {value!r}",
                where=self.where,
                expected="a value of that type",
            )
        return flag == value

    def answers(self) -> Answers:
        """Return that negative lines are dealt with, and order numbers with letters by a prefix."""
        prefixed = {(Fault.ORDER_WITH_LETTERS, "order")} if self.rule.prefix is not None else set()
        return _NEGATIVE | prefixed


class MatchCancellations(Removal[params.MatchCancellations]):
    """Drop each cancellation together with the line that it cancels, see `matched`."""

    reads_all_rows = True

    def columns(self) -> Sequence[str]:
        """Return the columns by which lines are matched."""
        return ["customer", "product", "quantity", "timestamp"]

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows are one of a pair."""
        return line_id(table).isin(matched(table.filter(is_kept(table))).line)

    def answers(self) -> Answers:
        """Return that negative lines are dealt with."""
        return _NEGATIVE


STEPS: dict[str, type[Step[Any]]] = {
    "drop_cancelled": DropCancelled,
    "match_cancellations": MatchCancellations,
}
"""The rules of this family by the names that the params give them."""


_NEGATIVE: Answers = {(Fault.BELOW_ZERO, "quantity"), (Fault.BELOW_ZERO, "amount")}


def matched(lines: ir.Table) -> ir.Table:
    """Find the pairs of a cancellation and the order line that it cancels.

    A line of negative quantity cancels the latest earlier line of the same customer, product and
    number of pieces that no other cancellation has taken. Lines of the same time count as earlier; a
    line that cost nothing is not taken back.

    Args:
        lines: `customer`, `product`, `timestamp`, `quantity`, `export_row` and, where known, `amount`.

    Returns:
        `line`, the number of each line that is one of a pair, see `marks.line_id`.
    """
    # This is the matching of brackets: lines open, cancellations close. The depth of a bracket is
    # the running sum of +1 and -1, lifted so that cancellations without a line do not count.
    # Opening brackets and the ones that close them have the same depth and follow each other there.
    events = _candidates(lines)
    order = ["timestamp", "closes", "line"]
    key_window = ibis.cumulative_window(group_by=list(KEY), order_by=order)
    step = events.closes.ifelse(-1, 1)
    summed = events.mutate(balance=step.sum().over(key_window))
    lowest = ibis.least(summed.balance.min().over(key_window), 0)
    lifted = summed.mutate(lowest=lowest)
    previous = lifted.lowest.lag().over(ibis.window(group_by=list(KEY), order_by=order))
    closing = lifted.mutate(
        depth=lifted.balance - lifted.lowest + lifted.closes.cast("int64"),
        cancels_nothing=lifted.closes & (lifted.lowest < previous.fill_null(0)),
    )
    pairs = closing.filter(~closing.cancels_nothing)
    neighbours = ibis.window(group_by=[*KEY, "depth"], order_by=order)
    found = pairs.mutate(next_closes=pairs.closes.lead().over(neighbours).fill_null(False))
    return found.filter(found.closes | found.next_closes).select("line")


def _candidates(lines: ir.Table) -> ir.Table:
    """Return the cancellations and the lines of which they could cancel one."""
    known = lines.filter(
        lines.customer.notnull() & lines["product"].notnull() & lines.timestamp.notnull()
    )
    if "amount" in known.columns:
        known = known.filter((known.quantity < 0) | (known.amount != 0))
    events = known.select(
        customer=known.customer,
        product=known["product"],
        pieces=known.quantity.abs(),
        timestamp=known.timestamp,
        closes=known.quantity < 0,
        line=line_id(known),
    ).filter(ibis._.pieces > 0)
    cancelled = events.filter(events.closes).select(*KEY).distinct()
    return events.semi_join(cancelled, list(KEY))


def taken_back(marked: ir.Table, rules: Sequence[params.Rule]) -> ir.Table | NotApplicable:
    """Return the money that cancellations took back, by customer.

    A cancellation is a line of negative money that a rule against cancelled orders, or one that keeps
    positive lines, removed; what other rules removed is out of the report, and so are its
    cancellations.

    Args:
        marked: What `apply.mark` returned.
        rules: The same rules.

    Returns:
        `customer`, `cancelled` (the money of the cancellations, positive) and `matched` (the money of
        the lines that a cancellation takes back in full, see `matched`, whether the rules dropped or
        kept them); DECIMAL, by customer, of customers with either.
    """
    if not {"customer", "product", "quantity", "timestamp", "amount"} <= {*marked.columns}:
        return NotApplicable(reason=_NO_PRODUCTS)
    undoing = (params.DropCancelled, params.KeepPositive)
    numbers = [number for number, rule in enumerate(rules, 1) if isinstance(rule, undoing)]
    against = marked[REMOVED_BY].isin(numbers) & (marked.amount < 0) & marked.customer.notnull()
    rows = marked.mutate(against=against.fill_null(False), line=line_id(marked))
    pairs = matched(rows.filter(is_kept(rows) | rows.against))
    matching = [n for n, rule in enumerate(rules, 1) if isinstance(rule, params.MatchCancellations)]
    dropped = rows[REMOVED_BY].isin(matching) & (rows.amount > 0)
    undone = (is_kept(rows) & rows.line.isin(pairs.line)) | dropped
    touched = rows.mutate(undone=undone).filter(lambda t: t.against | t.undone)
    return (
        touched.group_by("customer")
        .aggregate(
            cancelled=(-touched.amount).sum(where=touched.against).fill_null(0),
            matched=touched.amount.sum(where=touched.undone).fill_null(0),
        )
        .order_by("customer")
    )


def revenue_kinds(export: ir.Table) -> dict[str, Any] | NotApplicable:
    """Return the revenue of known customers before any other rule, by three definitions.

    Args:
        export: One row per row of the export, canonical columns.

    Returns:
        `revenue_gross`: lines that bring money. `revenue_net`: all lines, so that cancellations
        count against it. `revenue_matched`: lines that bring money and that no cancellation takes
        back, see `matched`. `cancellation_lines`: lines of negative quantity. `cancelled_lines`: the
        lines that they take back.
    """
    if not {"customer", "product", "quantity", "timestamp"} <= {*export.columns}:
        return NotApplicable(reason=_NO_PRODUCTS)
    lines = export.filter(export.customer.notnull())
    if UNREADABLE in export.columns:
        lines = lines.filter(lines[UNREADABLE].isnull())
    [found] = (
        lines.aggregate(
            gross=lines.amount.sum(where=lines.amount > 0).fill_null(0),
            net=lines.amount.sum().fill_null(0),
            cancellations=(lines.quantity < 0).sum().fill_null(0),
        )
        .to_pyarrow()
        .to_pylist()
    )
    taken = {"money": 0, "lines": 0}
    if found["cancellations"] > 0:
        back = lines.filter(line_id(lines).isin(matched(lines).line) & (lines.amount > 0))
        [taken] = (
            back.aggregate(money=back.amount.sum().fill_null(0), lines=back.count())
            .to_pyarrow()
            .to_pylist()
        )
    return {
        "revenue_gross": float(found["gross"]),
        "revenue_net": float(found["net"]),
        "revenue_matched": float(found["gross"] - taken["money"]),
        "cancellation_lines": int(found["cancellations"]),
        "cancelled_lines": int(taken["lines"]),
    }
