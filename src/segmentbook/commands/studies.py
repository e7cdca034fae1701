"""`make studies`: list the studies, and whether their exports are there."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from segmentbook.params.study import known_studies, load_study


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: it is for all studies."""


def run(arguments: Namespace) -> int:  # noqa: ARG001
    """Print one line for each study."""
    for name in known_studies():
        print(f"{name}: export {'found' if is_available(name) else 'not found'}")
    return 0


def is_available(name: str) -> bool:
    """Return whether the export of a study is there, or is generated or comes with a package."""
    from segmentbook.ingest import locate

    return locate.available(load_study(name))
