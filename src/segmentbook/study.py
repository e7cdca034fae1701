"""A study: the params file as a typed, strict model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import available_timezones

import yaml
from pydantic import (
    BaseModel,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    ValidationError,
    field_validator,
    model_validator,
)

from segmentbook.customer_params import CustomerColumns, Customers
from segmentbook.errors import UserError, nearest
from segmentbook.rules import RULES, CleaningRule, Column
from segmentbook.section import Section
from segmentbook.workspace import PARAMS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Share = Annotated[float, Field(ge=0, le=1)]


class Fingerprint(Section):
    """What is known of an export, so that an altered copy under the same name is noticed."""

    rows: int
    customers: int
    money: float


class Lookup(Section):
    """A table that is joined to the export, at most one of its rows to each row of the export."""

    files: list[str]
    key: Column
    columns: list[Column]


class TextSource(Section):
    """The form of a text file, as far as it must be told."""

    encoding: str | None = None
    separator: str | None = Field(default=None, min_length=1)
    quote: str | None = Field(default=None, min_length=1, max_length=1)
    header: bool | None = None
    columns: list[Column] | None = None

    @field_validator("separator")
    @classmethod
    def _known_separator(cls, mark: str | None) -> str | None:
        names = ("tab", "comma", "semicolon", "pipe", "blanks")
        if mark is not None and len(mark) > 1 and mark not in names:
            raise ValueError(f"one sign, or one of {', '.join(names)}")
        return mark


class Database(Section):
    """A table, or what a query gives, in a database."""

    url: str = Field(min_length=1)
    table: Column | None = None
    query: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_of_both(self) -> Database:
        if (self.table is None) == (self.query is None):
            raise ValueError("give either 'table' or 'query', not both")
        return self


class Source(Section):
    """Where the export comes from, and what of its form must be told.

    A `generator` makes up an export of so many `rows`, with random numbers of a `seed`.
    """

    files: list[str] = []
    database: Database | None = None
    generator: Literal["health_products", "ecommerce_members"] | None = None
    rows: int | None = Field(default=None, ge=100, le=10_000_000)
    seed: int | None = Field(default=None, ge=0)
    package: str | None = None
    text: TextSource = TextSource()
    sheet: str | int | None = None
    header_row: int | None = Field(default=None, ge=1)
    decimal: Literal[".", ","] | None = None
    lookups: list[Lookup] = []
    url: str | None = None
    homepage: str | None = None
    fingerprint: Fingerprint | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Source:
        given = [bool(self.files), self.database is not None, self.generator is not None]
        if sum(given) != 1:
            raise ValueError("give exactly one of 'files', 'database' and 'generator'")
        of_generator = [self.generator, self.rows, self.seed]
        if None in of_generator and of_generator != [None, None, None]:
            raise ValueError("'generator', 'rows' and 'seed' go together")
        return self


class Columns(Section):
    """The export's own names for the canonical columns of an order line.

    Without `order`, what a customer bought on one day is an order.
    """

    grain: Literal["order_line"] = "order_line"
    customer: Column
    order: Column | None = None
    product: Column | None = None
    product_name: Column | None = None
    category: Column | None = None
    timestamp: Column
    day_first: bool | None = None
    quantity: Column | None = None
    price: Column | None = None
    amount: Column | None = None
    discounts: list[Column] = []
    place: Column | None = None
    channel: Column | None = None
    item: Literal["product", "product_name"] = "product"

    @model_validator(mode="after")
    def _one_source_of_money(self) -> Columns:
        if (self.price is None) == (self.amount is None):
            raise ValueError("give either 'price' (per unit) or 'amount' (of the line), not both")
        if self.price is not None and self.quantity is None:
            raise ValueError("'price' (per unit) needs 'quantity'; without it, give 'amount'")
        return self


_GRAINS: dict[str, type[Section]] = {
    "of order lines": Columns,
    "of customers": CustomerColumns,
}
"""What the columns of an export may be, by a tag that no key of the params can be."""


def _grain_tag(value: Any) -> str:
    grain = value.get("grain") if isinstance(value, Mapping) else getattr(value, "grain", None)
    return "of customers" if grain == "customer" else "of order lines"


AnyColumns = Annotated[
    Annotated[Columns, Tag("of order lines")] | Annotated[CustomerColumns, Tag("of customers")],
    Discriminator(_grain_tag),
]


class Outliers(Section):
    """What becomes of customers far outside the rest, after the transform.

    `cap` moves them to the bound, `isolate` makes them a segment of their own. Bounds are percentiles
    (`percentile` and 100 less it) or Tukey's fences (`fence` interquartile ranges beyond the quartiles).
    """

    policy: Literal["keep", "cap", "isolate"] = "keep"
    bounds: Literal["percentile", "iqr"] = "iqr"
    percentile: float = Field(default=1.0, gt=0, lt=50)
    fence: float = Field(default=3.0, gt=0)


class Split(Section):
    """A segment, by its number without the split, that is grouped again into `k` parts."""

    segment: int = Field(ge=1)
    k: int = Field(ge=2, le=12)


class Clustering(Section):
    """How customers are grouped."""

    transform: Literal["none", "log1p", "yeo_johnson", "quantile"] = "log1p"
    scaler: Literal["standard", "robust", "min_max"] = "standard"
    outliers: Outliers = Outliers()
    algorithm: Literal["k_means", "gaussian_mixture", "ward"] = "k_means"
    k: Annotated[int, Field(ge=2, le=12)] | Literal["auto"] = "auto"
    k_min: int = Field(default=2, ge=2)
    k_max: int = Field(default=10, le=20)
    auto_from: int = Field(default=3, ge=2)
    minimum_share: Share = 0.05
    minimum_stability: Share = 0.75
    copy_bound: Share = 0.95
    split: Split | None = None
    fit_sample: int = Field(default=200_000, ge=1_000)
    seed: int = 42
    n_init: int = Field(default=10, ge=1)
    reason: str | None = None

    @model_validator(mode="after")
    def _range(self) -> Clustering:
        if not self.k_min <= self.auto_from <= self.k_max:
            raise ValueError("'auto_from' must lie between 'k_min' and 'k_max'")
        if self.k != "auto" and not self.k_min <= self.k <= self.k_max:
            raise ValueError("'k' must lie between 'k_min' and 'k_max'")
        if self.k != "auto" and self.reason is None:
            raise ValueError("a fixed 'k' needs a 'reason', which the report prints")
        if self.k != "auto" and self.split is not None and self.split.segment > self.k:
            raise ValueError("'split.segment' must not be above 'k'")
        return self


class Segments(Section):
    """How segments are named and advised.

    `roles` says what a column of the customer view is to the playbook: one of its features
    (`Income: income`), or what evidence is computed from (`NumWebVisitsMonth: web_visits`). A column
    plays the role of its own name unless told otherwise. Without a playbook, segments are described.
    """

    playbook: str | None = "rfm"
    roles: dict[str, str] = {}

    @field_validator("roles")
    @classmethod
    def _one_column_each(cls, roles: dict[str, str]) -> dict[str, str]:
        twice = sorted({role for role in roles.values() if list(roles.values()).count(role) > 1})
        if twice:
            raise ValueError(f"two columns play {twice[0]!r}; a role is for one column")
        return roles


class Response(Section):
    """The share of those contacted who answer with an order, as assumed."""

    low: Share
    middle: Share
    high: Share

    @model_validator(mode="after")
    def _rising(self) -> Response:
        if not self.low <= self.middle <= self.high:
            raise ValueError("'low', 'middle' and 'high' must rise")
        return self


class Economics(Section):
    """What the business assumes about the money behind an action.

    `margin` is the share of revenue that is left, `discount` the share of an order that a discount
    gives away, `contact_cost` the cost of reaching one customer, in the currency of the study.
    """

    margin: float = Field(gt=0, le=1)
    contact_cost: float = Field(ge=0)
    discount: Share = 0.0
    response: Response


class Explain(Section):
    """How segments are explained.

    `depth` is the largest number of questions in a rule; `scatter` names the two features of the
    scatter plot, the first and the last when it names none; `cut_date` is the first day that the
    look at what segments did later holds out, by default the first of the last quarter of the period.
    """

    depth: Annotated[int, Field(ge=1, le=5)] | Literal["auto"] = "auto"
    scatter: list[Column] = Field(default=[], max_length=2)
    cut_date: date | None = Field(default=None, strict=False)

    @field_validator("scatter")
    @classmethod
    def _two_or_none(cls, names: list[str]) -> list[str]:
        if len(names) == 1 or len(set(names)) < len(names):
            raise ValueError("the names of two different features, or none")
        return names


class Products(Section):
    """Which products are recommended."""

    months: int = Field(default=2, ge=1)
    top: int = Field(default=5, ge=1, le=20)
    exclude: list[str] = []


class Study(Section):
    """One params file: a data source and every choice made about it.

    Which top-level sections a chapter has read is remembered, because the build re-runs a chapter
    when a section that it read has changed.
    """

    name: str
    title: str
    subtitle: str
    description: str
    source_note: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    timezone: str | None = None
    previous: str | None = Field(default=None, min_length=1)
    language: Literal["en", "id"] = "en"
    place_noun: str = "place"
    source: Source
    columns: AnyColumns
    cleaning: list[CleaningRule]
    customers: Customers = Customers()
    clustering: Clustering = Clustering()
    segments: Segments = Segments()
    explain: Explain = Explain()
    economics: Economics | None = None
    products: Products = Products()

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
            "the key 'name' is not yours to set",
            where=f"params/{path.name}",
            expected=f"the name of the file, {name!r}, names the study",
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


def explain(error: ValidationError, where: str, model: type[BaseModel]) -> UserError:
    """Return the first mistake in words; a misspelt key goes before the key that it leaves out.

    Args:
        error: What the validator found.
        where: Name of the file, for the message.
        model: What the file should have been.
    """
    mistakes = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    first = mistakes[0]
    path = _written_path(first)
    # A value that may be of several types is one mistake, told once for each type.
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
    """Return where a mistake is, in the words of the params file.

    The validator's own names for a rule and for the types that a value may have stand in between.
    """
    *parents, last = mistake["loc"] or ("",)
    own = mistake["type"] == "extra_forbidden"
    parts = [part for part in parents if isinstance(part, int) or _is_key(part)]
    return [*parts, last] if own or isinstance(last, int) or _is_key(last) else parts


def _is_key(part: str) -> bool:
    return part.isidentifier() and part not in RULES


def _known_keys(loc: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """Return the keys that are known where the last part of `loc` is not."""
    for part in loc[:-1]:
        if part in RULES:
            model = RULES[str(part)]
        elif part in _GRAINS:
            model = _GRAINS[str(part)]
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
