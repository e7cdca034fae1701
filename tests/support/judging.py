"""Which texts compare, rank, forecast or judge: those must be claims.

`python tests/support/judging.py [part of a path]` lists the texts that do so without being claims,
by file.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from segmentbook.commands import messages
from segmentbook.core import paths

SOURCE = paths.ROOT / "src" / "segmentbook"

_MARKERS = {"_", "gettext", "mark", "ngettext"}
_CLAIMS = {"claim", "Claim"}
_ADVICE = {"action", "avoid"}
"""The styles of texts that are advice."""

_STEMS = """
more most less least fewer fewest higher highest lower lowest better best worse worst larger largest
smaller smallest greater greatest stronger strongest weaker weakest longer longest shorter shortest
closer closest nearer mostly mainly hardly nearly clearly especially far_more
above_average below_average twice half_as times_as exceed exceeds outperform outperforms
lead leads leading leader rank ranks ranked ranking top dominate dominates peak peaks
grow grows grew growing growth shrink shrinks shrank fall falls fell falling rise rises rose rising
increase increases increased decrease decreases decreased decline declines declined surge surges
collapse collapses collapsed gain gains gained lose loses lost improve improves improved deteriorate
stable unstable steady robust reliable reliably hold_up holds_up concentrated
likely unlikely probably probable will would should ought must expect expects expected
predict predicts predicted forecast forecasts overdue due_to because therefore drive drives driven
cause causes tend tends differ differs differed different difference differences similar similarly
alike significant significantly separate separated separately apart distinguishes
good bad strong weak valuable loyal important matters pay pays deserve deserves supported unusual typical
typically
"""
"""Words that compare, rank, forecast or judge; an underscore stands for a blank."""

JUDGING = re.compile(
    r"\b(" + "|".join(sorted({one.replace("_", " ") for one in _STEMS.split()})) + r")\b",
    re.IGNORECASE,
)

_PHRASES = (
    r"at (least|most)",
    r"no more than",
    r"(more|fewer|less|longer) than (\{[^}]*\}|one|once|two|twice)",
    r"and \{\w+\} more",
    r"(\}|half)[\w ]* or (more|less)",
    r"best[ -]sellers?",
    r"less what cancellations took back",
    r"(in every column|was) exported twice",
    r"different (products|places|customers)",
    r"set apart",
)
NEUTRAL = re.compile("|".join(_PHRASES), re.IGNORECASE)
"""Phrases that set a bound or name a thing, and judge nothing."""

_FIELD = re.compile(r"\{[^}]*\}")


def judges(text: str) -> list[str]:
    """Return the words of a text that compare, rank, forecast or judge."""
    if text.endswith("?"):
        return []  # who asks claims nothing
    plain = NEUTRAL.sub(" ", text)
    return [found.group() for found in JUDGING.finditer(_FIELD.sub(" ", plain))]


def of_module(code: str) -> Iterator[str]:
    """Yield the marked texts of a module that are neither claims nor advice."""
    yield from _described(ast.parse(code))


def _described(node: ast.AST) -> Iterator[str]:
    name = _name(node)
    if name in _CLAIMS or (name == "Text" and _ADVICE & {*_strings(node)}):
        return
    if name in _MARKERS:
        assert isinstance(node, ast.Call)
        texts_of = node.args[: 2 if name == "ngettext" else 1]
        yield from (text for one in texts_of for text in _constant(one))
    for child in ast.iter_child_nodes(node):
        yield from _described(child)


def claims_of_module(code: str) -> Iterator[str]:
    """Yield the kinds of the claims of a module."""
    for node in ast.walk(ast.parse(code)):
        if _name(node) in _CLAIMS:
            assert isinstance(node, ast.Call)
            yield from _constant(node.args[0 if _name(node) == "claim" else 1])


def _name(node: ast.AST) -> str:
    """Return the name of the function that a call calls, else nothing."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        return node.func.id if isinstance(node.func, ast.Name) else node.func.attr
    return ""


def _strings(call: ast.AST) -> Iterator[str]:
    """Yield the plain texts among the arguments of a call."""
    assert isinstance(call, ast.Call)
    for one in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield from _constant(one)


def _constant(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def texts() -> Iterator[tuple[str, str]]:
    """Yield place (relative to the checkout) and text of every description: no claims, no advice."""
    for path in sorted(SOURCE.rglob("*.py")):
        code = path.read_text("utf-8")
        if any(name in code for name in ("core.language", "core.message", "core.claims")):
            yield from ((_place(path), text) for text in of_module(code))
    for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        yield from ((_place(path), text) for text in messages._of_notebook(path))
    for name in messages.STUDIES:
        path = paths.PARAMS / f"{name}.yaml"
        yield from ((_place(path), text) for text in messages._of_params(path))
    for path in sorted((paths.PARAMS / "playbooks").glob("*.yaml")):
        yield from ((_place(path), text) for text in _of_playbook(path))


def _of_playbook(path: Path) -> Iterator[str]:
    """Yield what a playbook says of customers, in English; the rest of it is names and advice."""
    for entry in yaml.safe_load(path.read_text("utf-8"))["archetypes"]:
        said = [entry, *entry.get("actions", [])]
        yield from (
            one[key]["en"] for one in said for key in ("who", "claim", "because") if key in one
        )


def _place(path: Path) -> str:
    return str(path.relative_to(paths.ROOT))


def offenders(part: str = "") -> Iterator[tuple[str, str, list[str]]]:
    """Yield place, text and judging words of every description that judges.

    Args:
        part: Part of the place.
    """
    for place, text in texts():
        words = judges(text) if part in place else []
        if words:
            yield place, text, words


def kinds_used() -> Iterator[tuple[str, str]]:
    """Yield the place and kind of every claim that is written in a module."""
    for path in sorted(SOURCE.rglob("*.py")):
        for kind in claims_of_module(path.read_text("utf-8")):
            yield _place(path), kind


if __name__ == "__main__":
    last = ""
    for place, text, words in offenders(sys.argv[1] if len(sys.argv) > 1 else ""):
        if place != last:
            print(f"\n{place}")
        last = place
        print(f"  [{', '.join(words)}] {text}")
