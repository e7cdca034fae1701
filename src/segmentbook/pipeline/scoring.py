"""Read a new export as a study reads its own, and assign its customers to published segments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
import pandas as pd

from segmentbook import cleaning
from segmentbook.cleaning import catalogue
from segmentbook.clustering.assignment import assign
from segmentbook.clustering.published import Published, Window
from segmentbook.clustering.published import read as read_model
from segmentbook.core import engine, paths
from segmentbook.core.errors import UserError, nearest
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.paths import display_path
from segmentbook.features import customer_view
from segmentbook.features.reference_date import reference_of
from segmentbook.ingest import locate, read
from segmentbook.params.study import Study
from segmentbook.report.formats import percent

WINDOW_TOLERANCE = 0.1
"""Frequency and money grow with the window: it may differ by this share, not more."""


@dataclass(frozen=True)
class Request:
    """A new export to score.

    Args:
        file: The new export.
        model: The published model; that of the study's last report when it is empty.
        out: Where the customers go; a folder beside the report when it is empty.
        any_window: Whether the period of the export may have any length.
    """

    file: str
    model: str = ""
    out: str = ""
    any_window: bool = False


def score(study: Study, request: Request) -> list[str]:
    """Assign the customers of a new export and write them as CSV.

    The model alone says who belongs where; the params of the study say how the export is read and
    cleaned.

    Args:
        study: The study that the model was made for.
        request: The export, the model, and where the result goes.

    Returns:
        A summary for the user, line by line.

    Raises:
        UserError: If model or export do not fit, or a file cannot be read or written.
    """
    model_path = _path(request.model) or paths.report_folder(study.name) / "model.json"
    model = read_model(model_path)
    export = _export(request.file)
    out = _path(request.out) or _default_out(study.name, export)
    if out.resolve() in (export.resolve(), model_path.resolve()):
        raise UserError(
            "would be overwritten", where=display_path(out), todo="give another file with OUT=."
        )
    view = customers_of(study, export, model.window)
    period = _period(view)
    if period is not None and model.window is not None and not request.any_window:
        check_window((period[1] - period[0]).days, model.window, display_path(export))
    _require_features(view, model)
    scored = assign(view, model.segmentation, model.names, model.seen).cache()
    write_csv(scored, out)
    return [
        f"{display_path(export)}: "
        + (f"orders from {period[0]} to {period[1]}" if period else "no dates"),
        f"model: {display_path(model_path)}",
        *summary(scored, model),
        f"written: {display_path(out)}",
    ]


def customers_of(study: Study, export: Path, window: Window | None) -> ir.Table:
    """Read and clean a new export and make its customer view, as the params say.

    Args:
        study: The study; nothing of its own export is read.
        export: The new export, in the form of the study's own.
        window: The period of the model: recency counts to as many days after the last order.

    Returns:
        See `features.customer_view`.

    Raises:
        UserError: If it cannot be read, or nothing of it is left.
    """
    source = study.source.model_copy(
        update={"files": [str(export)], "database": None, "fingerprint": None, "url": None}
    )
    files = [export, *locate.lookups(study)]
    table = read.read(engine.connect(), study.model_copy(update={"source": source}), files).cache()
    rules = cleaning.all_rules(table, study.cleaning, study.customers.monetary.revenue)
    marked = cleaning.mark(table, rules, read.own_columns(study, table)).cache()
    cleaning.require_result(cleaning.ledger(marked, rules))
    kept = cleaning.order_lines(marked).cache()
    lines = catalogue.order_lines(kept, study.columns)
    rows = catalogue.customer_rows(kept, study.columns)
    if isinstance(lines, NotApplicable) or window is None:
        reference = reference_of(study, lines, rows)
    else:
        reference = _last_day(lines) + (window.reference - window.last)
    back = cleaning.taken_back(marked, rules)
    return customer_view(study, lines, rows, back, reference).cache()


def check_window(days: int, window: Window, where: str) -> None:
    """Refuse an export whose period is much longer or shorter than the model's.

    Args:
        days: Days from its first order to its last.
        window: That of the model.
        where: Name of the export.

    Raises:
        UserError: If it differs by more than a tenth.
    """
    if abs(days - window.days) <= WINDOW_TOLERANCE * window.days:
        return
    raise UserError(
        f"its orders span {days:,} days, those of the model {window.days:,}",
        where=where,
        expected=f"{(1 - WINDOW_TOLERANCE) * window.days:,.0f} to "
        f"{(1 + WINDOW_TOLERANCE) * window.days:,.0f} days: number of orders and money grow with them",
        todo="export a period as long as the model's, or set ANY_WINDOW=1.",
    )


def write_csv(scored: ir.Table, out: Path) -> None:
    """Write the customers, by customer, as CSV without formulas.

    Raises:
        UserError: If it cannot be written there.
    """
    try:
        engine.write_csv(scored.order_by("customer"), out)
    except OSError as error:
        raise UserError(
            f"cannot be written: {error.strerror}", where=str(out), todo="give another with OUT=."
        ) from None


def summary(scored: ir.Table, model: Published) -> list[str]:
    """Return how many customers are in each segment, and how many are unlike any in the model."""
    counts = engine.frame(
        scored.group_by("segment").aggregate(
            customers=scored.count(), far=scored.outside_range.sum()
        )
    )
    total = int(counts["customers"].sum())
    found = counts.dropna(subset="segment").set_index("segment")["customers"]
    lines = [f"{total:,} customers"]
    for number, name in sorted(model.names.items()):
        customers = int(found.get(number, 0))
        lines.append(f"  {number} {name}: {customers:,} ({percent(customers / total)})")
    lost, far = total - int(found.sum()), int(counts["far"].sum())
    if lost:
        lines.append(f"  no segment: {lost:,} who lack the value of a feature")
    lines.append(
        f"{far:,} ({percent(far / total)}) have a value outside the range of the model's customers "
        "(column outside_range)"
    )
    return lines


def _path(text: str) -> Path | None:
    return paths.ROOT / Path(text).expanduser() if text else None


def _export(file: str) -> Path:
    path = _path(file)
    if path is None:
        raise UserError("no export is given", where="FILE", todo="give it with FILE=<path>.")
    if not path.is_file():
        raise UserError("there is no such file", where=file, todo="give it with FILE=<path>.")
    return path


def _default_out(name: str, export: Path) -> Path:
    report = paths.report_folder(name)
    return report.with_name(f"{report.name}.scored") / f"{export.stem}.csv"


def _last_day(lines: ir.Table) -> date:
    found = engine.frame(lines.aggregate(last=lines.timestamp.date().max()))
    last: date = pd.Timestamp(found["last"][0]).date()
    return last


def _period(view: ir.Table) -> tuple[date, date] | None:
    """Return the days of the first and the last order, None where the export has no dates."""
    if not {"first_order", "last_order"} <= set(view.columns):
        return None
    ends = engine.frame(view.aggregate(first=view.first_order.min(), last=view.last_order.max()))
    return pd.Timestamp(ends["first"][0]).date(), pd.Timestamp(ends["last"][0]).date()


def _require_features(view: ir.Table, model: Published) -> None:
    for name in model.segmentation.scaling.features:
        if name not in view.columns:
            raise UserError(
                f"the model needs the feature {name!r}, which the study does not compute",
                where="model.json",
                expected=nearest(name, view.columns),
                todo="run 'make report' again, or correct customers.features in the params.",
            )
