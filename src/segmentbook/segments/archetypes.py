"""Archetypes of the playbook: kinds of customers that segments are named after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segmentbook.features import Feature
from segmentbook.segments import playbook_file
from segmentbook.segments.conditions import Condition
from segmentbook.segments.playbook_file import Language


@dataclass(frozen=True)
class Archetype:
    """A kind of customer.

    Args:
        id: Name that does not change.
        name: What people call it.
        who: One line of who they are.
        standing: Mean standing for features of the study by definition, see `profile.standings`.
        conditions: What its name says, over numbers of the study.
    """

    id: str
    name: str
    who: str
    standing: Mapping[str, float]
    conditions: tuple[Condition, ...] = ()


Archetypes = tuple[Archetype, ...]
"""The archetypes of a playbook; none where a study wants its segments described only."""


def load(
    name: str | None,
    features: Sequence[Feature],
    roles: Mapping[str, str] | None = None,
    language: Language = "en",
) -> Archetypes:
    """Read the archetypes of `params/playbooks/<name>.yaml` in one language.

    Args:
        name: Its name, or None for no playbook.
        features: The features that segments are made from.
        roles: For a feature its name in the playbook, where that is another.
        language: `en` or `id`.

    Raises:
        UserError: If there is none, a key or value in it is wrong, or no feature of the study plays
            one of the playbook's.
    """
    paths = playbook_file.files(name)
    if not paths:
        return ()
    book = playbook_file.read(paths[0])
    own = playbook_file.features_of(book, features, roles or {}, playbook_file.place(paths[0]))
    return tuple(
        Archetype(
            id=entry.id,
            name=entry.name.in_language(language),
            who=entry.who.in_language(language),
            standing={
                own[role]: playbook_file.STANDINGS[level] for role, level in entry.standing.items()
            },
            conditions=tuple(
                Condition(_own_number(one.number, own), one.relation, one.bound)
                for one in entry.conditions
            ),
        )
        for entry in book.archetypes
    )


def _own_number(number: str, own: Mapping[str, str]) -> str:
    """Return the name that a number of the playbook has in the study."""
    role, _, what = number.rpartition("_")
    return f"{own[role]}_{what}" if role in own else number
