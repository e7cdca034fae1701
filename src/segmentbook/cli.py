"""The command line that make calls: `python -m segmentbook <command>`.

It exits with 0, with 2 if the user can correct the problem, and with 1 if the code is at fault.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

from segmentbook.commands.exits import exit_code
from segmentbook.core.errors import UserError, nearest

COMMANDS = {
    "new": "inspect an export and write a study for it",
    "check": "check the params and the export of a study, and preview what cleaning would do",
    "build": "bring the report of a study up to date",
    "build-all": "do so for every study whose export is there",
    "studies": "list the studies, and whether their exports are there",
    "score": "give the customers of a new export the segments of a published model",
    "verify": "run a study twice from nothing and compare the outputs",
    "messages": "bring the catalogues of translations up to date",
    "chapter": "run one notebook of a study (a step of 'build')",
    "publish": "render and publish the report (the last step of 'build')",
}
"""What each command does; its module in `commands` has the same name."""


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: What follows the program's name.

    Returns:
        The exit code.
    """

    def run() -> int:
        parsed = _parser(arguments).parse_args(arguments)
        return int(parsed.run(parsed))

    return exit_code(run)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser, with the arguments of the command that is called.

    Raises:
        UserError: If the command is unknown, with the nearest one.
    """
    called = arguments[0] if arguments else ""
    if called and not called.startswith("-") and called not in COMMANDS:
        raise UserError(f"there is no command {called!r}", expected=nearest(called, COMMANDS))
    parser = argparse.ArgumentParser(prog="python -m segmentbook", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, description in COMMANDS.items():
        one = commands.add_parser(name, help=description, description=description)
        if name == called:  # the others need not be imported
            module = import_module(f"segmentbook.commands.{name.replace('-', '_')}")
            module.add_arguments(one)
            one.set_defaults(run=module.run)
    return parser
