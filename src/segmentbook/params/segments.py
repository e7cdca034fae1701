"""The params about the segments: names, advice, explanations, the smallest group shown."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator

from segmentbook.core.privacy import MINIMUM
from segmentbook.params.base import Section
from segmentbook.params.cleaning import Column


class Segments(Section):
    """How segments are named and advised.

    `roles` maps a column of the customer view to what it is in the playbook: one of its features
    (`Income: income`), or a number that evidence is computed from (`NumWebVisitsMonth: web_visits`). A
    column without an entry has the role of its own name. Without a playbook, segments are named by a
    description.
    """

    playbook: str | None = "rfm"
    """Name of a file in `params/playbooks/`, or null."""
    roles: dict[str, str] = {}
    """For a feature or column, its role in the playbook."""

    @field_validator("roles")
    @classmethod
    def _one_column_each(cls, roles: dict[str, str]) -> dict[str, str]:
        twice = sorted({role for role in roles.values() if list(roles.values()).count(role) > 1})
        if twice:
            raise ValueError(f"two columns have the role {twice[0]!r}; a role is for one column")
        return roles


class Sharing(Section):
    """What may leave in report and deck: no group of fewer than `minimum` customers."""

    minimum: int = Field(default=MINIMUM, ge=1, le=1_000)
    """Smallest group of customers that report and deck may show. Example: `25`"""


class Explain(Section):
    """How segments are explained.

    `depth` is the largest number of conditions in a rule; `scatter` names the two features of the
    scatter plot, by default the first and the last; `cut_date` is the first day of the period that is
    held out to see what segments did later, by default the last quarter.
    """

    depth: Annotated[int, Field(ge=1, le=5)] | Literal["auto"] = "auto"
    """Largest number of conditions in a rule. Example: `3`"""
    scatter: list[Column] = Field(default=[], max_length=2)
    """The two features of the scatter plot. Example: `[recency, monetary]`"""
    cut_date: date | None = Field(default=None, strict=False)
    """First day of the period held out for what segments did later. Example: `2011-09-01`"""

    @field_validator("scatter")
    @classmethod
    def _two_or_none(cls, names: list[str]) -> list[str]:
        if len(names) == 1 or len(set(names)) < len(names):
            raise ValueError("the names of two different features, or none")
        return names
