"""Text tables: separator, quotes and header are recognised from the whole file; every cell is text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from segmentbook.core.errors import UserError
from segmentbook.ingest.encodings import decode
from segmentbook.ingest.headers import checked_header
from segmentbook.params.source import TextSource

BLANKS = "blanks"
"""The separator of files whose columns are set apart by runs of blanks."""

_CANDIDATES = ("\t", "|", ";", ",")
_NAMES = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_BLOCK = 32 << 20  # bytes; a row must fit into one block
_FIRST_ROW = 1 << 20  # characters; more than any header
_VALUE = r"^\s*[-+(]?\W{0,3}\d[\d.,:/\s'’-]*\W{0,3}(?:[Zz]|[AaPp][Mm])?\s*$"


@dataclass
class _Parsed:
    """A file as one separator reads it; `bad` are the rows with another number of columns."""

    separator: str
    first: list[str]
    table: pa.Table | None
    bad: list[arrow_csv.InvalidRow] = field(default_factory=list)

    @property
    def clear(self) -> bool:
        return self.table is not None and not self.bad and len(self.first) > 1

    @property
    def score(self) -> float:
        # n columns with decimal commas fall into up to n + 1 at their commas, so the comma must
        # find two columns more than another mark that also divides every row alike.
        return len(self.first) - (1.5 if self.separator == "," else 0)


def read_text(path: Path, declared: TextSource) -> pa.Table:
    """Read a text table.

    Args:
        path: The file.
        declared: Its form as far as the params state it; the rest is recognised.

    Returns:
        Text columns only, with the names of the header.

    Raises:
        UserError: If the file is empty, its rows differ in length or its header repeats a name.
    """
    content = decode(path.read_bytes(), declared.encoding, path.name)
    if not content.strip():
        raise UserError("is empty", where=path.name, expected="a header and rows")
    parsed = _parse(content, declared, path.name)
    assert parsed.table is not None
    header = declared.header
    if header is None:
        header = declared.columns is None and _has_header(parsed)
    table = parsed.table.slice(1) if header else parsed.table
    names = declared.columns or (
        checked_header(parsed.first, path.name)
        if header
        else [f"column_{number}" for number in range(1, len(parsed.first) + 1)]
    )
    if len(names) != len(parsed.first):
        raise UserError(
            f"has {len(parsed.first)} columns, and source.text.columns names {len(names)}",
            where=path.name,
            todo="name every column of the file, in its order.",
        )
    if not len(table):
        raise UserError("holds a header and no rows", where=path.name, expected="rows below it")
    return table.rename_columns(names)


def _parse(content: bytes, declared: TextSource, file: str) -> _Parsed:
    quote = declared.quote or _quote(content)
    if declared.separator is not None:
        separator = _NAMES.get(declared.separator, declared.separator)
        tried = [_split(content, separator, quote)]
    else:
        tried = _try_all(content, quote)
    clear = [one for one in tried if one.clear]
    if clear:
        return max(clear, key=lambda one: one.score)
    # A table of one column has no separator at all.
    single = [one for one in tried if one.table is not None and not one.bad]
    if single:
        return single[-1]
    raise _ragged(min(tried, key=lambda one: (len(one.first) < 2, len(one.bad))), file)


def _try_all(content: bytes, quote: str) -> list[_Parsed]:
    """Read the whole file with each mark that its first row has; with blanks if none divides it."""
    first = _first_line(content)
    tried = [_split(content, mark, quote) for mark in _CANDIDATES if mark in first]
    if not any(one.clear for one in tried):
        blanks = _split(content, BLANKS, quote)
        tried += [blanks] if blanks.clear or not tried else []
    if not tried or not any(one.clear for one in tried):
        tried += [_split(content, ",", quote)] if not tried else []
    return tried


def _split(content: bytes, separator: str, quote: str) -> _Parsed:
    mark = separator
    if separator == BLANKS:
        content = re.sub(rb"[ \t]+", b"\t", re.sub(rb"(?m)^[ \t]+|[ \t]+(?=\r?$)", b"", content))
        mark = "\t"
    first = _first_row(content, mark, quote)
    result = _Parsed(separator, first, None)

    def keep(row: arrow_csv.InvalidRow) -> str:
        result.bad.append(row)
        return "skip"

    names = [str(number) for number in range(len(first))]
    try:
        result.table = arrow_csv.read_csv(
            pa.BufferReader(content),
            # Only a single thread reports the numbers of rows.
            arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            arrow_csv.ParseOptions(
                delimiter=mark,
                quote_char=quote,
                newlines_in_values=quote.encode() in content,
                invalid_row_handler=keep,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        result.table = None  # another separator may read the file
    if result.table is not None and _ends_within_quotes(result.table, content, quote):
        result.table = None
    return result


def _ends_within_quotes(table: pa.Table, content: bytes, quote: str) -> bool:
    """Return whether the last cell is the rest of a file whose last quote is never closed."""
    last = table.column(table.num_columns - 1)[-1].as_py() if len(table) else ""
    return bool(re.search(r"[\r\n]", last)) and not content.rstrip().endswith(quote.encode())


def _first_line(content: bytes) -> str:
    text = content[:_FIRST_ROW].decode("utf-8", "replace").lstrip("\r\n")
    return re.split(r"[\r\n]", text, maxsplit=1)[0]


def _first_row(content: bytes, mark: str, quote: str) -> list[str]:
    text = content[:_FIRST_ROW].decode("utf-8", "replace").lstrip("\r\n")
    lines = re.sub(r"\r\n?", "\n", text).splitlines(keepends=True)
    try:
        return next(csv.reader(lines, delimiter=mark, quotechar=quote))
    except csv.Error:
        return _first_line(content).split(mark)


def _quote(content: bytes) -> str:
    """Return the quote: the apostrophe where it encloses cells of the first row, else `"`."""
    enclosed = re.search(r"^'[^']*'[\t|;,]|[\t|;,]'[^']*'$", _first_line(content))
    return "'" if enclosed and b'"' not in content else '"'


def _has_header(parsed: _Parsed) -> bool:
    """Tell whether the first row names the columns.

    It does if none of its cells is a number or a date; a year may name a column as well, if another
    name stands over a column in which everything is a number or a date.
    """
    assert parsed.table is not None
    values = [bool(re.search(_VALUE, cell)) for cell in parsed.first]
    if not any(values):
        return True
    rest = parsed.table.slice(1)
    names = [n for n, value in enumerate(values) if not value and parsed.first[n].strip()]
    return len(rest) > 0 and any(_only_values(rest.column(number)) for number in names)


def _only_values(column: pa.ChunkedArray) -> bool:
    known = pc.and_(pc.not_equal(pc.utf8_trim_whitespace(column), ""), pc.is_valid(column))
    filled = column.filter(known)
    return len(filled) > 0 and bool(pc.all(pc.match_substring_regex(filled, _VALUE)).as_py())


def _ragged(parsed: _Parsed, file: str) -> UserError:
    if not parsed.bad:
        return UserError(
            "a quote is opened and never closed",
            where=file,
            expected="quotes in pairs",
            todo="correct the row, or name another quote in source.text.quote.",
        )
    row, more = parsed.bad[0], len(parsed.bad) - 1
    others = f" ({more:,} more such rows)" if more else ""
    name = {"\t": "tab", BLANKS: "blanks"}.get(parsed.separator, repr(parsed.separator))
    return UserError(
        f"has {row.actual_columns} columns{others}: {row.text[:120]!r}",
        where=f"{file}, row {row.number}",
        expected=f"{row.expected_columns} columns as in the first row (separator: {name})",
        todo="correct the row, or declare the form in source.text of the params.",
    )
