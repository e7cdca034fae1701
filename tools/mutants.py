"""Change one operator or constant at a time and see whether the module's own tests notice it.

`make mutants` draws the same mutants of the same code every time. It runs only the test file that
mirrors the mutated module, in copies of the checkout, two at once.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = [
    "core",
    "params",
    "ingest",
    "cleaning",
    "features",
    "eda",
    "clustering",
    "value",
    "segments",
    "movement",
    "products",
    "actions",
]
_AT_ONCE = 2
_PATIENCE = 4.0  # times as long as the tests take without a mutant
_PAIRS: tuple[tuple[type[ast.AST], type[ast.AST]], ...] = (
    *((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn)),
    *((ast.Is, ast.IsNot), (ast.Add, ast.Sub), (ast.Mult, ast.Div), (ast.And, ast.Or)),
)
_OTHER: dict[type[ast.AST], Any] = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}}
_NOT_RUN = ("annotation", "returns", "decorator_list")
_NOT_COPIED = shutil.ignore_patterns(".*", "data", "reports", "__pycache__")
_TESTS = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", "-m"]
_MARKS = "not studies and not kernel"


def changed(node: Any) -> Any:
    """Return what a node is changed to, None if it is left alone."""
    match node:
        case ast.Compare(left, [first, *others], right) if type(first) in _OTHER:
            return ast.Compare(left, [_OTHER[type(first)](), *others], right)
        case ast.BinOp(left, operator, right) if type(operator) in _OTHER:
            return ast.BinOp(left, _OTHER[type(operator)](), right)
        case ast.BoolOp(operator, values):
            return ast.BoolOp(_OTHER[type(operator)](), values)
        case ast.UnaryOp(ast.Not() | ast.USub() | ast.Invert(), operand):
            return operand
        case ast.Constant(bool() as value):
            return ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            return ast.Constant(value + 1)
    return None


class Mutator(ast.NodeTransformer):
    """Changes the node numbered `target` of those that can be changed, and counts them.

    Annotations, decorators, errors that are raised and texts are left alone.
    """

    def __init__(self, target: int = -1) -> None:
        self.count = 0
        self.change = ""
        self._target = target

    def visit(self, node: Any) -> Any:
        """Visit a node and what is below it."""
        is_typing = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if is_typing or isinstance(node, ast.Raise | ast.JoinedStr):
            return node
        new = changed(node)
        self.count += new is not None
        if new is not None and self.count - 1 == self._target:
            self.change = f"line {node.lineno}: {ast.unparse(node)}  ->  {ast.unparse(new)}"
            return new
        kept = {name: getattr(node, name) for name in _NOT_RUN if getattr(node, name, None)}
        for name, value in kept.items():
            setattr(node, name, [] if isinstance(value, list) else None)
        self.generic_visit(node)
        vars(node).update(kept)
        return node


def mutated(module: Path, number: int = -1) -> tuple[str, Mutator]:
    """Return the text of a module with one node changed, or none, and the mutator."""
    mutator = Mutator(number)
    tree = mutator.visit(ast.parse((ROOT / module).read_text("utf-8")))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n", mutator


def mirrored(module: Path) -> Path:
    """Return the test file of a module."""
    inside = module.relative_to("src/segmentbook")
    return Path("tests") / inside.parent / f"test_{inside.name}"


def drawn(count: int, seed: int, only: str = "") -> list[tuple[Path, int]]:
    """Draw mutants of all modules that have a test file: module and number of the node."""
    folders = [ROOT / "src" / "segmentbook" / package for package in PACKAGES]
    paths = sorted(path.relative_to(ROOT) for one in folders for path in one.rglob("*.py"))
    modules = [one for one in paths if only in str(one) and (ROOT / mirrored(one)).is_file()]
    every = [(one, number) for one in modules for number in range(mutated(one)[1].count)]
    return sorted(random.Random(seed).sample(every, min(count, len(every))))  # noqa: S311


def is_killed(copy: Path, module: Path, text: str, limit: float | None = None) -> bool:
    """Return whether a module's tests fail, or do not end, with another text of the module."""
    (copy / module).write_text(text, "utf-8")
    command = [sys.executable, "-m", "pytest", *_TESTS, _MARKS, str(mirrored(module))]
    env = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(command, cwd=copy, env=env, capture_output=True, timeout=limit)
        return ran.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        shutil.copy2(ROOT / module, copy / module)


def main() -> int:
    """Print the mutants that survive, and how many each package's tests kill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of the paths of the modules")
    asked = parser.parse_args()
    results: Counter[tuple[str, str]] = Counter()
    chosen = drawn(asked.count, asked.seed, asked.only)
    copies: SimpleQueue[Path] = SimpleQueue()

    def judge(module: Path) -> list[tuple[Path, str, str]]:
        copy, started = copies.get(), time.monotonic()
        if is_killed(copy, module, mutated(module)[0]):
            found = [(module, "untested", "its tests fail without a mutant")]
        else:
            limit = 10 + _PATIENCE * (time.monotonic() - started)
            found = []
            for text, mutator in (mutated(module, n) for one, n in chosen if one == module):
                verdict = "killed" if is_killed(copy, module, text, limit) else "survived"
                found.append((module, verdict, mutator.change))
        copies.put(copy)
        return found

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        for number in range(_AT_ONCE):
            copies.put(shutil.copytree(ROOT, Path(folder, str(number)), ignore=_NOT_COPIED))
            Path(folder, str(number), ".venv").symlink_to(ROOT / ".venv")
        for found in pool.map(judge, dict.fromkeys(module for module, _ in chosen)):
            for module, verdict, change in found:
                results[module.parts[2], verdict] += 1
                results["all", verdict] += 1
                if verdict != "killed":
                    print(f"{verdict}: {module}, {change}", flush=True)
    for package in (*PACKAGES, "all"):
        killed, survived = results[package, "killed"], results[package, "survived"]
        print(f"{package:<12}{killed:>4} killed {survived:>4} survived")
    return 0


if __name__ == "__main__":
    sys.exit(main())
