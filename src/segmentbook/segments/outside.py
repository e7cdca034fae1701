"""Whether segments differ in what they were not made from: who customers are, how they respond.

A column that made the segments, or from which such a column is computed, differs between them by design
and is left out. Of what is left, a column is tested first (chi-square: Pearson, 1900; Kruskal and
Wallis, 1952; adjusted over all columns), and only in columns that pass is each segment compared with all
other customers: difference of shares with the interval of Newcombe (Interval estimation for the
difference between independent proportions, 1998) or of means with that of Welch (1947). The intervals of
all comparisons hold at once. Nobody was put into a segment at random, so no difference is an effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.core.comparisons import LEVEL, confidence, holm
from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.features import chosen
from segmentbook.params.cleaning import Derive
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns
from segmentbook.params.study import Study

MOST = 8
"""At most so many values of a column are kept apart; the rest are others."""

OTHERS = "others"
"""The value of what is not kept apart."""

EXPECTED = 5
"""Customers whom each cell of a chi-square test must expect (Cochran, 1954)."""

NOTEWORTHY = 0.01
"""Smaller differences of a share are of no use to a reader, however sure they are."""

Kind = Literal["share", "mean"]


@dataclass(frozen=True)
class Compared:
    """Segments against what they were not made from.

    Args:
        columns: A row for each column: `column`, `known` (customers of whom it is known), `p` (adjusted
            over all columns) and `differs`.
        cells: A row for each comparison of a segment with all other customers, the largest effect
            first: `segment`, `column`, `value` (empty for a number or an answer), `kind`, `customers`
            (of the segment), `other_customers`, `own` and `others` (share or mean), `difference`,
            `low`, `high`, `effect` (difference in standard deviations) and `clear`.
    """

    columns: pd.DataFrame
    cells: pd.DataFrame

    def stand_out(self) -> pd.DataFrame:
        """Return the comparisons that hold for the number of them."""
        return self.cells[self.cells["clear"]]


def columns_beyond(study: Study) -> list[str]:
    """Return the columns about customers that did not make the segments, nor are part of what did.

    Args:
        study: A study with one row for each customer; of order lines it has none of its own.
    """
    columns = study.columns
    if not isinstance(columns, CustomerColumns):
        return []
    made = {need for feature in chosen(study) for need in feature.needs}
    sources = {**columns.sums, **{name: [column] for name, column in columns.dates.items()}}
    derived = {rule.column: rule.of for rule in study.cleaning if isinstance(rule, Derive)}
    made |= {part for name in made & {*sources} for part in sources[name]}
    made |= {part for name in made & {*derived} for part in derived[name]}
    declared = [one.column for one in study.customers.declared]
    known = dict.fromkeys([*columns.categories, *columns.numbers, *declared, *derived])
    parts = {part for one in columns.sums.values() for part in one}
    return [
        name
        for name in known
        if name not in made and name not in parts and made.isdisjoint(derived.get(name, []))
    ]


def facts(
    study: Study,
    columns: AnyColumns,
    rows: ir.Table | NotApplicable,
    looked_up: ir.Table | NotApplicable,
) -> pd.DataFrame | NotApplicable:
    """Return what is known about customers besides what made the segments.

    Args:
        study: The study.
        columns: Its columns, with titles in the language of the report.
        rows: Rows of customers, where the export has them.
        looked_up: See `customer_lookups.read`.

    Returns:
        `customer` and a column for each fact, under the name that people call it by.
    """
    tables = [] if isinstance(looked_up, NotApplicable) else [frame(looked_up)]
    names = columns_beyond(study)
    if names and not isinstance(rows, NotApplicable):
        assert isinstance(columns, CustomerColumns)
        own = frame(rows.select("customer", *names))
        tables.insert(0, own.rename(columns={name: columns.label(name) for name in names}))
    if not tables:
        return NotApplicable(
            reason=mark("nothing is known of customers but what made the segments")
        )
    found = tables[0]
    for other in tables[1:]:
        found = found.merge(other, on="customer", how="left")
    return found.sort_values("customer", ignore_index=True)


@propagate_not_applicable
def compare(
    about: pd.DataFrame, members: pd.DataFrame, minimum: int = MINIMUM
) -> Compared | NotApplicable:
    """Compare each segment with all other customers in every column.

    Args:
        about: See `facts`.
        members: `customer` and `segment`.
        minimum: Segments of which fewer customers are known in a column are left out of it.
    """
    both = members[["customer", "segment"]].merge(about, on="customer")
    columns: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    for name in about.columns.drop("customer"):
        known = both[["segment", name]].dropna()
        size = known.groupby("segment")[name].transform("size")
        known = known[size >= minimum]
        found, p = _of_column(known["segment"], known[name], name, minimum)
        if found:
            columns.append({"column": name, "known": len(known), "p": p})
            cells += found
    if not columns:
        return NotApplicable(reason=mark("too little is known of the customers of each segment"))
    tested = pd.DataFrame(columns)
    tested["p"] = holm(tested["p"].tolist())
    tested["differs"] = tested["p"] < LEVEL
    table = _with_intervals(pd.DataFrame(cells))
    passed = table["column"].isin(tested.loc[tested["differs"], "column"])
    large = (table["kind"] == "mean") | (table["difference"].abs() >= NOTEWORTHY)
    table["clear"] = passed & large & ((table["low"] > 0) | (table["high"] < 0))
    order = table["effect"].abs().sort_values(ascending=False, kind="stable").index
    return Compared(tested, table.loc[order].reset_index(drop=True))


def is_answer(values: pd.Series) -> bool:
    """Say whether a column is an answer: 1 for yes, 0 for no."""
    return pd.api.types.is_numeric_dtype(values) and bool(values.dropna().isin([0, 1]).all())


def _of_column(
    segment: pd.Series, values: pd.Series, name: str, minimum: int
) -> tuple[list[dict[str, Any]], float]:
    """Return the comparisons of a column and the p-value that it has none; none if it is constant."""
    from scipy.stats import chi2_contingency, kruskal

    if segment.nunique() < 2 or values.nunique() < 2:
        return [], 1.0
    if pd.api.types.is_numeric_dtype(values) and not is_answer(values):
        numbers = values.astype(float)
        p = kruskal(*(group.to_numpy() for _, group in numbers.groupby(segment))).pvalue
        return _cells(segment, numbers.to_frame(""), name, "mean"), float(p)
    levels = values.astype(float).map({1.0: "", 0.0: OTHERS}) if is_answer(values) else values
    kept = _kept(levels.astype(str), segment, minimum)
    counts = pd.crosstab(segment, kept)
    if counts.shape[1] < 2:
        return [], 1.0
    p = chi2_contingency(counts.to_numpy(), correction=False).pvalue
    shown = [level for level in counts.columns if level != OTHERS]
    flags = pd.DataFrame({level: (kept == level).astype(float) for level in shown})
    return _cells(segment, flags, name, "share"), float(p)


def _kept(levels: pd.Series, segment: pd.Series, minimum: int) -> pd.Series:
    """Return levels, with those that are rare, or not among the `MOST` frequent, as others."""
    counts = levels.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    smallest = segment.value_counts(normalize=True).min()
    enough = (counts * smallest >= EXPECTED) & (counts >= minimum)
    kept = [level for level in counts.index[enough] if level != OTHERS][:MOST]
    rest = counts.drop(kept).sum()
    if 0 < rest * smallest < EXPECTED and kept:
        kept.pop()  # the others are then enough together with the rarest
    return levels.where(levels.isin(kept), OTHERS)


def _cells(
    segment: pd.Series, columns: pd.DataFrame, name: str, kind: Kind
) -> list[dict[str, Any]]:
    rows = []
    for value, numbers in columns.items():
        for one in sorted(segment.unique()):
            own, others = numbers[segment == one], numbers[segment != one]
            deviation = float(numbers.std(ddof=0))
            difference = float(own.mean() - others.mean())
            rows.append(
                {
                    "segment": int(one), "column": name, "value": value, "kind": kind,
                    "customers": len(own), "other_customers": len(others),
                    "own": float(own.mean()), "others": float(others.mean()),
                    "spread": float(own.var()), "other_spread": float(others.var()),
                    "difference": difference, "effect": difference / deviation,
                }
            )  # fmt: skip
    return rows


def _with_intervals(cells: pd.DataFrame) -> pd.DataFrame:
    """Add `low` and `high` of each difference, such that all of them hold at once."""
    from scipy.stats import norm
    from scipy.stats import t as student

    tail = (1 + confidence(len(cells))) / 2
    z = norm.ppf(tail)
    one, other = cells["own"], cells["others"]
    low, high = wilson(one, cells["customers"], z)
    least, most = wilson(other, cells["other_customers"], z)
    down = np.sqrt((one - low) ** 2 + (most - other) ** 2)
    up = np.sqrt((high - one) ** 2 + (other - least) ** 2)
    parts = cells["spread"] / cells["customers"], cells["other_spread"] / cells["other_customers"]
    total = parts[0] + parts[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = total**2 / (
            parts[0] ** 2 / (cells["customers"] - 1)
            + parts[1] ** 2 / (cells["other_customers"] - 1)
        )
    reach = student.ppf(tail, freedom.fillna(1).clip(lower=1)) * np.sqrt(total)
    mean = cells["kind"] == "mean"
    return cells.assign(
        low=cells["difference"] - np.where(mean, reach, down),
        high=cells["difference"] + np.where(mean, reach, up),
    ).drop(columns=["spread", "other_spread"])


def wilson(share: pd.Series, number: pd.Series, z: float) -> tuple[pd.Series, pd.Series]:
    """Return the ends of the interval of a share: Wilson, Probable inference (1927).

    Args:
        share: Shares.
        number: Of how many.
        z: Quantile of the normal distribution.
    """
    middle = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    variance = (share * (1 - share) / number).clip(lower=0) + z**2 / (4 * number**2)
    reach = z / (1 + z**2 / number) * np.sqrt(variance)
    return (middle - reach).clip(lower=0), (middle + reach).clip(upper=1)


@propagate_not_applicable
def answers(
    about: pd.DataFrame, members: pd.DataFrame, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return the share of each segment that said yes, with Wilson's interval of 95 %.

    Args:
        about: See `facts`.
        members: `customer` and `segment`.
        minimum: Segments in which fewer were asked, said yes, or said no, are left out.

    Returns:
        `column`, `segment`, `asked` (customers), `share`, `low` and `high`, by column and segment.
    """
    from scipy.stats import norm

    both = members[["customer", "segment"]].merge(about, on="customer")
    rows = []
    for name in about.columns.drop("customer"):
        if not is_answer(both[name]) or both[name].nunique() < 2:
            continue
        for segment, values in both[name].dropna().groupby(both["segment"]):
            yes, asked = int(values.sum()), len(values)
            if asked >= minimum and all(
                part == 0 or part >= minimum for part in (yes, asked - yes)
            ):
                rows.append(
                    {"column": name, "segment": segment, "asked": asked, "share": yes / asked}
                )
    if not rows:
        return NotApplicable(reason=mark("no campaign or coupon is known by customer"))
    table = pd.DataFrame(rows)
    table["low"], table["high"] = wilson(table["share"], table["asked"], norm.ppf(0.975))
    return table
