"""`make truth`: how often is a claim made in worlds where it is false, and where it is true?

Every area of the report has a module in `benchmarks/worlds` with a `Trial`. Trials run in parallel and
are stored, world by world, so that a run goes on where another one ended; what is stored holds as long
as the code that the trial imports. `truth_tables` makes docs/truth.md of it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import multiprocessing
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.worlds.marginals import MissingStudyError
from benchmarks.worlds.world import EFFECTS, Trial, World
from segmentbook.core.paths import ROOT, interim

CHEAP, DEAR = 400, 200
"""Worlds a size in which a false claim is judged; a true one is judged on half of them."""

WHOLE = "reports"
"""The area that is no trial: whole reports, see `whole_reports`."""

CHUNK = 10
"""Seeds that a process takes at once."""


@dataclass(frozen=True)
class Cell:
    """What is drawn again and again: a world, at a size and a multiple of its effect.

    Args:
        size: Number of customers.
        effect: Multiple.
        seeds: Seeds of both blocks: the first half is the first block.
    """

    size: int
    effect: float
    seeds: int

    @property
    def key(self) -> str:
        """The name under which its trials are stored."""
        return f"{self.size} x {self.effect:g}"


def areas() -> list[str]:
    """Return the modules of `benchmarks/worlds` that have a trial, in the order of their names."""
    folder = Path(__file__).parent / "worlds"
    return [path.stem for path in sorted(folder.glob("*.py")) if "\nTRIAL" in path.read_text()]


def trial(area: str) -> Trial:
    """Return the trial of an area."""
    found: Trial = importlib.import_module(f"benchmarks.worlds.{area}").TRIAL
    return found


def cells(one: Trial, world: World, number: int | None = None) -> list[Cell]:
    """Return what is drawn of a world.

    Args:
        one: The trial that the world belongs to.
        world: The world.
        number: Worlds a block, in place of 400 or 200.
    """
    full = number or (DEAR if one.dear else CHEAP)
    half = max(full // 2, 1)
    if not world.true:
        return [Cell(size, 1.0, 2 * full) for size in one.sizes]
    return [
        Cell(size, effect, 2 * (full if world.false and effect == 1.0 else half))
        for size in one.sizes
        for effect in EFFECTS
    ]


# ---------------------------------------------------------------- what is stored


def store(area: str, world: World) -> Path:
    """Return the file that holds the trials of a world."""
    name = re.sub(r"[^a-z0-9]+", "-", world.name.lower()).strip("-")
    return interim("truth") / area / f"{name}.json"


def stored(area: str, world: World, code: str = "") -> dict[str, Any]:
    """Return the trials of a world that are stored.

    Args:
        area: Its area.
        world: The world.
        code: The digest of the code; trials of other code are left out. Empty takes any.

    Returns:
        `code`, `missing` (why the world cannot be drawn, or empty), and `cells`: for each key of a
        cell and each seed (as text) the kinds of claims that were made.
    """
    path = store(area, world)
    if path.is_file():
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if not code or found["code"] == code:
            return found
    return {"code": code, "missing": "", "cells": {}}


def _save(area: str, world: World, results: dict[str, Any]) -> None:
    path = store(area, world)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".tmp")
    scratch.write_text(json.dumps(results), "utf-8")
    scratch.replace(path)


# ---------------------------------------------------------------- in the processes


def prepare() -> None:
    """Let a process of the pool use one thread, in the engine too: the other cores are at work."""
    import ibis

    # As the engine's own, but that two processes share the cores already.
    ibis.set_backend(ibis.duckdb.connect(threads=1))


def digest(area: str) -> str:
    """Return a digest of the code that a trial of an area imports; alone in its process.

    The list of the kinds is left out: another area's new kind changes nothing here.
    """
    trial(area)
    places = {
        Path(module.__file__)
        for name, module in sorted(sys.modules.items())
        if name.startswith(("segmentbook.", "benchmarks.worlds."))
        and name != "segmentbook.core.claims"
        and module.__file__
    }
    found = hashlib.sha256()
    for path in sorted(places):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def draw(area: str, place: int, size: int, effect: float, seeds: Sequence[int]) -> dict[str, Any]:
    """Run trials of a world.

    Args:
        area: The area.
        place: Number of the world in the trial.
        size: Number of customers.
        effect: Multiple of the effect.
        seeds: One for each trial.

    Returns:
        For each seed (as text) the kinds of the claims that were made; or `missing` with the reason.
    """
    one = trial(area)
    world = list(one.worlds)[place]
    found: dict[str, Any] = {}
    for seed in seeds:
        try:
            found[str(seed)] = sorted(one.claims(world.make(seed, size, effect), seed))
        except MissingStudyError as error:
            return {"missing": str(error)}
        except Exception as error:
            where = f"{area}, {world.name}: {size} customers, effect x {effect:g}, seed {seed}"
            raise RuntimeError(f"{where}: {error!r}") from error
    return found


# ---------------------------------------------------------------- the run


def run(area: str, number: int | None, sizes: Sequence[int], processes: int) -> None:
    """Run the trials of an area that are not stored yet, and store them world by world.

    Args:
        area: The area.
        number: Worlds a block, in place of 400 or 200.
        sizes: Numbers of customers; empty for those of the trial.
        processes: How many run at once.
    """
    # Spawned, so that a process has imported only what its trial needs.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as alone:
        code = alone.submit(digest, area).result()
    one = trial(area)
    with ProcessPoolExecutor(processes, context, prepare) as pool:
        for place, world in enumerate(one.worlds):
            results = stored(area, world, code)
            tasks = {
                pool.submit(draw, area, place, cell.size, cell.effect, seeds): cell
                for cell in cells(one, world, number)
                if not sizes or cell.size in sizes
                for seeds in _missing(results, cell)
            }
            if not tasks:
                continue
            print(f"{area}: {world.name}, {len(tasks)} x {CHUNK} trials", flush=True)
            try:
                _collect(tasks, results)
            finally:
                _save(area, world, results)


def _missing(results: dict[str, Any], cell: Cell) -> Iterator[list[int]]:
    """Yield the seeds of a cell that are not stored, some at a time."""
    known = results["cells"].get(cell.key, {})
    wanted = [seed for seed in range(cell.seeds) if str(seed) not in known]
    yield from (wanted[first : first + CHUNK] for first in range(0, len(wanted), CHUNK))


def _collect(tasks: dict[Future[dict[str, Any]], Cell], results: dict[str, Any]) -> None:
    results["missing"] = ""
    try:
        for task in as_completed(tasks):
            found = task.result()
            if "missing" in found:
                results["missing"] = found["missing"]
                break
            results["cells"].setdefault(tasks[task].key, {}).update(found)
    finally:
        for task in tasks:
            task.cancel()


def parse(arguments: Sequence[str] | None = None) -> Namespace:
    """Return what `make truth` was asked for."""
    parser = ArgumentParser(prog="make truth", description=__doc__)
    parser.add_argument("--area", default="", help="only these, comma-separated")
    parser.add_argument("--worlds", type=int, default=None, help="worlds a block")
    parser.add_argument("--sizes", default="", help="only these numbers of customers")
    parser.add_argument("--processes", type=int, default=2, help="how many run at once")
    parser.add_argument("--stored", action="store_true", help="run nothing, print what is stored")
    asked = parser.parse_args(arguments)
    asked.areas = [one for one in asked.area.replace(" ", "").split(",") if one]
    asked.sizes = [int(one) for one in asked.sizes.replace(" ", "").split(",") if one]
    known = [*areas(), WHOLE]
    unknown = {*asked.areas} - {*known}
    if unknown:
        parser.error(f"no area {sorted(unknown)}; expected some of {known}")
    return asked


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is asked for and print it; a run of everything writes docs/truth.md."""
    from benchmarks import truth_tables, whole_reports

    asked = parse(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"
    chosen = asked.areas or [*areas(), WHOLE]
    for area in chosen:
        if area == WHOLE and not asked.stored:
            whole_reports.run(asked.processes)
        elif not asked.stored:
            run(area, asked.worlds, asked.sizes, asked.processes)
    for area in chosen:
        if area == WHOLE:
            print(whole_reports.studies_text(), whole_reports.null_text(), sep="\n")
        else:
            print(truth_tables.area_text(area, asked.worlds, asked.sizes))
    if not (asked.areas or asked.worlds or asked.sizes):
        path = ROOT / "docs" / "truth.md"
        path.write_text(truth_tables.document(), "utf-8")
        print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
