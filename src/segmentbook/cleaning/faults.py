"""The faults of an export that the sanity checks look for, under their headings."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """A fault of a column, of a row or of the whole export."""

    EMPTY = "empty"
    MONTHS_WITHOUT_ROWS = "months_without_rows"
    FIRST_MONTH_INCOMPLETE = "first_month_incomplete"
    LAST_MONTH_INCOMPLETE = "last_month_incomplete"
    JSON = "json"
    LISTS = "lists"
    ORDER_WITH_LETTERS = "order_with_letters"
    PRODUCT_WITHOUT_DIGITS = "product_without_digits"
    UNREADABLE = "unreadable"
    PLACEHOLDER = "placeholder"
    OUTER_BLANKS = "outer_blanks"
    FORMULA = "formula"
    REPEATED_ROW = "repeated_row"
    REPEATED_CUSTOMER = "repeated_customer"
    REPEATED_BUT_FOR_CUSTOMER = "repeated_but_for_customer"
    CODES_DIFFER_BY_CASE = "codes_differ_by_case"
    BELOW_ZERO = "below_zero"
    ZERO = "zero"
    STRANGE_YEAR = "strange_year"
    DISCOUNTS_ABOVE_ORDERS = "discounts_above_orders"
    ORDER_OF_SEVERAL_CUSTOMERS = "order_of_several_customers"


HEADINGS: dict[str, tuple[Fault, ...]] = {
    "missing": (Fault.EMPTY,),
    "periods": (
        Fault.MONTHS_WITHOUT_ROWS,
        Fault.FIRST_MONTH_INCOMPLETE,
        Fault.LAST_MONTH_INCOMPLETE,
    ),
    "special": (
        Fault.JSON,
        Fault.LISTS,
        Fault.ORDER_WITH_LETTERS,
        Fault.PRODUCT_WITHOUT_DIGITS,
    ),
    "formats": (Fault.UNREADABLE, Fault.PLACEHOLDER, Fault.OUTER_BLANKS, Fault.FORMULA),
    "duplicates": (
        Fault.REPEATED_ROW,
        Fault.REPEATED_CUSTOMER,
        Fault.REPEATED_BUT_FOR_CUSTOMER,
        Fault.CODES_DIFFER_BY_CASE,
    ),
    "impossible": (
        Fault.BELOW_ZERO,
        Fault.ZERO,
        Fault.STRANGE_YEAR,
        Fault.DISCOUNTS_ABOVE_ORDERS,
        Fault.ORDER_OF_SEVERAL_CUSTOMERS,
    ),
    "lacking": (),
}
"""The faults under each heading; `lacking` is for what the export does not say at all."""

HEADING_OF = {fault: heading for heading, faults in HEADINGS.items() for fault in faults}
