"""Every study with customers whom nobody could overlook: none of them is in what is shared."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from blocks import customers_told, misquotes, typed_numbers
from fixtures import real_export
from leaks import TOKEN, leaks, with_tokens
from segmentbook.core import paths
from segmentbook.core.privacy import MINIMUM
from segmentbook.ingest import locate
from segmentbook.ingest.generators.ecommerce_members import ecommerce_members
from segmentbook.ingest.generators.health_products import health_products
from segmentbook.params.study import load_study

pytestmark = pytest.mark.studies

ROWS = 20_000
"""Of made-up transactions."""


def journey() -> pd.DataFrame:
    return pd.read_parquet(locate.locate(load_study("complete_journey"))[0])


def gift_shop() -> pd.DataFrame:
    path = real_export("sales_transaction_v4a.csv.zip")
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values={"CustomerNo": ["NA"]})


EXPORTS: dict[str, Callable[[], pd.DataFrame]] = {
    "complete_journey": journey,
    "online_retail": lambda: pd.read_parquet(real_export("online_retail.parquet")),
    "online_shop": gift_shop,
    "customer_personality": lambda: pd.read_csv(
        real_export("customer_personality.csv"), sep="\t", dtype=str
    ),
    "health_products": lambda: health_products(ROWS, seed=1).to_pandas(),
    "ecommerce_members": lambda: ecommerce_members(ROWS, seed=1).to_pandas(),
}
"""The export of each study, as it comes."""


def build(study: str, folder: Path) -> Path:
    """Make the report of a study whose customers have tokens for names; return its folder."""
    one = load_study(study)
    table = EXPORTS[study]()
    table[one.columns.customer] = with_tokens(table[one.columns.customer])
    if all(kind == "object" or kind == "str" for kind in table.dtypes.astype(str)):
        table.to_csv(folder / "export.csv", index=False)
    else:
        table.to_parquet(folder / "export.parquet")
    [file] = folder.iterdir()
    for path in [*locate.lookups(one), *locate.customer_lookups(one)]:
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / path.name).symlink_to(path)
    changes = {"source.files": f"[{file.name}]", "source.package": "null"}
    changes |= dict.fromkeys(("source.generator", "source.rows", "source.seed"), "null")
    changes |= {"source.fingerprint": "null", "source.url": "null"}
    settings = " ".join(shlex.quote(f"{key}={value}") for key, value in changes.items())
    done = subprocess.run(
        [sys.executable, "-m", "segmentbook", "build", study, "--set", settings],
        cwd=paths.ROOT,
        env=os.environ
        | {
            "PYTHONPATH": str(paths.ROOT / "src"),
            "DATA": str(folder),
            "INTERIM": str(folder / "interim"),
            "REPORTS": str(folder / "reports"),
        },
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder / "reports" / study


@pytest.mark.parametrize("study", EXPORTS)
def test_no_customer_is_in_what_is_shared_and_no_number_is_made_up(study, tmp_path):
    report = build(study, tmp_path)
    assert TOKEN in (report / "customers.csv").read_text("utf-8")
    assert leaks(report) == []
    assert min(customers_told(report)) >= MINIMUM
    assert typed_numbers(report) == []
    wrong, numbers = misquotes(report)
    assert wrong == []
    assert numbers > 60
