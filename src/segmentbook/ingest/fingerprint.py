"""How an export differs from the known original."""

from __future__ import annotations

from segmentbook.params.source import Fingerprint

_CENT = 0.005  # money is compared to the cent


def difference(
    known: Fingerprint, rows: int, customers: int, money: float
) -> dict[str, tuple[float, float]]:
    """Return what differs from the known original.

    Args:
        known: The original.
        rows: Number of rows of the export.
        customers: Number of its distinct customers.
        money: Sum of its amounts, in the currency of the study.

    Returns:
        For `rows`, `customers` and `money`, where they differ, the number found and the known one.
    """
    found: dict[str, tuple[float, float]] = {
        "rows": (rows, known.rows),
        "customers": (customers, known.customers),
    }
    differing = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
    if abs(money - known.money) > _CENT:
        differing["money"] = (money, known.money)
    return differing
