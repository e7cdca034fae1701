"""Working in a notebook: what is edited is used without a restart of the kernel."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from segmentbook.core import paths
from segmentbook.pipeline.environment import kernel_environment
from segmentbook.report.blocks import BLOCK_MIME, plain

pytestmark = pytest.mark.kernel

START = """
%load_ext autoreload
%autoreload 2
import pandas as pd
from segmentbook.eda import sales
from segmentbook.pages import eda as pages
from segmentbook.pipeline.chapter import start
chapter = start("2_eda", "online_retail")
show = chapter.show
months = pd.DataFrame({
    "month": pd.to_datetime(["2011-01-01", "2011-02-01"]), "revenue": [10.0, 30.0],
    "orders": [1, 2], "customers": [1, 1], "complete": [True, True],
})
"""
SHOW = "show(pages.months(months, 'GBP'))"


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of what a notebook of order lines needs."""
    shutil.copytree(paths.ROOT / "src", tmp_path / "src")
    shutil.copytree(paths.PARAMS, tmp_path / "params")
    return tmp_path


@pytest.fixture
def run(checkout):
    """Return a function that runs code in one kernel and returns the blocks that it shows."""
    environment = kernel_environment(checkout) | {"PYTHONPATH": str(checkout / "src")}
    # With bytecode, an edit in the second after an import, of the same length, would not be seen.
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "INTERIM": str(checkout / "interim")}
    manager, client = start_new_kernel(kernel_name="python3", env=environment, cwd=str(checkout))

    def execute(code: str) -> list[dict[str, Any]]:
        shown = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] == "display_data":
                shown.append(message["content"]["data"][BLOCK_MIME])

        reply = client.execute_interactive(code, output_hook=keep, timeout=120)
        assert reply["content"]["status"] == "ok", "\n".join(reply["content"]["traceback"])
        return shown

    yield execute
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_edited_page_and_an_edited_method_are_used_without_a_restart(checkout, run):
    package = checkout / "src" / "segmentbook"
    run(START)
    heading, *_ = run(SHOW)
    assert plain(heading["spans"]) == "February 2011 was the best complete month with £30.00"
    edit(package / "pages/eda/months.py", "was the best complete month with", "is on top with")
    heading, *_ = run(SHOW)
    assert plain(heading["spans"]) == "February 2011 is on top with £30.00"
    edit(package / "eda/sales.py", '"best_month_revenue": ', '"best_month_revenue": 2 * ')
    heading, *_ = run(SHOW)
    assert plain(heading["spans"]) == "February 2011 is on top with £60.00"
