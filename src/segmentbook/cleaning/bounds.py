"""How far the values of a column may go."""

from __future__ import annotations

import math

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning.marks import stays
from segmentbook.core.errors import UserError
from segmentbook.params.cleaning import Bounds


def bounds(
    marked: ir.Table, values: ir.NumericValue, rule: Bounds, where: str
) -> tuple[float, float]:
    """Return the lowest and the highest value that a rule allows.

    Shares and quartiles are those of the rows that earlier rules left, by linear interpolation.

    Args:
        marked: The table before the rule.
        values: The rule's column as numbers.
        rule: The rule.
        where: Its place in the params.

    Returns:
        The bounds; an open end is infinite.

    Raises:
        UserError: If no row is left to take a percentile of.
    """
    if rule.percentile is None and rule.iqr is None:
        lower = -math.inf if rule.lower is None else rule.lower
        return lower, math.inf if rule.upper is None else rule.upper
    shares = [rule.percentile] if rule.percentile is not None else [0.25, 0.75]
    number = values.cast("float64")
    found = marked.aggregate(
        **{f"q{i}": number.quantile(share, where=stays(marked)) for i, share in enumerate(shares)}
    ).to_pyarrow()
    cuts = [found[f"q{i}"][0].as_py() for i in range(len(shares))]
    if None in cuts:
        raise UserError(
            f"no row has a {rule.column!r} when this rule comes",
            where=where,
            expected="values of which a share can be taken",
            todo="move the rule up, or give 'lower' and 'upper'.",
        )
    if rule.iqr is None:
        return -math.inf, cuts[0]
    reach = rule.iqr * (cuts[1] - cuts[0])
    return cuts[0] - reach, cuts[1] + reach


def outside(values: ir.NumericValue, lower: float, upper: float) -> ir.BooleanValue:
    """Say which values are out of the bounds."""
    number = values.cast("float64")
    conditions = [number < lower] if lower > -math.inf else []
    conditions += [number > upper] if upper < math.inf else []
    return ibis.or_(*conditions)
