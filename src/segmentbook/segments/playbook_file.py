"""The playbook as a file: archetypes and actions in every language, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from segmentbook.core.errors import UserError, nearest
from segmentbook.core.paths import PARAMS
from segmentbook.features import Feature
from segmentbook.features.score_columns import base_of
from segmentbook.params.base import Section
from segmentbook.params.messages import explain
from segmentbook.segments.conditions import OF_ALL, OF_TIME, Relation

PLAYBOOKS = PARAMS / "playbooks"

Language = Literal["en", "id"]
Words = Annotated[str, Field(min_length=1)]


class Text(Section):
    """A text in English and Indonesian."""

    en: Words
    id: Words

    def in_language(self, language: Language) -> str:
        """Return the text in one language."""
        return self.en if language == "en" else self.id


class ActionEntry(Section):
    """Something to do for a segment.

    `because` is a template over the numbers of the segment, and over those of all customers
    (`{all.order_value:money}`). `evidence` must hold as a whole. `audience` names the share of the
    segment's customers that the action is for; without it, all of them. `discount` says that it gives
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


Level = Literal["bottom", "low", "middle", "high", "top"]
"""Where an archetype stands in a feature, by definition; see `STANDINGS`."""

STANDINGS: Mapping[str, float] = {
    "bottom": 0.1,
    "low": 0.25,
    "middle": 0.5,
    "high": 0.75,
    "top": 0.9,
}
"""The share of all customers who do no better, for each level: round numbers, fitted to no data."""


class ConditionEntry(Section):
    """What a name says of a segment: `number` stands in a `relation` to a `bound`.

    Numbers are those of `segments.conditions`. `highest`, `lowest` and `between` compare with the
    other segments and have no bound; `above` and `below` have one: a value, `all` for the same number
    of all customers, or `others` for the other customers, by a test. `spent_later` goes with `highest`
    and `ordered_later` with `above` or `below` `others`, by a test.
    """

    number: Words
    relation: Relation
    bound: float | Literal["all", "others"] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> ConditionEntry:
        if (self.relation in ("above", "below")) != (self.bound is not None):
            raise ValueError("a 'bound' with 'above' and 'below', and only with them")
        if (self.number == "ordered_later") != (self.bound == "others"):
            raise ValueError("the bound 'others' with 'ordered_later', and only with it")
        if self.number == "spent_later" and self.relation != "highest":
            raise ValueError("'spent_later' only as 'highest'")
        return self


class ArchetypeEntry(Section):
    """A kind of customer.

    `standing` is where its customers stand in each feature, by definition. `conditions` are what its
    name and `who` say: where one fails, or cannot be known, the segment gets a descriptive name in place
    of this one. `claim` is a template that puts a number beside what the name says. `avoid` is what
    not to do.
    """

    id: Words
    name: Text
    who: Text
    standing: Annotated[dict[str, Level], Field(min_length=1)]
    conditions: Annotated[list[ConditionEntry], Field(min_length=1)]
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


def files(name: str | None) -> list[Path]:
    """Return the file of a playbook; none without a playbook.

    Raises:
        UserError: If there is none of this name.
    """
    if name is None:
        return []
    path = PLAYBOOKS / f"{name}.yaml"
    if not path.is_file():
        raise UserError(
            f"there is no playbook {name!r}",
            where="segments.playbook",
            expected=nearest(name, (file.stem for file in PLAYBOOKS.glob("*.yaml"))),
        )
    return [path]


def place(path: Path) -> str:
    """Return how messages name the file of a playbook."""
    return f"params/playbooks/{path.name}"


def read(path: Path) -> PlaybookFile:
    """Read a playbook.

    Raises:
        UserError: If a key or value is wrong, ids repeat, or archetypes differ in their features.
    """
    where = place(path)
    try:
        values = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise UserError(f"not valid YAML: {error}", where=where, todo="correct it.") from None
    try:
        book = PlaybookFile.model_validate(values)
    except ValidationError as error:
        raise explain(error, where, PlaybookFile) from None
    _require_distinct([archetype.id for archetype in book.archetypes], where)
    numbers = [
        f"{role}_{what}" for role in book.features for what in ("mean", "median", "standing")
    ]
    for archetype in book.archetypes:
        _require_distinct([action.id for action in archetype.actions], f"{where}, {archetype.id}")
        if set(archetype.standing) != set(book.features):
            raise UserError(
                f"standing names {sorted(archetype.standing)}",
                where=f"{where}, {archetype.id}",
                expected=f"{sorted(book.features)}, as in the first archetype",
                todo="name each feature once.",
            )
        for condition in archetype.conditions:
            if condition.number not in (known := [*numbers, *OF_TIME, *OF_ALL]):
                raise UserError(
                    f"there is no number {condition.number!r}",
                    where=f"{where}, {archetype.id}, conditions",
                    expected=nearest(condition.number, known),
                    todo="correct it.",
                )
    return book


def features_of(
    book: PlaybookFile, features: Sequence[Feature], roles: Mapping[str, str], where: str
) -> dict[str, str]:
    """Return for each feature of the playbook the feature of the study that plays it.

    Args:
        book: The playbook.
        features: The features that segments are made from.
        roles: For a feature its name in the playbook, where that is another.
        where: Name of the file, for messages.

    Raises:
        UserError: If no feature of the study plays one of the playbook's.
    """
    own = {
        roles.get(feature.name, base_of(feature.name)): feature.name
        for feature in features  # a score stands for the feature that it is of
    }
    for role in book.features:
        if role not in own:
            raise UserError(
                f"no feature of the study is the {role!r} that {where} describes customers by",
                where="segments.roles",
                expected=f"one of the features {sorted(own.values())} as '<feature>: {role}'",
                todo="name it, or choose another playbook with segments.playbook.",
            )
    return own


def _require_distinct(ids: Sequence[str], where: str) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise UserError(f"the id {one!r} is there twice", where=where, todo="rename one.")
