"""Mark the texts of the report in modules that do not show them."""

from __future__ import annotations

from string import Formatter

FORMATS = (
    "count",
    "people",
    "number",
    "number3",
    "percent",
    "money",
    "money_exact",
    "money_short",
    "money_tick",
    "date",
    "month",
    "year",
    "weekday",
    "text",
    "term",
)
"""How a field of a message may be written; `report.formats` says what each means."""


def mark(message: str) -> str:
    """Mark an English text that is translated later, when it is shown; return it as it is.

    Methods hold no other text of the report: what they return is put into words by the pages.
    """
    return message


def literal(text: str) -> str:
    """Return a text as a template that reads the same: its braces name no metric."""
    return text.replace("{", "{{").replace("}", "}}")


def fields(template: str) -> list[str]:
    """Return the names that the fields of a template quote, in their order: `all.order_value`."""
    return [field for _, field, _, _ in Formatter().parse(template) if field]
