"""Follow the customers of a study from period to period, and say what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import MINIMUM, small_cells
from segmentbook.features import RFM, Feature
from segmentbook.movement import period_model, transitions
from segmentbook.movement.periods import Periods, periods, views
from segmentbook.pages.movement import moves_figure as pictures
from segmentbook.params.clustering import Clustering
from segmentbook.report.display import Display


@dataclass(frozen=True)
class Track:
    """What customers did over the periods.

    Args:
        periods: The periods.
        moved: See `transitions.moves`.
        rank: See `transitions.kind_of`.
        latest: See `transitions.transitions`: from the last period but one to the last.
        agreement: See `model.agreement`, of the last period.
        minimum: Fewer customers are not shown.
    """

    periods: Periods
    moved: pd.DataFrame
    rank: dict[int, int]
    latest: pd.DataFrame
    agreement: float
    minimum: int


def follow(
    lines: ir.Table | NotApplicable,
    reference: date,
    main: pd.DataFrame,
    params: Clustering,
    minimum: int = MINIMUM,
) -> Track | NotApplicable:
    """Cut the order lines into periods and follow each customer from one to the next.

    Whatever the main segments are made from, a period's are made from recency, frequency and monetary
    value in the period.

    Args:
        lines: Order lines.
        reference: The day after the last period.
        main: `customer` and `segment` of the whole time.
        params: How the main segmentation was made.
        minimum: Fewer customers are not shown.
    """
    if isinstance(lines, NotApplicable):
        return NotApplicable(_("Movement between segments"), lines.reason)
    chosen = periods(lines, reference)
    if isinstance(chosen, NotApplicable):
        return chosen
    if ALGORITHMS[params.algorithm].chooses_k:
        reason = _("HDBSCAN finds another number of groups in the periods than in the whole time")
        return NotApplicable(_("Movement between segments"), reason)
    states = frame(views(lines, chosen))
    if len(states.drop_duplicates([feature.name for feature in RFM])) <= main["segment"].nunique():
        reason = _("the periods hold too few different customers")
        return NotApplicable(_("Movement between segments"), reason)
    states["segment"] = period_model.assign(states, main, RFM, params)
    moved = transitions.moves(states, chosen)
    rank = period_model.ranks(states)
    last = chosen.number - 1
    latest = transitions.transitions(moved[moved["period"] == last], rank, minimum)
    return Track(chosen, moved, rank, latest, period_model.agreement(states, main, last), minimum)


def metrics(track: Track | NotApplicable) -> dict[str, Any] | NotApplicable:
    """Return `transitions.metrics`, the periods, and the agreement with the main segments."""
    if isinstance(track, NotApplicable):
        return track
    chosen = track.periods
    return {
        **transitions.metrics(track.latest),
        "movement_periods": chosen.number,
        "movement_days": chosen.days,
        "movement_last_from": chosen.first_day(chosen.number - 1),
        "movement_last_to": chosen.last_day(chosen.number - 1),
        "movement_agreement": track.agreement,
    }


def show_moves(show: Display, track: Track | NotApplicable, names: Mapping[int, str]) -> None:
    """Show who moved into the last period, and what it was worth.

    Args:
        show: The chapter's display; the `metrics` must be recorded.
        track: See `follow`.
        names: The name of each segment.
    """
    if isinstance(track, NotApplicable):
        show.not_applicable(track)
        return
    labels = [track.periods.label(period) for period in range(track.periods.number)]
    still = pictures.heatmap(track.latest, names)
    hidden = _hidden(track)
    show.heading(_("Who moved from segment to segment") if hidden & _IN_TITLE else _TITLE)
    show.figure(
        pictures.with_flows(still, track.moved, track.rank, names, labels, track.minimum),
        mark(
            "Customers by segment in the {movement_days:count} days before "
            "{movement_last_from:date} and in those after"
        ),
    )
    show.sentences([said for said, kinds in _SAID.items() if not hidden & kinds], "point")


def show_worth(
    show: Display, track: Track | NotApplicable, features: Sequence[Feature] = RFM
) -> None:
    """Show the money of every kind of move, and how far periods and whole time agree.

    Args:
        show: The chapter's display; the `metrics` must be recorded.
        track: See `follow`.
        features: The features that the segments of the whole time are made from.
    """
    if isinstance(track, NotApplicable):
        return
    show.table(
        _worth(track.latest, _hidden(track)),
        {
            "kind": (mark("Customers who"), "term"),
            "customers": (mark("Customers"), "count"),
            "before": (mark("Revenue before"), "money"),
            "after": (mark("Revenue after"), "money"),
            "change": (mark("Change"), "money"),
        },
        mark("Revenue changed by {moved_change:money} from one period to the next"),
        emphasise=len(_KINDS),
    )
    show.sentence(
        mark(
            "Segments of a period are made from that period alone; they agree with those of the whole "
            "time to an adjusted Rand index of {movement_agreement:number} (1 is the same, 0 is "
            "chance). A dot in the grid stands for moves that too few customers made to be shown."
        ),
        "note",
    )
    if {feature.name for feature in features} != {feature.name for feature in RFM}:
        show.sentence(
            mark(
                "Segments of a period are made from recency, frequency and monetary value in it, though "
                "those of the whole time are made from other features."
            ),
            "note",
        )


_KINDS = {
    "stayed": mark("stayed in their segment"),
    "upgraded": mark("moved to a segment of higher value"),
    "downgraded": mark("moved to a segment of lower value"),
    transitions.LAPSED: mark("did not order in the later period"),
    transitions.NEW: mark("ordered for the first time"),
    transitions.RETURNED: mark("returned after a period without an order"),
}


_TITLE = mark(
    "{moved_upgraded:count} customers moved up, {moved_downgraded:count} down, "
    "{moved_lapsed:count} left"
)
_IN_TITLE = {"upgraded", "downgraded", transitions.LAPSED}
_SAID = {
    mark(
        "Those who moved up changed what they spend by {moved_upgraded_money:money_short}, those who "
        "moved down by {moved_downgraded_money:money_short}."
    ): {"upgraded", "downgraded"},
    mark(
        "{moved_lapsed_share:percent} of the earlier period's customers did not order in the later; "
        "new and returned customers brought {moved_new_money:money_short} and "
        "{moved_returned_money:money_short}."
    ): {
        transitions.LAPSED,
        transitions.NEW,
        transitions.RETURNED,
    },
}
"""Sentences, and the kinds of move that each tells of."""


def _hidden(track: Track) -> set[str]:
    """Return the kinds of move that must stay hidden beside the sum of all."""
    kinds = track.latest.groupby("kind")["customers"].sum()
    few = small_cells(kinds, pd.Series(0, kinds.index), minimum=track.minimum)
    return set(kinds.index[few])


def _worth(table: pd.DataFrame, hidden: set[str]) -> pd.DataFrame:
    """Return customers and revenue before and after for each kind of move, and in all.

    A kind that must stay hidden holds none of them.
    """
    money = ["before", "after"]
    kinds = table.groupby("kind")[["customers", *money]].sum().reindex(list(_KINDS), fill_value=0)
    every = kinds.sum()
    kinds = kinds.astype(float)
    kinds.loc[sorted(hidden)] = float("nan")
    kinds.loc["all"] = every
    worth = kinds.assign(change=kinds["after"] - kinds["before"]).reset_index()
    return worth.assign(kind=worth["kind"].map(lambda kind: _KINDS.get(kind, mark("All"))))
