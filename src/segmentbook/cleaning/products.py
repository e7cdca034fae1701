"""Lines that are not of merchandise, such as postage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis.expr.types as ir

from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.step import Answers, Removal, Step
from segmentbook.core.errors import UserError
from segmentbook.params import cleaning as params


class DropProducts(Removal[params.DropProducts]):
    """Drop the lines of some products: by code, or by a pattern of codes."""

    def columns(self) -> Sequence[str]:
        """Return the column of codes."""
        return ["product"]

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows are of such a product.

        Raises:
            UserError: If the engine cannot use the pattern.
        """
        if self.rule.pattern is None:
            return table["product"].isin(self.rule.codes)
        found = table["product"].re_search(self.rule.pattern)
        try:
            table.select(found=found).limit(1).to_pyarrow()
        except Exception as error:  # each engine has its own for a pattern that it cannot run
            raise UserError(
                f"the engine cannot use the pattern {self.rule.pattern!r}",
                where=self.where,
                expected=str(error).splitlines()[0],
                todo="write it without look-ahead, look-behind and back references.",
            ) from None
        return found

    def answers(self) -> Answers:
        """Return that product codes without digits are dealt with."""
        return {(Fault.PRODUCT_WITHOUT_DIGITS, "product")}


STEPS: dict[str, type[Step[Any]]] = {
    "drop_products": DropProducts,
}
"""The rules of this family by the names that the params give them."""
