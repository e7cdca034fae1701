"""A world: synthetic data in which it is known which claims are true and which are false."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

SIZES = (500, 2_000, 5_000)
"""Numbers of customers at which every claim is judged."""

EFFECTS = (0.5, 1.0, 2.0)
"""Multiples of the declared effect at which power is measured."""


@dataclass(frozen=True)
class World:
    """A generator of data, and what is true in them.

    Args:
        name: What sets it apart, e.g. `no groups: copula of online_retail`.
        family: How the data arise. A false claim is judged on two families or more, one of them at
            least not that of the null of its own test.
        make: Draws the data from a seed, a number of customers, and a multiple of the effect.
        true: The claims that are true in it, kinds of `core.claims`.
        false: The claims that are false in it. Claims in neither are not judged.
        effect: The size of the effect at a multiple of 1, in words and numbers, for true claims;
            chosen before the test was run.
    """

    name: str
    family: str
    make: Callable[[int, int, float], Any]
    true: frozenset[str] = frozenset()
    false: frozenset[str] = frozenset()
    effect: str = ""


@dataclass(frozen=True)
class Trial:
    """The worlds of an area of the report, and how its claims are decided.

    Args:
        area: E.g. `movement`.
        worlds: The worlds.
        claims: Returns the kinds of claims that the report would make of a world's data, given the
            data and a seed. It calls the methods whose verdicts the pages put into words.
        dear: Whether a trial takes seconds: it is judged on 200 worlds a size instead of 400.
        sizes: The numbers of customers.
    """

    area: str
    worlds: Collection[World]
    claims: Callable[[Any, int], set[str]]
    dear: bool = False
    sizes: tuple[int, ...] = field(default=SIZES)
