"""`make reports`: bring the report of every study up to date whose export is there."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from functools import partial

from segmentbook.commands import build
from segmentbook.commands.exits import INTERRUPTED, exit_code
from segmentbook.commands.studies import is_available
from segmentbook.params.study import known_studies


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: it is for all studies."""


def run(arguments: Namespace) -> int:  # noqa: ARG001
    """Build the studies one after the other and return the highest of their exit codes."""
    codes: dict[str, int] = {}
    for name in known_studies():
        if not is_available(name):
            print(f"{name}: export not found", flush=True)
            continue
        print(f"{name}:", flush=True)
        codes[name] = exit_code(partial(build.build, name, {}, ""))
        if codes[name] == INTERRUPTED:
            break
    failed = [name for name, code in codes.items() if code != 0]
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return max(codes.values(), default=0)
