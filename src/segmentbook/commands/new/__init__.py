"""`make new`: inspect an unknown export and write a study for it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from segmentbook.commands.arguments import add_study


def add_arguments(parser: ArgumentParser) -> None:
    """Add the name of the new study and its export."""
    add_study(parser)
    parser.add_argument("file", help="the path of the export")


def run(arguments: Namespace) -> int:
    """Write the params file.

    Raises:
        UserError: If the export cannot be read, or the study is there already.
    """
    from segmentbook.commands.new.new import new_study

    print("\n".join(new_study(arguments.study, arguments.file)))
    return 0
