"""The params about money: what the business assumes about the actions for its segments."""

from __future__ import annotations

from pydantic import Field, model_validator

from segmentbook.params.base import Section, Share


class Response(Section):
    """The assumed share of contacted customers who respond with an order."""

    low: Share
    """Cautious response rate. Example: `0.01`"""
    middle: Share
    """Expected response rate. Example: `0.03`"""
    high: Share
    """Optimistic response rate. Example: `0.08`"""

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
    """Share of revenue left after the cost of goods. Example: `0.3`"""
    contact_cost: float = Field(ge=0)
    """Cost of contacting one customer. Example: `0.5`"""
    discount: Share = 0.0
    """Share of an order that a discount gives away. Example: `0.1`"""
    response: Response
    """Response rates that are assumed. Example: `{low: 0.01, middle: 0.03, high: 0.08}`"""
