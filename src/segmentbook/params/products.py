"""The params about the products that are offered."""

from __future__ import annotations

from pydantic import Field

from segmentbook.params.base import Section


class Products(Section):
    """Which products are recommended.

    `months` is the window in which best sellers are counted, `top` the number of recommendations per
    customer, `exclude` the items that are not merchandise.
    """

    months: int = Field(default=2, ge=1)
    """Months before the reference date whose best sellers are recommended. Example: `3`"""
    top: int = Field(default=5, ge=1, le=20)
    """Products recommended to each customer. Example: `10`"""
    exclude: list[str] = []
    """Products that are never recommended or ranked."""
