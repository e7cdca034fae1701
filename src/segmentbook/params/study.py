"""A study: the params file as a typed, strict model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import available_timezones

import yaml
from pydantic import Field, PrivateAttr, ValidationError, field_validator

from segmentbook.core.errors import UserError, nearest
from segmentbook.core.message import mark
from segmentbook.core.paths import PARAMS
from segmentbook.params.base import Section
from segmentbook.params.cleaning import CleaningRule
from segmentbook.params.clustering import Clustering
from segmentbook.params.customers import Customers
from segmentbook.params.economics import Economics
from segmentbook.params.messages import explain
from segmentbook.params.products import Products
from segmentbook.params.segments import Explain, Segments, Sharing
from segmentbook.params.source import AnyColumns, Columns, Source


class Study(Section):
    """One params file: a data source and every choice made about it.

    Which top-level sections a chapter has read is remembered, because the build re-runs a chapter
    when a section that it read has changed.
    """

    name: str
    title: str
    """Title of the report, on its cover."""
    subtitle: str
    """Line below the title."""
    description: str
    """One or two sentences about the business and the question; the summary opens with them."""
    source_note: str
    """Where the data come from, as the line under each figure names it."""
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    """ISO 4217 code of the money in the export; `XXX` where it is not known."""
    timezone: str | None = None
    """IANA time zone in which the business keeps its days, for exports whose times carry an
    offset. Example: `Europe/London`"""
    previous: str | None = Field(default=None, min_length=1)
    """Path of the `model.json` of an earlier report: segments found again keep their numbers,
    and a page shows what has changed. Example: `archive/model.json`"""
    language: Literal["en", "id"] = "en"
    """Language of the whole report. Example: `id`"""
    place_noun: str = mark("place")
    """What a place is in this business, in the singular."""
    source: Source
    """Where the export is and in what form."""
    columns: AnyColumns
    """Which column of the export is which."""
    cleaning: list[CleaningRule]
    """The cleaning rules, in the order in which they are applied."""
    customers: Customers = Customers()
    """How the customer view is made: feature set, scores, revenue."""
    clustering: Clustering = Clustering()
    """How customers are grouped."""
    segments: Segments = Segments()
    """How segments are named and advised."""
    explain: Explain = Explain()
    """How segments are explained. Example: `{depth: 3}`"""
    economics: Economics | None = None
    """What the business assumes about money; without it the report shows no break-even.
    Example: `{margin: 0.3, contact_cost: 0.5, response: {low: 0.01, middle: 0.03, high:
    0.08}}`"""
    products: Products = Products()
    """Which products are recommended."""
    sharing: Sharing = Sharing()
    """What may leave in report and deck. Example: `{minimum: 25}`"""

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str | None) -> str | None:
        if name is not None and name not in available_timezones():
            raise ValueError(f"an IANA time zone; {nearest(name, available_timezones())}")
        return name

    _read: set[str] = PrivateAttr(default_factory=set)

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name in _STUDY_FIELDS:
            super().__getattribute__("__pydantic_private__")["_read"].add(name)
        return value

    @property
    def order_columns(self) -> Columns:
        """The columns of a study whose export has order lines."""
        assert isinstance(self.columns, Columns)
        return self.columns

    @property
    def sections_read(self) -> list[str]:
        """The top-level keys that have been read so far, sorted."""
        return sorted(self._read)

    def section_texts(self) -> dict[str, str]:
        """Return each top-level key with its value as canonical JSON."""
        dumped = self.model_dump(mode="json")
        return {key: json.dumps(value, sort_keys=True) for key, value in dumped.items()}


_STUDY_FIELDS = frozenset(Study.model_fields)


def known_studies() -> list[str]:
    """Return the names of the studies in `params/`, sorted."""
    return sorted(path.stem for path in PARAMS.glob("*.yaml"))


def load_study(name: str, overrides: Mapping[str, Any] | None = None) -> Study:
    """Read `params/<name>.yaml` and apply overrides.

    Args:
        name: Name of the study, which is the params file's stem.
        overrides: Dotted keys and their values, e.g. `{"clustering.k": 5}`.

    Raises:
        UserError: If there is no such study, or one key or value in it is wrong.
    """
    path = PARAMS / f"{name}.yaml"
    if not path.is_file():
        raise UserError(
            f"there is no study {name!r}",
            where="params/",
            expected=nearest(name, known_studies()),
            todo="name a study with STUDY=..., or add a params file for it.",
        )
    values = _read_yaml(path)
    for key, value in (overrides or {}).items():
        _set(values, key, value)
    if "name" in values:
        raise UserError(
            "'name' cannot be set",
            where=f"params/{path.name}",
            expected=f"a study is named by its file: {name!r}",
            todo="remove the key.",
        )
    return parse_study({"name": name, **values}, where=f"params/{path.name}")


def parse_study(values: Mapping[str, Any], where: str) -> Study:
    """Validate the values of a study.

    Args:
        values: The content of a params file with the study's `name`.
        where: Name of the file, for the message.

    Raises:
        UserError: For the first wrong key or value, with the nearest known key.
    """
    try:
        return Study.model_validate(dict(values))
    except ValidationError as error:
        raise explain(error, where, Study) from None


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        where = f"params/{path.name}"
        raise UserError(f"not UTF-8 text: {error}", where=where, todo="save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"params/{path.name}" + (f", line {mark.line + 1}" if mark else "")
        problem = getattr(error, "problem", None) or str(error)
        raise UserError(f"not valid YAML: {problem}", where=where, todo="correct it.") from None
    if not isinstance(values, dict):
        raise UserError("holds no keys", where=f"params/{path.name}", expected="'key: value' lines")
    return values


def _set(values: dict[str, Any], key: str, value: Any) -> None:
    *parents, last = key.split(".")
    for parent in parents:
        child = values.setdefault(parent, {})
        if not isinstance(child, dict):
            raise UserError(
                f"cannot set {key!r}: {parent!r} is not a section",
                where="overrides",
                todo="override a key of a section, e.g. clustering.k=5, or a whole list.",
            )
        values = child
    values[last] = value
