"""The playbook as a file: archetypes and actions in every language, checked as a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

import yaml
from pydantic import Field, ValidationError

from segmentbook.actions import evidence
from segmentbook.actions.measures import Measure
from segmentbook.core.errors import UserError, nearest
from segmentbook.params.base import Section, Share
from segmentbook.params.messages import explain
from segmentbook.report.formats import KINDS

Language = Literal["en", "id"]
Words = Annotated[str, Field(min_length=1)]


class Text(Section):
    """A text in English and Indonesian."""

    en: Words
    id: Words

    def spoken(self, language: Language) -> str:
        """Return the text in one language."""
        return self.en if language == "en" else self.id


class ActionEntry(Section):
    """Something to do for a segment.

    `because` is a template over the numbers of the segment, and over those of all customers
    (`{all.order_value:money}`). `evidence` must hold as a whole. `audience` is a share of customers
    that says whom of the segment it is for; without it, all of them. `discount` says that it gives
    one, which costs money.
    """

    id: Words
    do: Text
    whom: Text
    channel: Text
    evidence: Annotated[list[Words], Field(min_length=1)]
    because: Text
    audience: Words | None = None
    discount: bool = False


class ArchetypeEntry(Section):
    """A kind of customer.

    `standing` is the expected mean standing in each feature, see `profile.standings`. `claim` is a
    template that puts a number beside what the name says.
    """

    id: Words
    name: Text
    who: Text
    standing: Annotated[dict[str, Share], Field(min_length=1)]
    claim: Text | None = None
    actions: Annotated[list[ActionEntry], Field(min_length=1)]
    avoid: Text


class PlaybookFile(Section):
    """Archetypes of one feature set."""

    archetypes: Annotated[list[ArchetypeEntry], Field(min_length=2)]

    @property
    def features(self) -> list[str]:
        """The features that archetypes are described by, in the words of the playbook."""
        return list(self.archetypes[0].standing)


def read(path: Path, where: str) -> PlaybookFile:
    """Read a playbook.

    Args:
        path: The file.
        where: Its name, for messages.

    Raises:
        UserError: If a key or value is wrong, ids repeat, or archetypes differ in their features.
    """
    try:
        values = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise UserError(f"not valid YAML: {error}", where=where, todo="correct it.") from None
    try:
        book = PlaybookFile.model_validate(values)
    except ValidationError as error:
        raise explain(error, where, PlaybookFile) from None
    _require_distinct([archetype.id for archetype in book.archetypes], where)
    for archetype in book.archetypes:
        _require_distinct([action.id for action in archetype.actions], f"{where}, {archetype.id}")
        if set(archetype.standing) != set(book.features):
            raise UserError(
                f"standing names {sorted(archetype.standing)}",
                where=f"{where}, {archetype.id}",
                expected=f"{sorted(book.features)}, as in the first archetype",
                todo="name each feature once.",
            )
    return book


def check_numbers(book: PlaybookFile, known: dict[str, Measure], where: str) -> None:
    """Refuse a playbook that asks for, or quotes, a number that segments do not have.

    Args:
        book: The playbook.
        known: Each number, in the words of the playbook.
        where: Name of the file.

    Raises:
        UserError: With the archetype, the action, and the nearest known number.
    """
    audiences = [name for name, measure in known.items() if measure.of_customers]
    for archetype in book.archetypes:
        at = f"{where}, {archetype.id}"
        if archetype.claim is not None:
            _check_text("claim", archetype.claim, known, at)
        for action in archetype.actions:
            _check_text("because", action.because, known, f"{at}, {action.id}")
            _check_evidence(action, known, audiences, f"{at}, {action.id}")


def _check_text(key: str, text: Text, known: Collection[str], where: str) -> None:
    for language, template in text.model_dump().items():
        at = f"{where}, {key}.{language}"
        try:
            parts = list(Formatter().parse(template))
        except ValueError as error:
            raise UserError(f"{template!r}: {error}", where=at, todo="correct it.") from None
        for _, field, kind, _ in parts:
            if field is not None and (name := field.removeprefix("all.")) not in known:
                raise UserError(
                    f"quotes {field!r}, which segments do not have",
                    where=at,
                    expected=nearest(name, known),
                )
            if kind and kind not in KINDS:
                raise UserError(
                    f"there is no format {kind!r}", where=at, expected=nearest(kind, KINDS)
                )


def _check_evidence(
    action: ActionEntry, known: Collection[str], audiences: Sequence[str], where: str
) -> None:
    for text in action.evidence:
        try:
            evidence.parse(text, known)
        except ValueError as error:
            raise UserError(str(error), where=f"{where}, evidence", todo="correct it.") from None
    if action.audience is not None and action.audience not in audiences:
        raise UserError(
            f"{action.audience!r} is no share of customers",
            where=f"{where}, audience",
            expected=nearest(action.audience, audiences),
        )


def _require_distinct(ids: Sequence[str], where: str) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise UserError(f"the id {one!r} is there twice", where=where, todo="rename one.")
