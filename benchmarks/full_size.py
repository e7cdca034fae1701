"""A large generated export with item lists, read and cleaned: `python -m benchmarks.full_size STEP`."""

from __future__ import annotations

import sys

from segmentbook.params.study import Study, parse_study

ROWS = 2_400_000
STEPS = ("generate", "order_lines")
_VALUES = {
    "name": "full_size",
    "title": "Full size",
    "subtitle": "A large export",
    "description": "As many transactions as the original of health products has.",
    "source_note": "Generated",
    "currency": "USD",
    "source": {"generator": "health_products", "rows": ROWS, "seed": 1},
    "columns": {
        "customer": "member_id",
        "order": "transaction_id",
        "timestamp": "payment_date",
        "amount": "total_amt",
        "discounts": ["discount"],
        "place": "centre",
    },
    "cleaning": [
        {
            "rule": "drop_missing",
            "columns": ["customer", "amount", "product_json"],
            "reason": "Money and products cannot be imputed.",
        },
        {
            "rule": "drop_period",
            "from": "2021-01",
            "to": "2021-12",
            "reason": "Seven months of the year are missing.",
        },
        {"rule": "drop_duplicates", "reason": "A row that repeats another was exported twice."},
        {
            "rule": "parse_items",
            "column": "product_json",
            "product": "product",
            "quantity": "qty",
            "reason": "A line is one product.",
        },
    ],
}


def study() -> Study:
    """Return a study of the large export."""
    return parse_study(_VALUES, "benchmarks.full_size")


def main(step: str) -> None:
    """Generate the export, or turn it into order lines as the first chapter does."""
    from segmentbook import cleaning
    from segmentbook.cleaning import catalogue
    from segmentbook.core import engine, paths
    from segmentbook.core.not_applicable import NotApplicable
    from segmentbook.ingest import locate, read

    one = study()
    files = locate.locate(one)
    if step == "generate":
        return
    export = read.read(engine.connect(), one, files)
    rules = cleaning.all_rules(export, one.cleaning)
    marked = cleaning.mark(export, rules, read.own_columns(one, export))
    lines = catalogue.order_lines(marked, one.columns)
    assert not isinstance(lines, NotApplicable)  # the export is not one of customers
    engine.write_parquet(lines, paths.interim(one.name) / "order_lines.parquet")


if __name__ == "__main__":
    main(sys.argv[1])
