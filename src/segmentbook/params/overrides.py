"""Params that are given on the command line instead of in the params file."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from typing import Any

import yaml

from segmentbook.core.errors import UserError

_KEY = re.compile(r"[^\s.=]+(\.[^\s.=]+)*")


def parse(texts: Iterable[str]) -> dict[str, Any]:
    """Read dotted overrides such as `clustering.k=5 products.exclude="[FUEL, LOTTO]"`.

    Args:
        texts: Each holds any number of `key=value`, separated by spaces; a value with spaces
            stands in quotes, as in a shell. Values are YAML.

    Returns:
        Keys and values that JSON can hold, in the order given.

    Raises:
        UserError: If a part is not `key=value`, a value is not YAML, or a key is given twice.
    """
    found: dict[str, Any] = {}
    for text in texts:
        for part in _split(text):
            key, equals, value = part.partition("=")
            if not equals or not _KEY.fullmatch(key):
                raise UserError(
                    f"{part!r} is not a valid override",
                    where="SET",
                    expected="key=value, e.g. SET='clustering.k=5 products.top=3'",
                    todo="put a value with spaces in quotes, e.g. SET='title=\"Our shoppers\"'.",
                )
            if key in found:
                raise UserError(f"{key!r} is given twice", where="SET", todo="keep one.")
            found[key] = _value(key, value)
    return found


def written(key: str, value: str) -> str:
    """Return the override that `parse` reads back as this key and text."""
    return f"{key}={shlex.quote(json.dumps(value))}"


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise UserError(
            f"cannot split {text!r}: {error}", where="SET", todo="close the quotes."
        ) from None


def _value(key: str, text: str) -> Any:
    try:
        # Dates become texts: the notebooks receive the overrides as JSON does.
        return json.loads(json.dumps(yaml.safe_load(text), default=str, allow_nan=False))
    except (yaml.YAMLError, ValueError, TypeError):
        raise UserError(
            f"the value of {key!r} is not valid YAML: {text!r}",
            where="SET",
            expected="a number, a text, true, false, null or [a, list]",
        ) from None
