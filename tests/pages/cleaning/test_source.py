"""Where the export comes from."""

from __future__ import annotations

from exhibits import blocks_of, texts_of
from segmentbook.pages.cleaning import source

INPUTS = [{"name": "a.csv", "bytes": 1234, "sha256": "00ff"}]
SIZE = {"rows_in": 1200, "money_in": 99.5}


def shown(known: bool, difference: dict[str, tuple[float, float]] | None = None) -> list[str]:
    metrics = SIZE | {"export_known": known, "export_difference": difference}
    return texts_of(source(INPUTS, metrics))


def test_files_are_listed():
    metrics = SIZE | {"export_known": False, "export_difference": None}
    [block] = blocks_of(source(INPUTS, metrics))
    assert block["rows"] == [["a.csv", "1,234", "00ff"]]


def test_the_known_original():
    assert shown(True) == [
        "Files read: the export has 1,200 rows",
        "The export is the known original: rows, customers and money agree.",
    ]


def test_an_altered_copy_is_named_with_the_difference():
    differing = {"rows": (1200, 1201), "customers": (11, 10), "money": (1234.51, 1234.5)}
    words = (
        "rows: 1,200, not 1,201; customers: 11, not 10; quantity x price: 1,234.51, not 1,234.50"
    )
    assert shown(True, differing)[-1] == f"The export is not the known original ({words})."
    metrics = SIZE | {"export_known": True, "export_difference": differing}
    [exhibit] = source(INPUTS, metrics)
    assert exhibit.metrics["export_difference"] == words


def test_no_original_is_mentioned_where_none_is_known():
    assert len(shown(False)) == 1


def test_an_export_from_a_database_has_no_files():
    metrics = SIZE | {"export_known": False, "export_difference": None}
    [block] = blocks_of(source([], metrics))
    assert block["rows"] == []
