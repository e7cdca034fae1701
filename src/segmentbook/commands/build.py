"""`make report` and `make chapter`: check the params, find the export, run what is out of date."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from segmentbook.commands.arguments import add_overrides, add_study
from segmentbook.core import paths
from segmentbook.core.paths import display_path
from segmentbook.params import overrides as parsing
from segmentbook.params.study import load_study
from segmentbook.pipeline import graph, locks, make, publish, stamps
from segmentbook.pipeline.run import known_chapter


def add_arguments(parser: ArgumentParser) -> None:
    """Add the study, how far to go, an earlier model and overrides."""
    add_study(parser)
    parser.add_argument("--chapter", help="stop after this chapter and what it builds on")
    parser.add_argument("--previous", help="the model.json of an earlier report")
    add_overrides(parser)


def run(arguments: Namespace) -> int:
    """Bring the report, or one chapter, up to date."""
    texts = [*arguments.set]
    if arguments.previous:
        texts.append(parsing.written("previous", arguments.previous))
    chapter = known_chapter(arguments.chapter) if arguments.chapter else ""
    return build(arguments.study, parsing.parse(texts), " ".join(texts), chapter)


def build(name: str, overrides: Mapping[str, Any], set_text: str, chapter: str = "") -> int:
    """Bring the report of a study up to date.

    Args:
        name: Name of the study.
        overrides: Dotted keys of params and their values.
        set_text: The overrides as they were given, which the steps parse again.
        chapter: Stop after this chapter and what it builds on; empty for the whole report.

    Returns:
        The exit code: 0, that of the step that failed, or 1.

    Raises:
        UserError: If the params are wrong, the export is missing or the study is being run already.
    """
    study = load_study(name, overrides)
    make.check_folder(name)
    with locks.study_lock(name) as lock, locks.lifeline() as lifeline:
        publish.recover(name)
        stamps.write(study, overrides)
        make.write_graph(name)
        if not (paths.report_folder(name) / "manifest.json").is_file():
            (paths.interim(name) / "done" / "publish").unlink(missing_ok=True)
        goal = chapter or "publish"
        if make.is_up_to_date(name, goal):
            print(_nothing_to_do(name, chapter), flush=True)
            return 0
        is_new_export = not make.is_up_to_date(name, graph.CHAPTERS[0])
        if is_new_export:
            # A missing export is reported before a notebook runs, and a download is in none.
            from segmentbook.ingest import locate

            files = locate.fetch(study)
        # It imports the engine, so it comes after what is quicker to see.
        from segmentbook.pipeline import preflight

        preflight.check_choices(study)
        if is_new_export:
            preflight.check_columns(study, files)
        return make.run(name, goal, set_text, (lock, lifeline))


def _nothing_to_do(name: str, chapter: str) -> str:
    if chapter:
        return f"Nothing to do: chapter {chapter} of {name} is up to date."
    return f"Nothing to do: {display_path(paths.report_folder(name))} is up to date."
