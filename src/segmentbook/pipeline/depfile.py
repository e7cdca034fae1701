"""Record what a step of the build has read, in the syntax of make."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.core.files import replacing
from segmentbook.core.paths import display_path

# Make takes each of these for syntax, and for itself after a backslash; `%` in targets only.
_BACKSLASHED = frozenset(" #:*?[")
# A variable hides the sign from make, which would take `target: a=b` for a variable.
_NAMED = {"$": "$$", "=": "$(EQUALS)"}
_PREAMBLE = "EQUALS := =\n\n"
_UNSUPPORTED_IN_MAKE = re.compile(r"[\t\n\r|;\\]|[ &]$|^~|\(.*\)$")


def write(study: str, step: str, files: Iterable[Path], sections: Iterable[str]) -> None:
    """Write the depfile of a step, so that make repeats the step when one of its inputs changes.

    Files in the interim folder are left out: between chapters the graph itself is the dependency.

    Args:
        study: Name of the study.
        step: A chapter, or `publish`.
        files: Files that the step has read.
        sections: Top-level keys of the params that it has read.

    Raises:
        UserError: If make cannot express the name of a file.
    """
    folder = paths.interim(study)
    own = Path(os.path.abspath(folder))
    outside = {Path(os.path.abspath(path)) for path in files}
    names = {display_path(path) for path in outside if own not in path.parents}
    names |= {display_path(folder / "stamps" / section) for section in sections}
    target = escape(display_path(folder / "done" / step))
    # An empty rule for each name, as by `gcc -MP`: a deleted file repeats the step, no more.
    lines = [
        f"{target}: {escape(name)}\n\n{escape(name, target=True)}:\n" for name in sorted(names)
    ]
    path = folder / "deps" / f"{step}.d"
    with replacing(path) as scratch:
        scratch.write_text(_PREAMBLE + "\n".join(lines), "utf-8", errors="surrogateescape")


def modules() -> list[Path]:
    """Return the files of all modules of this package that have been imported, sorted."""
    package = __name__.partition(".")[0]
    files = (
        getattr(module, "__file__", None)
        for name, module in list(sys.modules.items())
        if name == package or name.startswith(f"{package}.")
    )
    return sorted(Path(file) for file in files if file is not None)


def escape(name: str, *, target: bool = False) -> str:
    """Write a file name so that make reads the same name back.

    Args:
        name: The name.
        target: Whether it stands before the colon of a rule, where make reads it differently.

    Raises:
        UserError: If make has no way to write it.
    """
    if _UNSUPPORTED_IN_MAKE.search(name):
        raise UserError(
            f"make cannot watch a file of this name: {name!r}",
            expected="no tab, line break, backslash, '|' or ';', no '~' at the start, "
            "no space, '&' or '(...)' at the end",
            todo="rename the file or its folder.",
        )
    special = _BACKSLASHED | {"%"} if target else _BACKSLASHED
    return "".join(
        _NAMED.get(character, f"\\{character}" if character in special else character)
        for character in name
    )
