"""Write `docs/params.md`, the reference of every key of the params, from the models: `make docs`."""

from __future__ import annotations

import ast
import inspect
import json
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from segmentbook.commands.messages import STUDIES
from segmentbook.core.paths import PARAMS, ROOT
from segmentbook.params.cleaning import RULES
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import Columns
from segmentbook.params.study import Study

FILE = ROOT / "docs" / "params.md"

_INTRODUCTION = """\
# Params

Every key that a study's file, `params/<study>.yaml`, may hold. `make new` writes such a file for an
export; `make check STUDY=<study>` checks it in seconds. A key that is not listed here is an error.

This page is written by `make docs` from the models in `src/segmentbook/params/`. Examples are taken
from the studies in `params/` where one sets the key.
"""

_LEFT_OUT = ("name", "rule")
"""Fields that are no keys: the study is named by its file, a rule by its heading."""

_OF_GRAIN = {
    Columns: " where a row is a product on an order, or an order",
    CustomerColumns: " where a row is a customer",
}

_PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
    type(None): "null",
    object: "any value",
}


def reference() -> str:
    """Return the page as Markdown."""
    parts = [_INTRODUCTION, *_section("", Study), *_rules()]
    return "\n".join(parts).rstrip() + "\n"


def main() -> None:
    """Write the page."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(reference(), "utf-8")
    print(f"{FILE.relative_to(ROOT)}: written from the models")


def missing_descriptions() -> list[str]:
    """Return the fields of params models without a description, as `Model.field`."""
    return [
        f"{model.__name__}.{name}"
        for model in _models(Study, set())
        for name in model.model_fields
        if name not in _LEFT_OUT and not _descriptions(model).get(name)
    ]


def declared_examples() -> list[tuple[type[BaseModel], str, str]]:
    """Return the examples that descriptions declare: model, field and the example as YAML."""
    found = [
        (model, name, _without_example(meaning)[1])
        for model in _models(Study, set())
        for name, meaning in _descriptions(model).items()
    ]
    return [one for one in found if one[2]]


def _models(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for child in _children(field.annotation):
            yield from _models(child, seen)


def _section(path: str, model: type[BaseModel]) -> Iterator[str]:
    """Describe the keys of a model, then those of its sections."""
    yield f"\n## `{path}`{_OF_GRAIN.get(model, '')}\n" if path else "\n## Top level\n"
    yield _text(model) + "\n"
    yield from _table(path, model)
    for name, field in model.model_fields.items():
        key = field.alias or name
        for child in _children(field.annotation):
            if key != "cleaning":
                yield from _section(f"{path}.{key}" if path else key, child)


def _table(path: str, model: type[BaseModel], left_out: Sequence[str] = _LEFT_OUT) -> Iterator[str]:
    rows = [
        _row(path, field.alias or name, model, name, field)
        for name, field in model.model_fields.items()
        if name not in left_out
    ]
    if rows:
        yield "| key | type | default | meaning | example |\n|---|---|---|---|---|"
        yield from rows


def _rules() -> Iterator[str]:
    yield "\n## `cleaning`\n"
    yield "A list of rules. Each has a `rule`, its name, and a `reason`, which the report prints.\n"
    for name, model in RULES.items():
        yield f"\n### `{name}`\n"
        yield _text(model) + "\n"
        yield from _table(f"cleaning.{name}", model, ("rule", "reason"))


def _row(path: str, key: str, model: type[BaseModel], name: str, field: FieldInfo) -> str:
    meaning = _descriptions(model).get(name, "")
    meaning, declared = _without_example(meaning)
    found = _example(path, key)
    example = declared or ("" if found is _NONE else _yaml(found))
    cells = [f"`{key}`", _type(field), _default(field), meaning, f"`{example}`" if example else ""]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _text(model: type[BaseModel]) -> str:
    return inspect.cleandoc(model.__doc__ or "")


@cache
def _descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Return the text under each field of a model and of those that it extends."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith("segmentbook."):
            [node] = ast.parse(inspect.cleandoc("\n" + inspect.getsource(base))).body
            assert isinstance(node, ast.ClassDef)
            for field, text in zip(node.body, node.body[1:], strict=False):
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    value = text.value if isinstance(text, ast.Expr) else None
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found[field.target.id] = " ".join(value.value.split())
    return found


def _without_example(meaning: str) -> tuple[str, str]:
    """Split `Text. Example: value` into its text and the example."""
    text, _, example = meaning.partition(" Example: ")
    return text, example.strip("`. ")


def _children(annotation: Any) -> list[type[BaseModel]]:
    """Return the models that a type holds, in order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [child for part in typing.get_args(annotation) for child in _children(part)]


def _type(field: FieldInfo) -> str:
    limits = [text for one in field.metadata for text in _limits(one)]
    text = _named(field.annotation)
    return f"{text}, {', '.join(limits)}" if limits else text


def _named(annotation: Any) -> str:
    """Return a type in words."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        limits = [text for one in arguments[1:] for text in _limits(one)]
        return ", ".join([_named(arguments[0]), *limits])
    if origin is Literal:
        return ", ".join(f"`{_yaml(value)}`" for value in arguments)
    if origin in (typing.Union, types.UnionType):
        names = [_named(one) for one in arguments if one is not type(None)]
        return " or ".join(dict.fromkeys(names))
    if origin is list:
        return f"list of {_named(arguments[0])}"
    if origin is dict:
        return f"mapping of {_named(arguments[0])} to {_named(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "section"
    return _PLAIN.get(annotation, str(annotation))


def _limits(constraint: Any) -> Iterator[str]:
    signs = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    for name, words in signs.items():
        value = getattr(constraint, name, None)
        if value is not None:
            yield f"{words} {value:,}" if isinstance(value, int) else f"{words} {value}"
    for part in getattr(constraint, "metadata", ()):
        yield from _limits(part)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return ""
    return f"`{_yaml(value)}`"


def _yaml(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, str):
        return value if re.fullmatch(r"[\w./-]+", value) else json.dumps(value, ensure_ascii=False)
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=10**6, sort_keys=False
    )
    return text.strip()


_NONE = object()
_LONGEST = 70


@cache
def _studies() -> list[Mapping[str, Any]]:
    # A study of the user's own stands in the same folder, and is no example.
    return [yaml.safe_load((PARAMS / f"{name}.yaml").read_text("utf-8")) for name in STUDIES]


def _example(path: str, key: str) -> Any:
    """Return the shortest value of a key in the shipped studies."""
    found = [value for study in _studies() for value in _values(study, path, key)]
    short = [value for value in found if len(_yaml(value)) <= _LONGEST]
    return min(short, key=lambda value: len(_yaml(value)), default=_NONE)


def _values(study: Mapping[str, Any], path: str, key: str) -> Iterator[Any]:
    section, _, rule = path.partition(".")
    if section == "cleaning" and rule:
        holders: list[Any] = [one for one in study["cleaning"] if one["rule"] == rule]
    else:
        holders = [study]
        for part in filter(None, path.split(".")):
            below = [one.get(part) for one in holders if isinstance(one, dict)]
            holders = [x for one in below for x in (one if isinstance(one, list) else [one])]
    for holder in holders:
        if isinstance(holder, dict) and key in holder:
            yield holder[key]


if __name__ == "__main__":
    main()
