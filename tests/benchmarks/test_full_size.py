"""The large made-up export that the benchmark reads and cleans, at a small size."""

from __future__ import annotations

from decimal import Decimal

import pyarrow.compute as pc
from pyarrow import parquet

from benchmarks import full_size
from segmentbook.ingest import locate


def test_order_lines_hold_the_money_of_the_rows_that_stay(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERIM", str(tmp_path))
    monkeypatch.setitem(full_size._VALUES["source"], "rows", 3_000)
    for step in full_size.STEPS:
        full_size.main(step)
    lines = parquet.read_table(tmp_path / "full_size" / "order_lines.parquet")
    lines = lines.filter(pc.field("removed_by") == 0)
    [path] = locate.locate(full_size.study())
    rows = parquet.read_table(path).to_pandas()
    kept = rows.set_index("transaction_id").loc[lines["order"].to_pylist()]
    kept = kept[~kept.index.duplicated()]
    assert pc.sum(lines["amount"]).as_py() == kept["total_amt"].sum()
    assert pc.sum(lines["amount"]).as_py() > Decimal(100_000)
    assert len(lines) > 1.5 * len(kept)
    assert pc.min(lines["timestamp"]).as_py().year == 2022
