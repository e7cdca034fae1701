"""The playbook: archetypes of customers, and what to do about each, in the language of a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from segmentbook.actions import evidence
from segmentbook.actions.column_measures import ROLES
from segmentbook.actions.evidence import Condition
from segmentbook.actions.measures import known
from segmentbook.core.errors import UserError, nearest
from segmentbook.core.paths import PARAMS
from segmentbook.features import Feature
from segmentbook.segments import playbook_file
from segmentbook.segments.playbook_file import ActionEntry, ArchetypeEntry, Language

PLAYBOOKS = PARAMS / "playbooks"


@dataclass(frozen=True)
class Action:
    """Something to do for a segment.

    Args:
        id: Name that does not change.
        do: What to do.
        whom: Who of the segment it is for.
        channel: How they are reached.
        evidence: What must hold for it.
        because: The reason, a template over the segment's numbers.
        audience: The share of customers that it is for, or None for all of the segment.
        discount: Whether it gives one.
    """

    id: str
    do: str
    whom: str
    channel: str
    evidence: tuple[Condition, ...]
    because: str
    audience: str | None = None
    discount: bool = False


@dataclass(frozen=True)
class Archetype:
    """A kind of customer.

    Args:
        id: Name that does not change.
        name: What people call it.
        who: One line of who they are.
        standing: Expected mean standing for features of the study, see `profile.standings`.
        actions: What to do.
        avoid: What not to do.
        claim: A template that puts a number beside what the name says, or None.
    """

    id: str
    name: str
    who: str
    standing: Mapping[str, float]
    actions: tuple[Action, ...]
    avoid: str
    claim: str | None = None


Playbook = tuple[Archetype, ...]
"""The archetypes; none where a study wants its segments described only."""


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


def load(
    name: str | None,
    features: Sequence[Feature],
    roles: Mapping[str, str] | None = None,
    language: Language = "en",
) -> Playbook:
    """Read `params/playbooks/<name>.yaml` in one language, in the words of a study.

    Args:
        name: Its name, or None for no playbook.
        features: The features that segments are made from.
        roles: For a feature its name in the playbook, where that is another.
        language: `en` or `id`.

    Raises:
        UserError: If there is none, a key or value in it is wrong, no feature of the study plays one
            of the playbook's, or it asks for a number that segments do not have.
    """
    paths = files(name)
    if not paths:
        return ()
    where = f"params/playbooks/{paths[0].name}"
    book = playbook_file.read(paths[0], where)
    own = {(roles or {}).get(feature.name, feature.name): feature.name for feature in features}
    _require_roles(book.features, own, roles or {}, where)
    numbers = known(features)
    names = {number: number for number in numbers} | {
        f"{role}_{what}": f"{feature}_{what}"
        for role, feature in own.items()
        for what in ("mean", "median", "standing")
    }
    playbook_file.check_numbers(book, {name: numbers[names[name]] for name in names}, where)
    return tuple(_spoken(entry, language, own, names) for entry in book.archetypes)


def _require_roles(
    wanted: Sequence[str], own: Mapping[str, str], roles: Mapping[str, str], where: str
) -> None:
    for role in roles.values():
        if role not in (*wanted, *ROLES):
            raise UserError(
                f"there is no role {role!r}",
                where="segments.roles",
                expected=nearest(role, (*wanted, *ROLES)),
            )
    for role in wanted:
        if role not in own:
            raise UserError(
                f"no feature of the study is the {role!r} that {where} describes customers by",
                where="segments.roles",
                expected=f"one of the features {sorted(own.values())} as '<feature>: {role}'",
                todo="name it, or choose another playbook with segments.playbook.",
            )


def _spoken(
    entry: ArchetypeEntry, language: Language, own: Mapping[str, str], names: Mapping[str, str]
) -> Archetype:
    return Archetype(
        id=entry.id,
        name=entry.name.spoken(language),
        who=entry.who.spoken(language),
        standing={own[role]: value for role, value in entry.standing.items()},
        actions=tuple(_spoken_action(action, language, names) for action in entry.actions),
        avoid=entry.avoid.spoken(language),
        claim=_renamed(entry.claim.spoken(language), names) if entry.claim else None,
    )


def _spoken_action(entry: ActionEntry, language: Language, names: Mapping[str, str]) -> Action:
    conditions = (evidence.parse(text, names) for text in entry.evidence)
    return Action(
        id=entry.id,
        do=entry.do.spoken(language),
        whom=entry.whom.spoken(language),
        channel=entry.channel.spoken(language),
        evidence=tuple(condition.renamed(names) for condition in conditions),
        because=_renamed(entry.because.spoken(language), names),
        audience=entry.audience,
        discount=entry.discount,
    )


def _renamed(template: str, names: Mapping[str, str]) -> str:
    """Return a template that quotes numbers by the study's names."""
    parts = []
    for text, field, kind, _ in Formatter().parse(template):
        parts.append(text.replace("{", "{{").replace("}", "}}"))
        if field is not None:
            name = field.removeprefix("all.")
            form = f":{kind}" if kind else ""
            parts.append("{" + field.removesuffix(name) + names[name] + form + "}")
    return "".join(parts)
