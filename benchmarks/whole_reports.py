"""Claims of whole reports: those of the six studies, and those where there is nothing to find.

In the null worlds there is no season and no trend, nobody leaves or changes, and products are chosen
regardless of customer and month. In two of them every customer is like every other as well, so that
every tested claim of a report is false; in the third customers order at rates of their own.
"""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd

from benchmarks import in_process
from benchmarks.worlds import buyers
from segmentbook.commands.messages import STUDIES
from segmentbook.core import paths
from segmentbook.core.claims import KINDS
from segmentbook.report.blocks import BLOCK_MIME

REPORTS, CUSTOMERS = 20, 500
"""Reports a world, in each of two blocks, and customers in each."""

MOST = 0.5
"""How many false claims a report may make on average."""

OVERRIDES = {"clustering.k": "auto"}
"""The reports are those of `online_retail`, whose export has every column, with the k of the data."""


# ---------------------------------------------------------------- what a report claims


def claims(notebook: Any) -> Iterator[str]:
    """Yield the kind of every claim that an executed notebook makes."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            kind = output.get("data", {}).get(BLOCK_MIME, {}).get("claim", "")
            if kind:
                yield kind


def false_claims(kinds: Mapping[str, int], true: Collection[str] = ()) -> dict[str, int]:
    """Return how often each tested kind of claim is made, without those that are true."""
    return {
        kind: count
        for kind, count in sorted(kinds.items())
        if KINDS[kind].basis == "tested" and kind not in true
    }


def published(study: str) -> Counter[str] | None:
    """Return how often each claim is made in the published report of a study; None without one."""
    found = sorted((paths.report_folder(study) / "notebooks").glob("*.ipynb"))
    if not found:
        return None
    read = in_process.nbformat.read
    return Counter(kind for path in found for kind in claims(read(path, 4)))


def studies_text() -> str:
    """Return how often each claim is made in the published reports, as Markdown."""
    from benchmarks.truth_tables import table

    counts = {study: published(study) for study in STUDIES}
    known = {study: count for study, count in counts.items() if count is not None}
    rows = [
        [f"`{kind}`", *(str(count[kind] or "") for count in known.values())]
        for kind in KINDS
        if any(count[kind] for count in known.values())
    ]
    parts = ["## Claims in the reports of the studies"]
    parts += ["How many texts of each report make the claim.", table(["claim", *known], rows)]
    absent = [study for study, count in counts.items() if count is None]
    if absent:
        parts.append(f"Not counted, as there is no report: {', '.join(absent)}.")
    return "\n\n".join(parts) + "\n"


# ---------------------------------------------------------------- customers who are all alike


@dataclass(frozen=True)
class Null:
    """A world without structure.

    Args:
        draw: Draws order lines from a seed.
        true: Tested kinds of claims that are true in it all the same.
    """

    draw: Callable[[int], pd.DataFrame]
    true: frozenset[str] = frozenset()


def memoryless(seed: int, shape: float) -> pd.DataFrame:
    """Draw memoryless buyers in a steady state, whose orders are worth as much.

    Args:
        seed: Seed of the draw.
        shape: The larger, the more alike their rates.
    """
    plan = buyers.Plan(products=60)
    return buyers.gamma_poisson(seed, CUSTOMERS, plan, shape=shape, value_shape=1e6)


def exchanged(seed: int) -> pd.DataFrame:
    """Draw the real orders of a study with customers, days and values all exchanged."""
    plan = buyers.Plan(products=60)
    everything: set[buyers.Break] = {"customers", "days", "values"}
    frame = buyers.resampled(seed, CUSTOMERS, plan, broken=everything)
    # A tenth of the orders: six for a customer, as for the memoryless buyers.
    names = np.sort(frame["order"].unique())
    kept = np.random.default_rng(seed).choice(names, len(names) // 10, replace=False)
    return frame[frame["order"].isin(kept)].reset_index(drop=True)


NO_GROUPS = frozenset({"groups.slices", "groups.none"})
"""True where customers form no groups, which is just what they say."""

RATES_DIFFER = frozenset(
    {"later.repeat_differs", "later.revenue_differs", "name", "value.predicts"}
)
"""True of customers who order at rates of their own: who ordered often will do so again."""

WORLDS = {
    "memoryless buyers, all alike": Null(lambda seed: memoryless(seed, 1e6), NO_GROUPS),
    "real orders, all exchanged": Null(exchanged, NO_GROUPS),
    "memoryless buyers at rates of their own": Null(
        lambda seed: memoryless(seed, 1.0), NO_GROUPS | RATES_DIFFER
    ),
}
"""The null worlds by their names."""


def one_report(world: str, seed: int) -> dict[str, int]:
    """Run the chapters on an export of a null world; return how often each claim is made.

    Args:
        world: One of `WORLDS`.
        seed: Seed of the draw.
    """
    from matplotlib.figure import Figure

    def blank(_: Figure, file: Any, **__: Any) -> None:
        file.write("<svg/>")

    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: f"{scratch}/{name}" for name in ("DATA", "INTERIM", "REPORTS")}
        with patch.dict(os.environ, folders), patch.object(Figure, "savefig", blank):
            Path(folders["DATA"]).mkdir()
            export(WORLDS[world].draw(seed)).to_csv(Path(folders["DATA"]) / "data.csv", index=False)
            shown = in_process.notebooks("online_retail", OVERRIDES)
            return dict(Counter(kind for _, notebook in shown for kind in claims(notebook)))


def export(frame: pd.DataFrame) -> pd.DataFrame:
    """Return order lines in the shape of the export of `online_retail`."""
    names = {
        "order": "InvoiceNo",
        "product": "StockCode",
        "product_name": "Description",
        "timestamp": "InvoiceDate",
        "amount": "UnitPrice",
        "customer": "CustomerID",
        "place": "Country",
    }
    return frame.rename(columns=names).assign(Quantity=1)[[*names.values(), "Quantity"]]


# ---------------------------------------------------------------- the run


def store() -> Path:
    """Return the file that holds what the reports claimed."""
    return paths.interim("truth") / "whole_reports.json"


def run(processes: int = 2) -> None:
    """Make the reports of both blocks and store the claims of each, unless they are stored already.

    Args:
        processes: How many run at once.
    """
    code = digest()
    stored = json.loads(store().read_text("utf-8")) if store().is_file() else {}
    found = stored["worlds"] if stored.get("code") == code else {}
    store().parent.mkdir(parents=True, exist_ok=True)
    # As in every run; several threads of several processes wait for each other for minutes.
    os.environ["OMP_NUM_THREADS"] = "1"
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context) as pool:
        for world in (world for world in WORLDS if world not in found):
            print(f"{world}: {2 * REPORTS} reports", flush=True)
            found[world] = list(pool.map(_quiet, [world] * 2 * REPORTS, range(2 * REPORTS)))
            store().write_text(json.dumps({"code": code, "worlds": found}), "utf-8")


def digest() -> str:
    """Return a digest of all that a report is made by."""
    found = hashlib.sha256()
    for folder, pattern in (("src", "*.py"), ("notebooks", "*.ipynb"), ("params", "*.yaml")):
        for path in sorted((paths.ROOT / folder).rglob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _quiet(world: str, seed: int) -> dict[str, int]:
    with redirect_stdout(io.StringIO()):
        return one_report(world, seed)


def null_text() -> str:
    """Return how many false claims a report makes where there is nothing to find, as Markdown."""
    from benchmarks.truth_tables import table

    heading = "## False claims in a whole report\n\n"
    if not store().is_file():
        return heading + "Not run: `make truth AREA=reports`.\n"
    found: dict[str, list[dict[str, int]]] = json.loads(store().read_text("utf-8"))["worlds"]
    rows = [
        _row(world, str(block), part)
        for world, reports in found.items()
        for block, part in enumerate(
            (reports[: len(reports) // 2], reports[len(reports) // 2 :]), start=1
        )
    ]
    heads = ["world", "block", "reports", "false claims", "texts", "in how many reports", "verdict"]
    text = (
        f"All nine chapters on exports of {CUSTOMERS} customers without season and trend, of whom\n"
        "nobody leaves or changes, and who choose products regardless of who they are. Counted are\n"
        "the kinds of tested claims that a report makes and that are false: every one, except those\n"
        "that say that there are no groups, and, where customers order at rates of their own, that\n"
        f"segments differ later and that revenue can be predicted. On average at most {MOST} may be\n"
        "made; the interval is that of the mean (95 %, bootstrap of the reports). Beside it\n"
        "stands the mean number of texts that make these claims, as a report may repeat one.\n\n"
    )
    return heading + text + table(heads, rows) + "\n"


def interval(counts: Sequence[int]) -> tuple[float, float, float]:
    """Return the mean of counts and its 95 % interval.

    The interval is that of a bootstrap; where all counts are 0, its upper end is that of a Poisson
    mean of which nothing was seen (3.7 events, Garwood 1936).
    """
    if not any(counts):
        return 0.0, 0.0, 3.689 / len(counts)
    random = np.random.default_rng(0)
    means = random.choice(counts, (10_000, len(counts))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(np.mean(counts)), float(low), float(high)


def _row(world: str, block: str, reports: Sequence[Mapping[str, int]]) -> list[str]:
    false = [false_claims(kinds, WORLDS[world].true) for kinds in reports]
    mean, low, high = interval([len(kinds) for kinds in false])
    texts = sum(sum(kinds.values()) for kinds in false) / len(false)
    made = Counter(kind for kinds in false for kind in kinds)
    named = ", ".join(f"`{kind}` in {count}" for kind, count in made.most_common())
    verdict = "meets" if mean <= MOST else "**exceeds**"
    rate = f"{mean:.2f} ({low:.2f}–{high:.2f})"
    return [world, block, str(len(reports)), rate, f"{texts:.2f}", named, verdict]
