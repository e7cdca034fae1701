"""The last step of `make report`: render the report and publish it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from segmentbook.commands.arguments import add_overrides, add_study
from segmentbook.params import overrides
from segmentbook.params.study import load_study


def add_arguments(parser: ArgumentParser) -> None:
    """Add the study and its overrides."""
    add_study(parser)
    add_overrides(parser)


def run(arguments: Namespace) -> int:
    """Publish the report of a study whose chapters are done."""
    from segmentbook.pipeline import locks, publish

    locks.follow_lifeline()
    parsed = overrides.parse(arguments.set)
    publish.publish(load_study(arguments.study, parsed), parsed)
    return 0
