"""Write files whole or not at all, and fingerprint them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segmentbook.core.metrics import plain

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First letters of a text that a spreadsheet would run as a formula."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside a file to write to; it takes the file's place when the block succeeds.

    Args:
        path: The file; its folder is made.

    Yields:
        The path to write to. After an error the file is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.writing")
    try:
        yield scratch
        os.replace(scratch, path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def write_if_changed(content: bytes, path: Path) -> bool:
    """Write a file unless it has this content already, so that its time stands for its content.

    Returns:
        Whether it was written.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    with replacing(path) as scratch:
        scratch.write_bytes(content)
    return True


def write_json(value: Any, path: Path) -> None:
    """Write a value as JSON; the file appears whole or not at all."""
    with replacing(path) as scratch:
        text = json.dumps(plain(value), indent=1, ensure_ascii=False)
        scratch.write_text(text + "\n", "utf-8", newline="\n")


def write_csv(data: pd.DataFrame, path: Path) -> None:
    """Write a frame as CSV, without formulas; the file appears whole or not at all."""
    with replacing(path) as scratch:
        neutral_formulas(data).to_csv(scratch, index=False, lineterminator="\n")


def neutral_formulas(data: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before each text or title that a spreadsheet would run as a formula."""
    safe = data.copy()
    for column in data.select_dtypes(include=["object", "string", "category"]).columns:
        safe[column] = [_neutral(value) for value in data[column]]
    return safe.rename(columns=_neutral)


def _neutral(value: Any) -> Any:
    is_formula = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    return f"'{value}" if is_formula else value


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
