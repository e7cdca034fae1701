"""Markdown cells -> blocks. Only what every renderer can show; anything else is an error."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from segmentbook.report.blocks import ContentError, clean_text

_LINK_SCHEMES = ("https://", "http://", "mailto:")
_MARKS = {"strong": "strong", "emphasis": "emph"}
_PARTS = re.compile(r"(\n\s*\n)")
_TEXT = re.compile(r"(?P<mark>#+ +)?(?P<text>.*)", re.DOTALL)


def texts(source: str) -> Iterator[str]:
    """Return the headings and paragraphs of a markdown cell, each as one text."""
    for part in _PARTS.split(source.strip())[::2]:
        yield _match(part)["text"]


def translated(source: str, gettext: Callable[[str], str]) -> str:
    """Return the source of a markdown cell with each of its `texts` looked up."""
    parts = _PARTS.split(source.strip())
    for place, part in enumerate(parts[::2]):
        match = _match(part)
        parts[2 * place] = (match["mark"] or "") + gettext(match["text"])
    return "".join(parts)


def _match(part: str) -> re.Match[str]:
    match = _TEXT.fullmatch(part)
    assert match is not None  # every text matches
    return match


def parse_markdown(source: str) -> list[dict[str, Any]]:
    """Turn the source of a markdown cell into block dictionaries.

    Headings become ``{"kind": "heading", "level", "spans"}``. What stands between two headings
    becomes ``{"kind": "prose", "tokens"}``, whose tokens are paragraphs
    (``{"type": "paragraph", "spans"}``) and lists (``{"type": "list", "ordered", "items"}``, each
    item again a list of tokens). A span is ``{"text"}`` with the optional flags ``strong``,
    ``emph``, ``code`` and the optional address ``link``.

    Args:
        source: Markdown text.

    Returns:
        The blocks in reading order.

    Raises:
        ContentError: If the text holds raw HTML or markdown that the renderers do not support.
    """
    blocks: list[dict[str, Any]] = []
    for token in _parser()(source):
        if token["type"] == "blank_line":
            continue
        if token["type"] == "heading":
            level = token["attrs"]["level"]
            if level > 3:
                raise ContentError(f"headings have the levels 1 to 3, got {level}")
            blocks.append({"kind": "heading", "level": level, "spans": _spans(token["children"])})
        elif blocks and blocks[-1]["kind"] == "prose":
            blocks[-1]["tokens"].append(_token(token))
        else:
            blocks.append({"kind": "prose", "tokens": [_token(token)]})
    return blocks


@functools.cache
def _parser() -> Any:
    import mistune

    return mistune.create_markdown(renderer=None)


def _token(token: dict[str, Any]) -> dict[str, Any]:
    kind = token["type"]
    if kind in ("paragraph", "block_text"):
        return {"type": "paragraph", "spans": _spans(token["children"])}
    if kind == "list":
        items = [
            [_token(child) for child in item["children"] if child["type"] != "blank_line"]
            for item in token["children"]
        ]
        return {"type": "list", "ordered": bool(token["attrs"]["ordered"]), "items": items}
    raise ContentError(_unsupported(token))


def _spans(tokens: list[dict[str, Any]], **marks: Any) -> list[dict[str, Any]]:
    spans: list[dict[str, Any]] = []
    for token in tokens:
        kind = token["type"]
        if kind == "text":
            spans.append({"text": clean_text(token["raw"]), **marks})
        elif kind in ("softbreak", "linebreak"):
            spans.append({"text": " ", **marks})
        elif kind == "codespan":
            spans.append({"text": clean_text(token["raw"]), **marks, "code": True})
        elif kind in _MARKS:
            spans += _spans(token["children"], **{**marks, _MARKS[kind]: True})
        elif kind == "link":
            url = token["attrs"]["url"]
            if not url.startswith(_LINK_SCHEMES):
                schemes = ", ".join(_LINK_SCHEMES)
                raise ContentError(f"a link must start with {schemes}; got {url!r}")
            spans += _spans(token["children"], **{**marks, "link": url})
        else:
            raise ContentError(_unsupported(token))
    return spans


def _unsupported(token: dict[str, Any]) -> str:
    raw = str(token.get("raw", "")).strip()[:60]
    if token["type"] in ("block_html", "inline_html"):
        return f"raw HTML is not supported in markdown cells: {raw!r}"
    return f"markdown of the type {token['type']!r} is not supported: {raw!r}"
