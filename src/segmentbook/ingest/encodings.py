"""Which encoding a text file has, judged by the whole of it."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from segmentbook.core.errors import UserError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In cp1252 a few bytes mean nothing; latin-1, which gives them a control character, is the last
# resort: it reads every byte, so that no file is refused for one stray sign.
_SINGLE_BYTE = ("cp1252", "cp1254", "mac_roman", "latin-1")
_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ")
_TURKISH = frozenset("âçğıîöşûüÂÇĞİÎÖŞÛÜ")
# Where cp1254 has Turkish letters, cp1252 has Icelandic ones.
_TURKISH_OR_ICELANDIC = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_NOT_TURKISH = re.compile(
    rb"[\xc0\xc1\xc3-\xc6\xc8-\xcd\xcf\xd2\xd3\xd5\xd8\xd9\xda"
    rb"\xe0\xe1\xe3-\xe6\xe8-\xed\xef\xf2\xf3\xf5\xf8\xf9\xfa]"
)
_OVERWHELMING = 10
_SIGNS = frozenset("£€©®™°²³½¼¾§«»¡¿–—‘’“”…•·×ªº\u00a0")
_WORDS = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")


def decode(raw: bytes, declared: str | None, file: str) -> bytes:
    """Return the content of a text file as UTF-8 without a byte order mark.

    Args:
        raw: The whole file.
        declared: Encoding that the params name, or None to recognise it.
        file: Name of the file, for messages.

    Raises:
        UserError: If the bytes are not text, or not text of the declared encoding.
    """
    encoding = declared or recognise(raw, file)
    for mark, marked in _MARKS:
        if raw.startswith(mark) and _same(encoding, marked):
            raw = raw[len(mark) :]
    if declared is None and encoding == "utf-8":
        return raw
    try:
        return raw.decode(encoding).encode("utf-8")
    except LookupError:
        raise UserError(
            f"there is no encoding {encoding!r}",
            where="source.text.encoding",
            expected="e.g. utf-8, utf-16, cp1252 or mac_roman",
        ) from None
    except UnicodeError as error:
        raise UserError(
            f"is not {encoding} text: {error}",
            where=file,
            expected=f"text in the encoding {encoding}",
            todo="correct source.text.encoding in the params, or remove it.",
        ) from None


def recognise(raw: bytes, file: str) -> str:
    """Return the encoding of a text file.

    Args:
        raw: The whole file.
        file: Name of the file, for the message.

    Raises:
        UserError: If the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    zeros = raw[0::2].count(0), raw[1::2].count(0)
    if any(zeros):
        return _wide(raw, zeros, file)
    try:
        codecs.utf_8_decode(raw, "strict", True)
    except UnicodeDecodeError:
        return _single_byte(raw, file)
    return "utf-8"


def _wide(raw: bytes, zeros: tuple[int, int], file: str) -> str:
    """Distinguish UTF-16 without a byte-order mark from binary data: half of its bytes are zeros."""
    encoding = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if len(raw) % 2 == 0 and max(zeros) > 10 * min(zeros) and max(zeros) > len(raw) / 8:
        return encoding
    raise UserError(
        "is not a text file: it holds zero bytes",
        where=file,
        expected="text in UTF-8, UTF-16, cp1252, latin-1 or Mac Roman",
        todo="export it again, or give the file the extension of its true format.",
    )


def _single_byte(raw: bytes, file: str) -> str:
    """Return the single-byte encoding in which most letters and signs are in usual places."""
    words = Counter(_WORDS.findall(raw))
    scores = {encoding: _score(words, encoding) for encoding in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda encoding: scores[encoding])
    possible = min(scores["cp1252"], scores["cp1254"]) > float("-inf")
    if possible and best in ("cp1252", "cp1254"):
        open_ = sum(n for word, n in words.items() if _TURKISH_OR_ICELANDIC.search(word))
        other = sum(n for word, n in words.items() if _NOT_TURKISH.search(word))
        if 0 < max(open_, other) < _OVERWHELMING * min(open_, other):
            word = next(word for word in words if _TURKISH_OR_ICELANDIC.search(word))
            raise UserError(
                f"has two readings: {word.decode('cp1252')!r} or {word.decode('cp1254')!r}",
                where=file,
                expected="letters that only one encoding has",
                todo="name it in source.text.encoding of the params: cp1252 or cp1254 (Turkish).",
            )
    return best


def _score(words: Counter[bytes], encoding: str) -> float:
    total = 0.0
    for word, count in words.items():
        try:
            text = word.decode(encoding)
        except UnicodeDecodeError:
            return float("-inf")
        letters = _TURKISH if encoding == "cp1254" else _LETTERS
        places = (at for at in range(len(text)) if ord(text[at]) > 127)
        total += count * sum(_fits(text, at, letters) for at in places)
    return total


def _fits(text: str, at: int, letters: frozenset[str]) -> int:
    """Return 1 for a letter or sign that is usual in its place, else -1."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in letters:
        return -1 if sign.isupper() and before.islower() else 1
    within = before.isalpha() and after.isalpha()
    return 1 if sign in _SIGNS and (not within or sign == "’") else -1


def _same(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one).name == codecs.lookup(other).name
    except LookupError:
        return False
