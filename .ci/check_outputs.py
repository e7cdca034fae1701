"""Check that the outputs of a report exist, open, and agree with each other."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTPUTS = (
    "report.html",
    "report.pdf",
    "deck.pdf",
    "customers.csv",
    "segments.csv",
    "product_recommendations.csv",
    "ledger.csv",
    "model.json",
    "metrics.json",
    "manifest.json",
)
CHAPTERS = 9
METRICS = (
    "rows_in",
    "rows_out",
    "ledger",
    "customers",
    "orders",
    "revenue",
    "reference_date",
    "k",
    "silhouette",
    "davies_bouldin",
    "calinski_harabasz",
    "inertia",
    "segments",
)


def main(folder: Path) -> int:
    """Print every disagreement in a report folder; return 1 if there is one."""
    missing = [name for name in OUTPUTS if not (folder / name).is_file()]
    problems = [f"{name} is missing" for name in missing]
    if not missing:
        metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
        for check in (_metrics, _tables):
            problems += check(folder, metrics)
        for look in (_pages, _notebooks, _manifest):
            problems += look(folder)
    for problem in problems:
        print(f"{folder}: {problem}", file=sys.stderr)
    if not problems:
        print(f"{folder}: {len(OUTPUTS)} outputs and {CHAPTERS} notebooks agree")
    return 1 if problems else 0


def _metrics(_: Path, metrics: dict[str, Any]) -> Iterator[str]:
    absent = [name for name in METRICS if name not in metrics]
    if absent:
        yield f"metrics.json lacks {', '.join(absent)}"
        return
    removed = sum(rule["rows"] for rule in metrics["ledger"])
    if metrics["rows_out"] + removed != metrics["rows_in"]:
        yield f"rows in {metrics['rows_in']} are not rows out {metrics['rows_out']} + {removed}"
    segments = metrics["segments"]
    if sum(segment["customers"] for segment in segments) != metrics["customers"]:
        yield "the segments do not hold every customer once"
    revenue = sum(segment["revenue"] for segment in segments)
    if not math.isclose(revenue, metrics["revenue"], abs_tol=0.01 * len(segments)):
        yield f"the segments' revenue {revenue} is not {metrics['revenue']}"
    if not math.isclose(sum(segment["customer_share"] for segment in segments), 1, abs_tol=1e-3):
        yield "the segments' shares do not add up to 1"


def _tables(folder: Path, metrics: dict[str, Any]) -> Iterator[str]:
    customers = _rows(folder / "customers.csv")
    if len(customers) != metrics["customers"]:
        yield f"customers.csv has {len(customers)} rows, not {metrics['customers']}"
    if len({row["customer"] for row in customers}) != len(customers):
        yield "customers.csv names a customer twice"
    counted = Counter(row["segment"] for row in customers)
    expected = {str(one["segment"]): one["customers"] for one in metrics["segments"]}
    if dict(counted) != expected:
        yield f"customers.csv counts {dict(counted)} by segment, metrics.json {expected}"
    listed = {row["segment"]: int(row["customers"]) for row in _rows(folder / "segments.csv")}
    if listed != expected:
        yield f"segments.csv counts {listed} by segment, metrics.json {expected}"
    if not _rows(folder / "product_recommendations.csv"):
        yield "product_recommendations.csv is empty"
    rows = [metrics["rows_in"], *(rule["rows"] for rule in metrics["ledger"]), metrics["rows_out"]]
    ledger = [int(row["rows"]) for row in _rows(folder / "ledger.csv")]
    if ledger != rows:
        yield f"ledger.csv counts the rows {ledger}, metrics.json {rows}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pages(folder: Path) -> Iterator[str]:
    from pypdf import PdfReader

    title = json.loads((folder / "manifest.json").read_text("utf-8"))["params"]["title"]
    for name, landscape in (("report.pdf", False), ("deck.pdf", True)):
        reader = PdfReader(folder / name)
        if len(reader.pages) < 5:
            yield f"{name} has only {len(reader.pages)} pages"
        box = reader.pages[0].mediabox
        if (box.width > box.height) != landscape:
            yield f"{name} is {'upright' if landscape else 'landscape'}"
        text = " ".join(reader.pages[0].extract_text().split())
        if title not in text:
            yield f"the first page of {name} does not say {title!r}"
    page = (folder / "report.html").read_text("utf-8")
    if not page.lstrip().lower().startswith("<!doctype html>") or "</html>" not in page:
        yield "report.html is not whole"


def _notebooks(folder: Path) -> Iterator[str]:
    notebooks = sorted((folder / "notebooks").glob("*.ipynb"))
    if len(notebooks) != CHAPTERS:
        yield f"{len(notebooks)} notebooks, not {CHAPTERS}"
    for path in notebooks:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code" and cell["source"]]
        if any(cell["execution_count"] is None for cell in code):
            yield f"{path.name} has cells that did not run"


def _manifest(folder: Path) -> Iterator[str]:
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    if {output["path"] for output in listed} != there:
        yield "manifest.json does not list the files that are there"
        return
    for output in listed:
        content = (folder / output["path"]).read_bytes()
        if hashlib.sha256(content).hexdigest() != output["sha256"]:
            yield f"{output['path']} is not the file that manifest.json names"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
