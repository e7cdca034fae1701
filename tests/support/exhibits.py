"""Show exhibits as a chapter does, and read back what they emit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from unittest.mock import patch

from segmentbook.core import metrics
from segmentbook.report.blocks import BLOCK_MIME, SVG_MIME, check_block, plain
from segmentbook.report.display import Display
from segmentbook.report.exhibit import Exhibit, Picture
from segmentbook.report.formats import Formats


def blocks_of(
    exhibits: Sequence[Exhibit], known: Mapping[str, Any] | None = None, **formats: str
) -> list[dict[str, Any]]:
    """Return the blocks that exhibits emit, each checked against the schema of the renderers.

    Args:
        exhibits: What a page returned.
        known: Metrics of earlier exhibits.
        formats: Other formats than those of a study in GBP.
    """
    recorded: dict[str, Mapping[str, Any]] = {"earlier": known or {}}
    emitted: list[dict[str, Any]] = []

    def keep(bundle: dict[str, Any], *, raw: bool) -> None:
        assert raw
        check_block(bundle[BLOCK_MIME], bundle.get(SVG_MIME))
        emitted.append(bundle[BLOCK_MIME])

    def all_metrics() -> dict[str, Any]:
        return metrics.merge({name: metrics.plain(one) for name, one in recorded.items()})

    show = Display(
        Formats(**{"currency": "GBP", **formats}), "Made", all_metrics, recorded.__setitem__
    )
    with patch("IPython.display.display", keep):
        show(exhibits)
    return emitted


def texts_of(exhibits: Sequence[Exhibit], known: Mapping[str, Any] | None = None) -> list[str]:
    """Return headings, titles and sentences of exhibits as texts, in the order in which they stand."""
    blocks = blocks_of(exhibits, known)
    spans = [block.get("spans") or block.get("title") for block in blocks]
    return [plain(one) for one in spans if one]


def picture_of(exhibits: Sequence[Exhibit]) -> Picture:
    """Return the one picture of exhibits."""
    [picture] = [part for one in exhibits for part in one.parts if isinstance(part, Picture)]
    return picture
