"""A step of `make report`: run one notebook of a study, if something new has come to it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from segmentbook.commands.arguments import add_overrides, add_study
from segmentbook.params import overrides
from segmentbook.params.study import load_study
from segmentbook.pipeline import locks
from segmentbook.pipeline import run as runner


def add_arguments(parser: ArgumentParser) -> None:
    """Add the study, the chapter and overrides."""
    add_study(parser)
    parser.add_argument("chapter", help="the name of a file in notebooks/, without .ipynb")
    add_overrides(parser)


def run(arguments: Namespace) -> int:
    """Run the notebook.

    Raises:
        UserError: If there is no such study or chapter, or a cell raises one.
        ChapterError: If a cell fails.
    """
    locks.follow_lifeline()
    parsed = overrides.parse(arguments.set)
    study = load_study(arguments.study, parsed)
    runner.bring_up_to_date(study.name, runner.known_chapter(arguments.chapter), parsed)
    return 0
