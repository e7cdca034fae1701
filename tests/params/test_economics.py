"""The assumptions about money."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from segmentbook.params.economics import Economics, Response

RESPONSE = {"low": 0.01, "middle": 0.02, "high": 0.1}


def test_a_discount_is_optional():
    economics = Economics(margin=0.5, contact_cost=1.0, response=Response(**RESPONSE))
    assert economics.discount == 0


@pytest.mark.parametrize("order", [("middle", "low", "high"), ("low", "high", "middle")])
def test_responses_rise(order):
    turned = dict(zip(order, RESPONSE.values(), strict=True))
    with pytest.raises(ValidationError, match="must rise"):
        Response(**turned)
    flat = Response(low=0.1, middle=0.1, high=0.1)
    assert flat.low == flat.high


@pytest.mark.parametrize(
    "change", [{"margin": 0.0}, {"margin": 1.1}, {"contact_cost": -1.0}, {"discount": 1.5}]
)
def test_impossible_assumptions_are_refused(change):
    values = {"margin": 0.5, "contact_cost": 1.0, "response": Response(**RESPONSE)}
    with pytest.raises(ValidationError):
        Economics(**values | change)
