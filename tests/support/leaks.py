"""Find a text in whatever a report is made of: pages, packed data, pictures, PDFs, notebooks."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject

TOKEN = "TOKEN7f3a"
"""What every customer is called whose id was replaced by `with_tokens`."""

NAMES_CUSTOMERS = {"customers.csv", "product_recommendations.csv"}
"""The files of a report that are for campaign tools, and do name customers."""

_PACKED = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
_DEEPEST = 4


def with_tokens(ids: pd.Series) -> pd.Series:
    """Replace each customer's id by a token, the same one for the same id; none stays none."""
    numbers, _ = pd.factorize(ids)
    tokens = pd.Series([f"{TOKEN}{number:05d}" for number in numbers], ids.index, dtype="object")
    return tokens.where(numbers >= 0, None)


def leaks(folder: Path, needle: str = TOKEN) -> list[str]:
    """Return the files of a report that hold a text, but for `NAMES_CUSTOMERS`."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NAMES_CUSTOMERS and holds(path.read_bytes(), needle)
    ]


def holds(data: bytes, needle: str) -> bool:
    """Say whether data hold a text, in whatever case, and however it is packed or spaced."""
    wanted = needle.casefold()
    return any(wanted in re.sub(r"\s+", "", text).casefold() for text in texts(data))


def texts(data: bytes, depth: int = 0) -> Iterator[str]:
    """Return every text that data hold: as they are, unescaped, unpacked, and inside PDFs."""
    if data.startswith(b"%PDF"):
        yield from _of_pdf(data, depth)
        return
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
        text = data.decode(encoding, "ignore")
        yield text
    plain = data.decode("utf-8", "ignore")
    yield unescape(plain)
    yield unquote(plain)
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), plain)
    if depth < _DEEPEST:
        # An encoded text in JSON may be broken into lines.
        for packed in _PACKED.findall(data.replace(b"\\n", b"").replace(b"\n", b"")):
            yield from _unpacked(packed, depth + 1)


def _unpacked(packed: bytes, depth: int) -> Iterator[str]:
    try:
        data = base64.b64decode(packed + b"=" * (-len(packed) % 4))
    except (ValueError, binascii.Error):
        return
    yield from texts(data, depth)


def _of_pdf(data: bytes, depth: int) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data))
    for page in reader.pages:
        yield page.extract_text()
    yield str(reader.metadata)
    for contents in reader.attachments.values():
        for content in contents:
            yield from texts(content, depth + 1)
    numbers = {number for table in reader.xref.values() for number in table}
    for number in sorted(numbers | set(reader.xref_objStm)):
        thing = reader.get_object(number)
        if isinstance(thing, StreamObject):
            try:
                yield from texts(thing.get_data(), depth + 1)
            except (NotImplementedError, ValueError, zlib.error):  # an encoded picture
                yield from texts(thing._data, depth + 1)
        yield from _strings(thing)


def _strings(thing: Any) -> Iterator[str]:
    """Return the strings of an object; what it refers to has a number of its own."""
    if isinstance(thing, DictionaryObject):
        for key in thing:
            yield str(key)
            yield from _strings(thing.raw_get(key))
    elif isinstance(thing, ArrayObject):
        for item in list.__iter__(thing):
            yield from _strings(item)
    elif isinstance(thing, ByteStringObject):
        yield from (thing.decode("latin-1"), thing.decode("utf-16-be", "ignore"))
    elif isinstance(thing, str):
        yield str(thing)
