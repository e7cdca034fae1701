"""`make score`: give the customers of a new export the segments of a published model."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from segmentbook.commands.arguments import add_overrides, add_study
from segmentbook.params import overrides
from segmentbook.params.study import load_study


def add_arguments(parser: ArgumentParser) -> None:
    """Add the study, the export, the model and the result."""
    add_study(parser)
    parser.add_argument("file", help="the path of the export")
    parser.add_argument("--out", default="", help="the CSV file to write")
    parser.add_argument("--model", default="", help="a model.json other than the last report's")
    parser.add_argument("--any-window", action="store_true", help="accept a period of any length")
    add_overrides(parser)


def run(arguments: Namespace) -> int:
    """Write the customers with their segments.

    Raises:
        UserError: If model or export do not fit, or a file cannot be read or written.
    """
    study = load_study(arguments.study, overrides.parse(arguments.set))
    from segmentbook.pipeline import scoring

    request = scoring.Request(arguments.file, arguments.model, arguments.out, arguments.any_window)
    print("\n".join(scoring.score(study, request)))
    return 0
