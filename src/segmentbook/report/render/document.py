"""The document that the renderers render: chapters and slides."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from segmentbook.report.blocks import Block


@dataclass(frozen=True)
class Meta:
    """The content of the cover.

    Args:
        title: Title of the report.
        subtitle: Line below it, may be empty.
        author: Who made it.
        date: The time stamp of the files, so that their bytes repeat.
        language: A language code such as `en`.
        source: Where the data come from, may be empty.
        period: First and last day of the data; without them the cover shows the date.
    """

    title: str
    subtitle: str
    author: str
    date: datetime.date
    language: str = "en"
    source: str = ""
    period: tuple[datetime.date, datetime.date] | None = None


@dataclass(frozen=True)
class Chapter:
    """One notebook. Number 0 is the summary, which carries no number."""

    number: int
    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Slide:
    """One page of the deck after the title page."""

    title: list[dict[str, Any]]
    layout: str
    section: bool
    blocks: tuple[Block, ...]
    chapter: int
    cell: str


@dataclass(frozen=True)
class Document:
    """The content of a report, read once for every renderer."""

    meta: Meta
    chapters: tuple[Chapter, ...]
    slides: tuple[Slide, ...]

    def chapter(self, number: int) -> Chapter:
        """Find a chapter by its number."""
        return next(chapter for chapter in self.chapters if chapter.number == number)
