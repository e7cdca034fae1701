"""The playbook: archetypes of customers, and what to do about each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from segmentbook.errors import UserError, nearest
from segmentbook.study import Section, Share
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


def load(name: str) -> Playbook:
    """Read `params/playbooks/<name>.yaml`.

    Raises:
        UserError: If there is none, or a key or value in it is wrong.
    """
    path = path_of(name)
    try:
        return Playbook.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        key = ".".join(str(part) for part in first["loc"]) if first else "the file"
        raise UserError(
            f"{key}: {first['msg'] if first else error}",
            where=f"params/playbooks/{path.name}",
            todo="correct it.",
        ) from None
