"""Group the customers of another view as those of the study are grouped, and match the segments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.clustering import fit
from segmentbook.clustering.transform import Scaling
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.matching import best_pairs
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.features import customer_view
from segmentbook.params.clustering import Clustering
from segmentbook.params.study import Study

LEAST_DAYS = 61
"""An earlier view needs so many days of order lines before its reference date."""


def refit(
    view: pd.DataFrame,
    names: Sequence[str],
    params: Clustering,
    k: int,
    minimum: int = MINIMUM,
) -> pd.Series | NotApplicable:
    """Return the segment of each customer of a view, by a segmentation of its own.

    Args:
        view: A customer view.
        names: Its features that segments are made from.
        params: How groups are found.
        k: Their number.
        minimum: See `Scaling.fit`.

    Returns:
        Numbers of no meaning, indexed by `customer`. Not applicable where too few customers differ.
    """
    too_few = NotApplicable(reason=mark("too few customers have values of their own"))
    if len(view.drop_duplicates(list(names))) <= k:
        return too_few
    try:
        scaling = Scaling.fit(view, names, params, minimum)
        points = fit.fit_points(view, scaling, params)
        if len(np.unique(points, axis=0)) <= k:
            return too_few
        fitted = fit.segment(points, scaling, k, params)
    except UserError:
        # A group that is split again in the report may be too small here: not the user's error.
        return NotApplicable(reason=mark("a segment was too small to be split again"))
    return pd.Series(fitted.assign(view), index=view["customer"], name="segment")


def matched(labels: pd.Series, main: pd.Series) -> pd.Series:
    """Give the groups of a refit the numbers of the segments with which they share most customers.

    Args:
        labels: See `refit`.
        main: The segment of each customer of the report, indexed by `customer`.

    Returns:
        The labels of the customers that both have, by customer; a group without a partner is -1.
    """
    both = labels.index.intersection(main.index).sort_values()
    groups, own = labels.reindex(both), main.reindex(both)
    shared = pd.crosstab(own, groups)
    pairs = best_pairs(-shared.to_numpy())
    numbers = {shared.columns[column]: int(shared.index[row]) for row, column in pairs}
    return groups.map(lambda group: numbers.get(group, -1)).astype("int64")


def view_at(study: Study, lines: ir.Table, day: date) -> pd.DataFrame | NotApplicable:
    """Return the customer view as it was before a day, from the order lines before it.

    Amounts that cancellations took back have no dates: monetary value is that of all order lines.

    Returns:
        See `features.customer_view`. Not applicable where fewer than `LEAST_DAYS` days lie before the
        day.
    """
    first: Any = frame(lines.aggregate(first=lines.timestamp.date().min()))["first"][0]
    if pd.isna(first) or (pd.Timestamp(day) - pd.Timestamp(first)).days < LEAST_DAYS:
        return NotApplicable(
            reason=mark("fewer than {days:count} days of orders lie before {date:date}"),
            values={"days": LEAST_DAYS, "date": day},
        )
    monetary = study.customers.monetary.model_copy(update={"revenue": "gross"})
    customers = study.customers.model_copy(update={"monetary": monetary})
    undated = NotApplicable(reason=mark("only the order lines have dates"))
    before = lines.filter(lines.timestamp.date() < ibis.literal(day))
    gross = study.model_copy(update={"customers": customers})
    return frame(customer_view(gross, before, undated, undated, day))
