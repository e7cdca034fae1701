"""Exports of the small shop in every format, read as a study reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from fixtures import EXPORT, STUDY
from segmentbook.core.engine import connect
from segmentbook.ingest import locate, read
from segmentbook.params.study import Study, parse_study
from workbooks import write_ods, write_xlsx

WRITERS = {".xlsx": write_xlsx, ".ods": write_ods}


def shop_from(**source: Any) -> Study:
    """Return the study of the small shop with another source."""
    return parse_study({**STUDY, "source": source}, "tests")


def totals(one: Study, files: Sequence[Any] | None = None) -> dict[str, Any]:
    """Return the totals of an export: those of one format are those of every other."""
    table = read.read(connect(), one, locate.locate(one) if files is None else files)
    [found] = table.aggregate(
        rows=table.count(), customers=table.customer.nunique(), orders=table.order.nunique(),
        names=table.product_name.nunique() if "product_name" in table.columns else 0,
        pieces=table.quantity.sum(), money=table.amount.sum(), last=table.timestamp.max(),
        number=table[read.ROW].max(),
    ).to_pyarrow().to_pylist()  # fmt: skip
    return dict(found)


def as_frame(table: ir.Table) -> pd.DataFrame:
    """Return a table in the order of the export, columns by name."""
    frame = table.order_by(read.ROW).to_pandas()
    return frame[sorted(frame.columns)].astype({"export_row": "int64"})


def cells(table: pd.DataFrame = EXPORT) -> list[list[Any]]:
    """Return an export as a workbook holds it: keys of digits only are numbers."""
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False)
    return [list(table.columns), *([_cell(value) for value in row] for row in rows)]


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
