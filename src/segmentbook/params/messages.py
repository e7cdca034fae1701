"""Turn pydantic errors into messages about the params file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from segmentbook.core.errors import UserError, nearest
from segmentbook.params.cleaning import RULES
from segmentbook.params.source import GRAINS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_TYPES = ("bool", "float", "int", "str")
"""What the validator calls plain types where a value may have one of several."""


def explain(error: ValidationError, where: str, model: type[BaseModel]) -> UserError:
    """Return the first error as a message; a misspelt key goes before the key that it leaves out.

    Args:
        error: The validator's errors.
        where: Name of the file, for the message.
        model: The model of the whole file.
    """
    mistakes = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    first = mistakes[0]
    path = _written_path(first)
    # pydantic reports a value of several possible types once for each type: that is one mistake.
    same = [one for one in mistakes if _written_path(one) == path]
    key = ".".join(str(part) for part in path) or "the file"
    more = len(mistakes) - len(same)
    after = f" ({more} more after this one)" if more else ""
    if first["type"] == "extra_forbidden":
        known = _known_keys(first["loc"], model)
        return UserError(
            f"unknown key {key!r}{after}",
            where=where,
            expected=nearest(str(path[-1]), known),
            todo="rename or remove the key.",
        )
    if first["type"] == "missing":
        return UserError(f"key {key!r} is missing{after}", where=where, todo="add it.")
    if first["type"] == "union_tag_invalid":
        tag = str(first["ctx"]["tag"])
        return UserError(
            f"{key}: unknown rule {tag!r}{after}", where=where, expected=nearest(tag, RULES)
        )
    allowed = [one["msg"].removeprefix("Value error, ") for one in same]
    return UserError(
        f"{key}: wrong combination{after}"
        if isinstance(first["input"], dict)
        else f"{key} = {first['input']!r} is not allowed{after}",
        where=where,
        expected="; or: ".join(allowed),
        todo="correct the value.",
    )


def _written_path(mistake: ErrorDetails) -> list[int | str]:
    """Return the keys that lead to a mistake, as the params file has them.

    The validator adds names of its own for a rule and for the types that a value may have.
    """
    *parents, last = mistake["loc"] or ("",)
    parts = [part for part in parents if _is_key(part)]
    unknown_key = mistake["type"] == "extra_forbidden"
    return [*parts, last] if unknown_key or (_is_key(last) and last not in _TYPES) else parts


def _is_key(part: int | str) -> bool:
    return isinstance(part, int) or (part.isidentifier() and part not in RULES)


def _known_keys(loc: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """Return the keys that are known where the last part of `loc` is not."""
    for part in loc[:-1]:
        if part in RULES:
            model = RULES[str(part)]
        elif part in GRAINS:
            model = GRAINS[str(part)]
        elif isinstance(part, str):
            model = _section_of(model, part)
    return [field.alias or name for name, field in model.model_fields.items()]


def _section_of(model: type[BaseModel], key: str) -> type[BaseModel]:
    field = model.model_fields.get(key)
    candidates = [field.annotation, *getattr(field.annotation, "__args__", ())] if field else []
    for candidate in candidates:
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return model
