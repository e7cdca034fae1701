"""The result of a method where a study lacks the input for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from html import escape
from typing import Any, ParamSpec, TypeVar

_FIELD = re.compile(r"\{(\w+)(?::\w+)?\}")
_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True)
class NotApplicable:
    """What a method returns when a study lacks its input.

    Args:
        reason: Why, as a marked message; its fields, as `{days:count}`, stand for `values`.
        values: The values of the fields.
    """

    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        """Return it as a notebook shows it at the end of a cell, in English."""
        reason = _FIELD.sub(lambda found: str(self.values[found[1]]), self.reason)
        return f"<p style='color:gray'>not applicable: {escape(reason)}</p>"


def propagate_not_applicable(function: Callable[_P, _T]) -> Callable[_P, _T | NotApplicable]:
    """Return the first not-applicable argument in place of calling the function."""

    @wraps(function)
    def checked(*args: _P.args, **kwargs: _P.kwargs) -> _T | NotApplicable:
        missing = first_missing(*args, *kwargs.values())
        # An edited function is reloaded into `__wrapped__`; the closure would keep the old one.
        return checked.__wrapped__(*args, **kwargs) if missing is None else missing

    return checked


def first_missing(*values: object) -> NotApplicable | None:
    """Return the first value that is not applicable, None where all are applicable."""
    return next((value for value in values if isinstance(value, NotApplicable)), None)


def first_applicable(one: _T | NotApplicable, other: _T | NotApplicable) -> _T | NotApplicable:
    """Return the first of two values that is applicable."""
    return other if isinstance(one, NotApplicable) else one
