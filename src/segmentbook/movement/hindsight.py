"""The comparison of earlier segments with what came after them, from order lines to sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.clustering import fit, transform
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import least
from segmentbook.features import chosen, customer_view
from segmentbook.movement import outcomes, significance
from segmentbook.params.study import Study
from segmentbook.report.formats import NO_CURRENCY, Formats, count
from segmentbook.report.sentences import Said
from segmentbook.segments.profile import standings

SURE = 0.05
"""Two segments differ where the adjusted p-value is below this."""

MOST_NAMED = 2
"""At most this many pairs are named; more are counted."""


@dataclass(frozen=True)
class Hindsight:
    """What earlier segments did later.

    Args:
        period: What was known, and what came after.
        segments: See `compare.by_segment`, with `name`, by `segment`: the segment of today that each
            resembles most; best repeat rate first.
        pairs: See `compare.pairs`.
    """

    period: outcomes.Period
    segments: pd.DataFrame
    pairs: pd.DataFrame


def look_back(
    lines: ir.Table | NotApplicable,
    study: Study,
    view: pd.DataFrame,
    names: Mapping[int, str],
    k: int,
) -> Hindsight | NotApplicable:
    """Make segments from the order lines before the cut date alone, and see what they did later.

    Args:
        lines: Order lines.
        study: The study, whose features, transform and seed are used.
        view: The customer view of today with the column `segment`.
        names: The name of each of today's segments by its number.
        k: Number of groups, before any is split again and outliers are set apart.

    Raises:
        UserError: If the cut date of the params is outside the period.
    """
    period = outcomes.period(lines, study.explain.cut_date)
    if isinstance(period, NotApplicable):
        return period
    early = _early(lines, period.cut, study, k)
    if isinstance(early, NotApplicable):
        return early
    features, params = chosen(study), study.clustering
    alike = outcomes.named_alike(
        standings(early, features).groupby(early["segment"]).mean(),
        standings(view, features).groupby(view["segment"]).mean(),
    )
    early = early[early["segment"].isin(list(alike))]
    early = early.assign(segment=early["segment"].map(alike).astype(int))
    followed = outcomes.followed(early, outcomes.outcomes(lines, period.cut))
    table = significance.by_segment(followed, params.seed, study.sharing.minimum)
    if len(table) < 2:
        reason = _(
            "fewer than two segments had {number} customers before {date}",
            number=str(study.sharing.minimum),
            date=_day(period.cut),
        )
        return NotApplicable(outcomes.WHAT, reason)
    table.insert(1, "name", table["segment"].map(names))
    table = table.sort_values(
        "again",
        ascending=False,
        kind="stable",
        ignore_index=True,
        key=lambda column: column.map(least),
    )
    return Hindsight(period, table, significance.pairs(followed, sorted(table["segment"])))


def _early(lines: ir.Table, cut: date, study: Study, k: int) -> pd.DataFrame | NotApplicable:
    """Return the customer view at the cut date, with the segments that chapter 4 would have made."""
    names, params = [feature.name for feature in chosen(study)], study.clustering
    if study.customers.monetary.revenue != "gross":
        return NotApplicable(outcomes.WHAT, _("what cancellations took back has no dates"))
    none = NotApplicable(outcomes.WHAT, _("only the order lines have dates"))
    early = frame(customer_view(study, outcomes.before(lines, cut), none, none, cut))
    if len(early.drop_duplicates(names)) <= k:
        reason = _(
            "{number} customers ordered before {date}, too few for {k} segments",
            number=count(len(early)),
            date=_day(cut),
            k=str(k),
        )
        return NotApplicable(outcomes.WHAT, reason)
    scaling = transform.Scaling.fit(early, names, params, study.sharing.minimum)
    points = fit.fit_points(early, scaling, params)
    if len(np.unique(points, axis=0)) <= k:
        return NotApplicable(
            outcomes.WHAT, _("too few customers differ before {date}", date=_day(cut))
        )
    try:
        fitted = fit.segment(points, scaling, k, params)
    except UserError:
        # What can be split again today may have been too small then: no mistake of the user's.
        reason = _("before {date}, a segment was too small to be split again", date=_day(cut))
        return NotApplicable(outcomes.WHAT, reason)
    return early.assign(segment=fitted.assign(early))


def _day(cut: date) -> str:
    return Formats(NO_CURRENCY).write(cut, "date")


def metrics(found: Hindsight | NotApplicable) -> Any:
    """Return the cut date, the segments, and the pairs of segments that do not differ."""
    if isinstance(found, NotApplicable):
        return found
    table = found.segments
    by_segment = table.set_index("segment")["name"]
    values: dict[str, Any] = {
        "later_cut": found.period.cut,
        "later_days": found.period.days_after,
        "later_customers": int(table["customers"].sum()),
        "later_segments": table.to_dict("records"),
        "later_pairs": len(found.pairs),
        "later_level": significance.LEVEL,
        "later_sure": SURE,
    }
    for outcome in ("again", "revenue"):
        alike = found.pairs[~(found.pairs[outcome] < SURE)]
        values[f"later_{outcome}_alike"] = len(alike)
        values[f"later_{outcome}_alike_pairs"] = [
            {"one": by_segment[row.one], "other": by_segment[row.other]}
            for row in alike.itertuples()
        ]
    return values


def heading(found: Hindsight | NotApplicable) -> str | Said:
    """Return the title: who came back most and least after the cut date."""
    if isinstance(found, NotApplicable):
        return found.what
    last = len(found.segments) - 1
    return (
        _("Later {most:percent} of the {best} ordered again, {least:percent} of the {worst}"),
        {
            "most": "later_segments.0.again",
            "best": "later_segments.0.name",
            "least": f"later_segments.{last}.again",
            "worst": f"later_segments.{last}.name",
        },
    )


def sentences(found: Hindsight | NotApplicable) -> list[Said]:
    """Say how it was measured, what each brought, and where segments do not differ."""
    if isinstance(found, NotApplicable):
        return []
    revenue = found.segments["revenue"]
    most, least = int(revenue.argmax()), int(revenue.argmin())
    numbers = metrics(found)
    return [
        (
            _(
                "Segments made from orders before {later_cut:date} alone, followed for the "
                "{later_days:count} days from then on."
            ),
            {},
        ),
        (
            _(
                "On average one of the {best} brought {most:money} in those days, one of the {worst} "
                "{least:money}."
            ),
            {
                "best": f"later_segments.{most}.name",
                "most": f"later_segments.{most}.revenue",
                "worst": f"later_segments.{least}.name",
                "least": f"later_segments.{least}.revenue",
            },
        ),
        *_alike("again", numbers),
        *_alike("revenue", numbers),
    ]


def _alike(outcome: str, numbers: dict[str, Any]) -> list[Said]:
    alike, said = f"later_{outcome}_alike", _ALIKE[outcome]
    number, every = numbers[alike], numbers["later_pairs"]
    if number == 0:
        return [(said["none"], {})]
    if number == every:
        return [(said["all"], {})]
    if number > MOST_NAMED:
        return [(said["many"], {})]
    return [
        (said["pair"], {"one": f"{alike}_pairs.{n}.one", "other": f"{alike}_pairs.{n}.other"})
        for n in range(number)
    ]


_ALIKE = {
    "again": {
        "none": mark("Every two segments differ measurably in how many ordered again."),
        "all": mark("No two segments differ measurably in how many ordered again."),
        "many": mark(
            "{later_again_alike:count} of {later_pairs:count} pairs of segments do not differ "
            "measurably in how many ordered again."
        ),
        "pair": mark("{one} and {other} do not differ measurably in how many ordered again."),
    },
    "revenue": {
        "none": mark("Every two segments differ measurably in what they brought per customer."),
        "all": mark("No two segments differ measurably in what they brought per customer."),
        "many": mark(
            "{later_revenue_alike:count} of {later_pairs:count} pairs of segments do not differ "
            "measurably in what they brought per customer."
        ),
        "pair": mark(
            "{one} and {other} do not differ measurably in what they brought per customer."
        ),
    },
}
"""By outcome what to say of the pairs of segments that are alike in it."""


def shown(found: Hindsight | NotApplicable) -> Any:
    """Return the table of the segments, or why there is none."""
    return found if isinstance(found, NotApplicable) else found.segments


def note(found: Hindsight | NotApplicable) -> list[Said]:
    """Say how intervals and tests were made."""
    if isinstance(found, NotApplicable):
        return []
    return [
        (
            _(
                "Each earlier segment carries the name of the one of today that it resembles most. "
                "Intervals hold {later_level:percent} (Wilson for shares, bootstrap for means). Two "
                "segments differ where the p-value, adjusted by Holm for the number of pairs, is below "
                "{later_sure:percent} (Fisher's exact test for shares, Welch's for means)."
            ),
            {},
        )
    ]
