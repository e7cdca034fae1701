"""The reason for or against each number of groups, in words."""

from __future__ import annotations

from typing import Any

from segmentbook.clustering.choice import Choice
from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.pages.clustering.algorithm_names import NAMES
from segmentbook.params.clustering import Clustering
from segmentbook.report.formats import NO_CURRENCY, Formats, number, percent


def verdicts(choice: Choice, params: Clustering) -> list[str]:
    """Return the verdict on each number of groups, in the order of the table."""
    return [_verdict(row, choice, params) for row in choice.table.itertuples()]


def against_best_silhouette(choice: Choice, params: Clustering) -> str | None:
    """Return why the number with the highest silhouette is not the chosen one; None if it is."""
    [row] = choice.table.nlargest(1, "silhouette").itertuples()
    return None if row.k == choice.k else _against(row, choice, params)


def _verdict(row: Any, choice: Choice, params: Clustering) -> str:
    best = row.silhouette == choice.table["silhouette"].max()
    match row.verdict:
        case "found" if row.objection is None:
            return _("found by {algorithm}", algorithm=_(NAMES[params.algorithm]))
        case "found":
            return _(
                "found by {algorithm}, though {objection}",
                algorithm=_(NAMES[params.algorithm]),
                objection=_objection(row, params),
            )
        case "set_by_study" if best:
            return _(claim("exact", "chosen by the study; highest silhouette of all"))
        case "set_by_study":
            return _("chosen by the study")
        case "most_separate":
            return _(claim("groups.separate", "chosen: the groups are separate"))
        case "one_apart":
            return _(claim("groups.apart", "chosen: one group stands apart"))
        case "best_rank":
            return _(claim("exact", "chosen: best mean rank of those that qualify"))
        case "fallback":
            objection = _objection(row, params)
            return _("chosen as none qualifies, though {objection}", objection=objection)
    against = _against(row, choice, params)
    if best:
        return _(claim("exact", "highest silhouette of all, but {objection}"), objection=against)
    return against


def _against(row: Any, choice: Choice, params: Clustering) -> str:
    """Return why another number was chosen."""
    match row.verdict:
        case "objected":
            return _objection(row, params)
        case "study_differs":
            return _("the study asks for {k}", k=str(choice.k))
        case "fewer":
            return _(claim("groups.separate", "k = {k} are separate groups, too"), k=str(choice.k))
        case "not_separate":
            return _(
                claim("groups.separate", "the groups are not all separate, unlike some of k = {k}"),
                k=str(choice.k),
            )
        case "worse_rank":
            formats = Formats(NO_CURRENCY)
            return _(
                claim("exact", "mean rank {rank}, worse than {chosen} of k = {k}"),
                rank=formats.write(row.mean_rank, "number"),
                chosen=formats.write(choice.chosen["mean_rank"], "number"),
                k=str(choice.k),
            )
        case "no_better":
            return _(
                claim("exact", "the mean rank of k = {k}, and no higher stability"), k=str(choice.k)
            )
    raise ValueError(f"k = {row.k} is chosen: {row.verdict}")


def _objection(row: Any, params: Clustering) -> str:
    match row.objection:
        case "dominated":
            # With a decimal: nearly all are not all.
            share = Formats(NO_CURRENCY).write(100 * row.largest_share, "number")
            return _("one group holds {share}% of the customers", share=share)
        case "small_group":
            share = percent(row.smallest_share)
            return _("one group holds only {share} of the customers", share=share)
        case "unstable":
            template = (
                claim(
                    "exact", "resamples agree to {agreement}, near but below the {least} asked for"
                )
                if row.stability_high >= params.minimum_stability
                else claim(
                    "exact", "resamples agree only to {agreement}, below the {least} asked for"
                )
            )
            return _(
                template,
                agreement=Formats(NO_CURRENCY).write(row.stability, "number3"),
                least=number(params.minimum_stability),
            )
        case "too_few":
            return _(claim("groups.slices", "too few to act on, and no separate groups"))
    raise ValueError(f"no objection {row.objection!r}")
