"""`make check`: check the params and the export of a study, and preview what cleaning would do."""

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
    """Print how params and export are read, running no notebook.

    Raises:
        UserError: If there is an error in them.
    """
    study = load_study(arguments.study, overrides.parse(arguments.set))
    from segmentbook.ingest import locate

    files = locate.locate(study)
    from segmentbook.pipeline import preflight

    lines = preflight.report(study, files)
    print(f"params/{study.name}.yaml: no errors")
    for path in files:
        print(f"export: {path} ({path.stat().st_size / 1e6:,.1f} MB)")
    print("\n".join(lines))
    return 0
