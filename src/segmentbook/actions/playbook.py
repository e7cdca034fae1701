"""The playbook's advice: for each archetype its actions with their evidence, and what to avoid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from segmentbook.actions import evidence
from segmentbook.actions.column_measures import ROLES
from segmentbook.actions.evidence import Condition
from segmentbook.actions.measures import OF_CUSTOMERS, known
from segmentbook.core.errors import UserError, nearest
from segmentbook.core.message import FORMATS, literal
from segmentbook.features import Feature
from segmentbook.segments import playbook_file
from segmentbook.segments.playbook_file import ActionEntry, ArchetypeEntry, Language, Text, files

__all__ = ["Action", "Advice", "files", "load"]


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
class Advice:
    """What to do for an archetype.

    Args:
        actions: The actions, the more important first.
        avoid: What not to do.
        claim: A template that puts a number beside what the archetype's name says, or None.
    """

    actions: tuple[Action, ...]
    avoid: str
    claim: str | None = None


def load(
    name: str | None,
    features: Sequence[Feature],
    roles: Mapping[str, str] | None = None,
    language: Language = "en",
) -> dict[str, Advice]:
    """Read the advice of `params/playbooks/<name>.yaml` in one language, over a study's numbers.

    Args:
        name: Its name, or None for no playbook.
        features: The features that segments are made from.
        roles: For a column of the customer view its name in the playbook, where that is another.
        language: `en` or `id`.

    Returns:
        The advice by id of its archetype.

    Raises:
        UserError: If there is none, a key or value in it is wrong, no feature of the study plays one
            of the playbook's, or it asks for a number that segments do not have.
    """
    paths = files(name)
    if not paths:
        return {}
    book, where = playbook_file.read(paths[0]), playbook_file.place(paths[0])
    _require_roles((roles or {}).values(), (*book.features, *ROLES))
    own = playbook_file.features_of(book, features, roles or {}, where)
    names = {number: number for number in known(features)} | {
        f"{role}_{what}": f"{feature}_{what}"
        for role, feature in own.items()
        for what in ("mean", "median", "standing")
    }
    for entry in book.archetypes:
        _check_numbers(entry, names, f"{where}, {entry.id}")
    return {entry.id: _advice(entry, language, names) for entry in book.archetypes}


def _require_roles(roles: Collection[str], wanted: Collection[str]) -> None:
    for role in roles:
        if role not in wanted:
            raise UserError(
                f"there is no role {role!r}",
                where="segments.roles",
                expected=nearest(role, wanted),
            )


def _check_numbers(entry: ArchetypeEntry, numbers: Collection[str], where: str) -> None:
    """Refuse an archetype that asks for, or quotes, a number that segments do not have."""
    if entry.claim is not None:
        _check_text("claim", entry.claim, numbers, where)
    for action in entry.actions:
        at = f"{where}, {action.id}"
        _check_text("because", action.because, numbers, at)
        _check_evidence(action, numbers, at)


def _check_text(key: str, text: Text, numbers: Collection[str], where: str) -> None:
    for language, template in text.model_dump().items():
        at = f"{where}, {key}.{language}"
        try:
            parts = list(Formatter().parse(template))
        except ValueError as error:
            raise UserError(f"{template!r}: {error}", where=at, todo="correct it.") from None
        for _, field, form, _ in parts:
            if field is not None and (name := field.removeprefix("all.")) not in numbers:
                raise UserError(
                    f"quotes {field!r}, which segments do not have",
                    where=at,
                    expected=nearest(name, numbers),
                )
            if form and form not in FORMATS:
                raise UserError(
                    f"there is no format {form!r}", where=at, expected=nearest(form, FORMATS)
                )


def _check_evidence(action: ActionEntry, numbers: Collection[str], where: str) -> None:
    for text in action.evidence:
        try:
            evidence.parse(text, numbers)
        except ValueError as error:
            raise UserError(str(error), where=f"{where}, evidence", todo="correct it.") from None
    if action.audience is not None and action.audience not in OF_CUSTOMERS:
        raise UserError(
            f"{action.audience!r} is not a share of customers",
            where=f"{where}, audience",
            expected=nearest(action.audience, OF_CUSTOMERS),
        )


def _advice(entry: ArchetypeEntry, language: Language, names: Mapping[str, str]) -> Advice:
    return Advice(
        actions=tuple(_action(action, language, names) for action in entry.actions),
        avoid=entry.avoid.in_language(language),
        claim=_renamed(entry.claim.in_language(language), names) if entry.claim else None,
    )


def _action(entry: ActionEntry, language: Language, names: Mapping[str, str]) -> Action:
    conditions = (evidence.parse(text, names) for text in entry.evidence)
    return Action(
        id=entry.id,
        do=entry.do.in_language(language),
        whom=entry.whom.in_language(language),
        channel=entry.channel.in_language(language),
        evidence=tuple(condition.renamed(names) for condition in conditions),
        because=_renamed(entry.because.in_language(language), names),
        audience=entry.audience,
        discount=entry.discount,
    )


def _renamed(template: str, names: Mapping[str, str]) -> str:
    """Return a template that quotes numbers by the study's names."""
    parts = []
    for text, field, form, _ in Formatter().parse(template):
        parts.append(literal(text))
        if field is not None:
            name = field.removeprefix("all.")
            written = f":{form}" if form else ""
            parts.append("{" + field.removesuffix(name) + names[name] + written + "}")
    return "".join(parts)
