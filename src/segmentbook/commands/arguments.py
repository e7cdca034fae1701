"""Arguments that several commands have."""

from __future__ import annotations

from argparse import ArgumentParser


def add_study(parser: ArgumentParser) -> None:
    """Add the name of a study."""
    parser.add_argument("study", help="the name of a file in params/, without .yaml")


def add_overrides(parser: ArgumentParser) -> None:
    """Add the option that replaces params; it may be repeated."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a key of the params and another value for it, e.g. clustering.k=5",
    )
