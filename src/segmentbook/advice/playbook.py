"""The playbook: archetypes of customers, and what to do about each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Formatter
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from segmentbook.errors import UserError, nearest
from segmentbook.features import Feature
from segmentbook.formats import KINDS
from segmentbook.section import Section
from segmentbook.segments.profile import columns
from segmentbook.study import Share
from segmentbook.workspace import PARAMS

PLAYBOOKS = PARAMS / "playbooks"


class Action(Section):
    """Something to do for a segment, with the reason: a template over the segment's numbers."""

    do: Annotated[str, Field(min_length=1)]
    because: Annotated[str, Field(min_length=1)]


class Archetype(Section):
    """A kind of customer.

    Args:
        id: Name that does not change.
        name: What people call them.
        who: One line of who they are.
        standing: Expected mean standing for each feature, see `profile.standings`.
        actions: What to do.
        avoid: What not to do.
    """

    id: str
    name: str
    who: str
    standing: dict[str, Share]
    actions: Annotated[list[Action], Field(min_length=1)]
    avoid: str


class Playbook(Section):
    """Archetypes of one feature set."""

    archetypes: Annotated[list[Archetype], Field(min_length=2)]


def path_of(name: str) -> Path:
    """Return the file of a playbook.

    Raises:
        UserError: If there is none of this name.
    """
    path = PLAYBOOKS / f"{name}.yaml"
    if not path.is_file():
        raise UserError(
            f"there is no playbook {name!r}",
            where="segments.playbook",
            expected=nearest(name, (file.stem for file in PLAYBOOKS.glob("*.yaml"))),
        )
    return path


def files_of(name: str | None) -> list[Path]:
    """Return the file of a playbook; none where the study has no playbook."""
    return [] if name is None else [path_of(name)]


def load(name: str | None, features: Sequence[Feature]) -> Playbook:
    """Read `params/playbooks/<name>.yaml`.

    Args:
        name: Its name; a study without one gets a playbook without archetypes.
        features: The features that its archetypes must be described by.

    Raises:
        UserError: If there is none, a key or value in it is wrong, an archetype lacks a feature, or
            a reason quotes a number that segments do not have.
    """
    if name is None:
        return Playbook.model_construct(archetypes=[])
    path = path_of(name)
    where = f"params/playbooks/{path.name}"
    playbook = _parse(path, where)
    wanted = {feature.name for feature in features}
    for archetype in playbook.archetypes:
        if set(archetype.standing) != wanted:
            raise UserError(
                f"{archetype.id}: standing names {sorted(archetype.standing)}",
                where=where,
                expected=f"{sorted(wanted)}",
                todo="name each feature once.",
            )
        for action in archetype.actions:
            _check_numbers(action, columns(features), f"{where}, {archetype.id}")
    return playbook


def _check_numbers(action: Action, known: list[str], where: str) -> None:
    try:
        parts = list(Formatter().parse(action.because))
    except ValueError as error:
        raise UserError(f"{action.because!r}: {error}", where=where, todo="correct it.") from None
    for _, field, kind, _ in parts:
        if field is not None and field not in known:
            raise UserError(
                f"'because' quotes {field!r}, which segments do not have",
                where=where,
                expected=nearest(field, known),
            )
        if kind and kind not in KINDS:
            raise UserError(
                f"there is no format {kind!r}", where=where, expected=nearest(kind, KINDS)
            )


def _parse(path: Path, where: str) -> Playbook:
    try:
        return Playbook.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        key = ".".join(str(part) for part in first["loc"]) if first else "the file"
        raise UserError(
            f"{key}: {first['msg'] if first else error}",
            where=where,
            todo="correct it.",
        ) from None
