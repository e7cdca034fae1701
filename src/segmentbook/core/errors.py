"""The error for everything that the user can correct."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """Something the user can correct: a wrong key, a missing file, an export without customers.

    The message says where the problem is, what is wrong, what was expected, and what to do. The
    command line prints it without a traceback and exits with 2.

    Args:
        problem: What is wrong, with the offending value.
        where: File, key, column or row that the problem is in.
        expected: What would have been right.
        todo: What to do next.
    """

    def __init__(
        self, problem: str, *, where: str = "", expected: str = "", todo: str = ""
    ) -> None:
        lines = [f"{where}: {problem}" if where else problem]
        if expected:
            lines.append(f"  Expected: {expected}")
        if todo:
            lines.append(f"  What to do: {todo}")
        super().__init__("\n".join(lines))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word closest to `name`, or all known words.

    >>> nearest("recency_day", ["recency_days", "orders"])
    "did you mean 'recency_days'?"
    """
    words = sorted(known)
    matches = get_close_matches(name, words, n=1, cutoff=0.6)
    if matches:
        return f"did you mean {matches[0]!r}?"
    return f"known: {', '.join(words)}" if words else "none are known"
