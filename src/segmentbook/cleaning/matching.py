"""Match cancellations with the order lines that they cancel."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning.marks import line_id

KEY = ("customer", "product", "pieces")


def matched(lines: ir.Table) -> ir.Table:
    """Find the pairs of a cancellation and the order line that it cancels.

    A line of negative quantity cancels the latest earlier line of the same customer, product and
    number of pieces that no other cancellation has taken. Lines of the same time count as earlier.

    Args:
        lines: `customer`, `product`, `timestamp`, `quantity` and `export_row`.

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
