"""The first three changes of docs/extending.md, carried out in a copy of the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from segmentbook.core.paths import ROOT
from shop_export import dirty, export
from stub_checkout import borrow_environment

pytestmark = pytest.mark.kernel

CHANGE = re.compile(
    r"^(?:In `(?P<file>[^`]+)`, (?P<where>before|after|in place of) `(?P<anchor>[^`]+)`"
    r"|New `(?P<new>[^`]+)`"
    r"|A cell of `(?P<notebook>[^`]+)`, before the cell `(?P<cell>[^`]+)`)"
    r"\n\n```python\n(?P<code>.*?)```$",
    flags=re.MULTILINE | re.DOTALL,
)


def changes(number: int) -> list[re.Match[str]]:
    """Return the edits of a change of the page, in order."""
    page = (ROOT / "docs" / "extending.md").read_text("utf-8")
    [section] = re.findall(rf"^## {number}\. .*?(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL)
    return list(CHANGE.finditer(section))


def carry_out(change: re.Match[str], root: Path) -> None:
    """Make one edit."""
    code = change["code"]
    if change["new"]:
        (root / change["new"]).write_text(code, "utf-8")
    elif change["notebook"]:
        path = root / change["notebook"]
        notebook = json.loads(path.read_text("utf-8"))
        [place] = [n for n, cell in enumerate(notebook["cells"]) if cell["id"] == change["cell"]]
        cell = {"cell_type": "code", "id": "new", "metadata": {}, "source": code.rstrip("\n")}
        notebook["cells"].insert(place, cell | {"execution_count": None, "outputs": []})
        path.write_text(json.dumps(notebook), "utf-8")
    else:
        path = root / change["file"]
        lines = path.read_text("utf-8").splitlines(keepends=True)
        [place] = [n for n, line in enumerate(lines) if line.startswith(change["anchor"])]
        end = place if change["where"] == "before" else place + 1
        start = place if change["where"] == "in place of" else end
        lines[start:end] = [code]
        path.write_text("".join(lines), "utf-8")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the checkout with the three changes, and a small export."""
    root = tmp_path_factory.mktemp("copy") / "checkout"
    for part in ("src", "notebooks", "params", "tools"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / file, root / file)
    borrow_environment(root / ".venv")
    for number in (1, 2, 3):
        found = changes(number)
        assert len(found) >= 4
        for change in found:
            carry_out(change, root)
    folder = root / "data" / "raw"
    folder.mkdir(parents=True)
    dirty(export(with_time=True)).to_csv(folder / "data.csv", index=False)
    return root


def test_the_changes_are_in_the_report(checkout):
    params = checkout / "params" / "online_retail.yaml"
    rule = "cleaning:\n  - {rule: drop_places, places: [Spain], reason: A test shop.}\n"
    text = params.read_text("utf-8")
    assert text.count("\ncleaning:\n") == 1
    params.write_text(text.replace("cleaning:\n", rule), "utf-8")
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "DATA")}
    settings = (
        "SET=customers.features=rfmb clustering.k=auto clustering.k_max=4 clustering.reason=null"
    )
    command = ["make", "report", "STUDY=online_retail", settings]
    run = subprocess.run(command, cwd=checkout, env=kept, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    report = checkout / "reports" / "online_retail"
    ledger = pd.read_csv(report / "ledger.csv")
    [row] = ledger[ledger["step"] == "drop orders of Spain"].to_dict("records")
    assert row["rows"] > 0
    assert (pd.read_csv(report / "customers.csv")["breadth"] >= 1).all()
    page = (report / "report.html").read_text("utf-8")
    assert "of revenue comes in at night" in page
    assert "RFM and breadth, and what they count" in page
    assert "night_revenue_share" in json.loads((report / "metrics.json").read_text("utf-8"))


def test_the_page_lists_ten_changes():
    page = (ROOT / "docs" / "extending.md").read_text("utf-8")
    assert re.findall(r"^## (\d+)\.", page, flags=re.MULTILINE) == [str(n) for n in range(1, 11)]
    for path in re.findall(r"`(src/segmentbook/[\w/]+\.py|notebooks/\w+\.ipynb)`", page):
        assert (ROOT / path).exists() or f"New `{path}`" in page, path
