"""A customer table that says nothing about money, orders or dates still ends in a whole report."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader

from blocks import misquotes, typed_numbers
from leaks import leaks, with_tokens
from shop_export import CUSTOMERS
from whole_study import run_study

pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """The report of a customer table without money, orders and dates."""
    folders = tmp_path_factory.mktemp("run")
    random = np.random.default_rng(1)
    kind = random.integers(0, 3, CUSTOMERS)
    table = pd.DataFrame(
        {
            "member": with_tokens(pd.Series(range(CUSTOMERS))),
            "age": random.normal([25, 45, 70], 3, (CUSTOMERS, 3))[range(CUSTOMERS), kind].round(),
            "town": random.choice(["Bandung", "Medan"], CUSTOMERS),
            "street": [f"{number} High Street" for number in range(CUSTOMERS)],
        }
    )
    table["income"] = table["age"] * 1000 * (1 + (kind == 1))
    table.to_parquet(folders / "strangers.parquet")
    numbers = ["age", "income"]
    declared = [{"column": c, "definition": f"the {c}", "better": "neither"} for c in numbers]
    overrides = {
        "source": {"files": ["strangers.parquet"]},
        "columns": {
            "grain": "customer",
            "customer": "member",
            "numbers": numbers,
            "categories": ["street"],
        },
        "cleaning": [],
        "customers": {
            "features": "demographic",
            "reference_date": "2022-08-30",
            "declared": declared,
            "use": numbers,
        },
        "clustering": {"k": "auto", "k_max": 5},
        "segments": {"playbook": None},
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA", str(folders))
        patch.setenv("INTERIM", str(folders / "interim"))
        patch.setenv("REPORTS", str(folders / "reports"))
        yield run_study(folders, overrides, "ecommerce_members")


def test_the_report_is_whole_and_speaks_of_no_revenue(strangers):
    page = (strangers / "report.html").read_text("utf-8")
    assert f"What is known about {CUSTOMERS} customers" in page
    assert "none can be shown without revealing groups of fewer than 10 customers" in page
    text = "".join(one.extract_text() for one in PdfReader(strangers / "deck.pdf").pages)
    assert "Median age" in text
    assert "– of revenue" not in text
    assert "– each" not in text
    assert typed_numbers(strangers) == []
    assert misquotes(strangers)[0] == []
    assert leaks(strangers) == []
