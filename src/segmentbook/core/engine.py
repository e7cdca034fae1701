"""The Ibis connection of a study, and how data get into and out of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.files import FORMULA_STARTS, replacing

MONEY = "decimal(18, 4)"
"""Money is DECIMAL in the engine: sums of doubles on several threads do not repeat."""


_MEMORY = "1200MB"
"""The most memory that the engine uses; beyond it, tables go to a temporary folder of the system."""


def connect() -> Any:
    """Return a new in-process DuckDB connection."""
    return ibis.duckdb.connect(memory_limit=_MEMORY, temp_directory=tempfile.gettempdir())


def timezone(zone: str, instant: Any) -> Any:
    """Stand for DuckDB's function of this name; its body never runs."""


def try_strptime(text: str, wanted: str) -> Any:
    """Stand for DuckDB's function of this name; its body never runs."""


def json_valid(text: str) -> Any:
    """Stand for DuckDB's function of this name; its body never runs."""


def json_transform(text: str, shape: str) -> Any:
    """Stand for DuckDB's function of this name; its body never runs."""


_builtin: Any = ibis.udf.scalar.builtin
_timezone = _builtin(timezone, signature=(("string", "timestamp('UTC')"), "timestamp"))
_try_strptime = _builtin(try_strptime, signature=(("string", "string"), "timestamp"))


def to_wall_clock(instant: ir.TimestampValue, zone: str) -> ir.TimestampValue:
    """Turn UTC timestamps without a zone into the wall-clock time of `zone`.

    Args:
        instant: Timestamps that are UTC but do not say so.
        zone: IANA name, e.g. `America/New_York`.
    """
    return _timezone(zone, instant.cast("timestamp('UTC')"))


def try_timestamp(text: ir.StringValue, wanted: str) -> ir.TimestampValue:
    """Read texts as timestamps of one format, e.g. `%m/%d/%Y %H:%M`; null where one does not fit."""
    return _try_strptime(text, wanted)


def json_lists(text: ir.StringValue, keys: Mapping[str, dt.DataType]) -> ir.ArrayValue:
    """Read texts as JSON lists of objects; null where a text is none.

    Args:
        text: E.g. `[{"sku": "A1", "qty": 2}]`.
        keys: The keys to take of each object and their types, texts or decimals; a key that is not
            there, or whose value is none of its type, is null.

    Returns:
        Arrays of structs.
    """
    names = {
        key: str(kind).upper() if kind.is_decimal() else "VARCHAR" for key, kind in keys.items()
    }
    valid = _builtin(json_valid, signature=(("string",), "boolean"))(text)
    read = _builtin(json_transform, signature=(("string", "string"), dt.Array(dt.Struct(keys))))
    return read(valid.ifelse(text, None), json.dumps([names]))


def frame(expression: ir.Table) -> pd.DataFrame:
    """Execute an expression and return a small pandas frame with floats for decimals."""
    result: pd.DataFrame = expression.to_pandas()
    for column in result.columns:
        values = result[column]
        if values.dtype == object and any(isinstance(value, Decimal) for value in values):
            result[column] = values.astype("float64")
    return result


def write_parquet(expression: ir.Table, path: Path) -> None:
    """Write a table to Parquet; the file appears whole or not at all."""
    with replacing(path) as scratch:
        expression.to_parquet(scratch)


def write_csv(expression: ir.Table, path: Path) -> None:
    """Write a table as CSV, without formulas; the file appears whole or not at all."""
    texts = {
        name: expression[name] for name, kind in expression.schema().items() if kind.is_string()
    }
    safe = {name: _neutral(text) for name, text in texts.items()}
    with replacing(path) as scratch:
        scratch.touch()
        expression.mutate(**safe).to_csv(scratch)


def _neutral(text: ir.StringValue) -> ir.StringValue:
    """Put an apostrophe before texts that a spreadsheet would run; see `files.neutral_formulas`."""
    return text.substr(0, 1).isin(FORMULA_STARTS).ifelse("'" + text, text)
