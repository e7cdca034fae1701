"""Run one chapter: its notebook through papermill, moved into place when it is complete."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segmentbook.core import paths
from segmentbook.core.errors import UserError, nearest
from segmentbook.core.imports import skip_slow_imports
from segmentbook.core.paths import display_path
from segmentbook.pipeline import graph, make, results
from segmentbook.pipeline.environment import kernel_environment

if TYPE_CHECKING:
    from papermill.exceptions import PapermillExecutionError

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_START_TIMEOUT = 120  # seconds; a busy machine starts a kernel slowly
_LOG_BYTES = 1_000_000


class ChapterError(Exception):
    """A cell failed through a fault of the code; the text has the traceback and what to do."""


def known_chapter(chapter: str) -> str:
    """Return the name of a chapter if there is one.

    Raises:
        UserError: If there is none, with the nearest name.
    """
    if chapter not in graph.CHAPTERS:
        raise UserError(
            f"there is no chapter {chapter!r}", expected=nearest(chapter, graph.CHAPTERS)
        )
    return chapter


def bring_up_to_date(study: str, chapter: str, overrides: Mapping[str, Any]) -> None:
    """Run a chapter, unless only chapters before it have run and left nothing new for it.

    Args:
        study: Name of the study; its graph has been written.
        chapter: One of `graph.CHAPTERS`.
        overrides: See `run_chapter`.
    """
    earlier = graph.BUILDS_ON[chapter]
    if results.is_unchanged(study, chapter) and make.is_up_to_date(study, chapter, earlier):
        results.keep_done(study, chapter)
        _print(f"{_label(chapter)} has nothing new to work on")
    else:
        run_chapter(study, chapter, overrides)


def run_chapter(study: str, chapter: str, overrides: Mapping[str, Any]) -> None:
    """Run the notebook of a chapter and keep it, executed, in the study's interim folder.

    The chapter counts as done as of the start of its run: what is edited while it runs is newer,
    and make runs it again.

    Args:
        study: Name of the study.
        chapter: One of `graph.CHAPTERS`.
        overrides: Dotted keys of params and their values, handed to the notebook.

    Raises:
        UserError: If a cell raised one.
        ChapterError: If a cell failed in another way.
    """
    label = _label(chapter)
    _print(f"{label} ...")
    folder = paths.interim(study)
    started, found = time.time_ns(), results.built_on(study, chapter)
    result = results.record(study, chapter)
    for stale in (folder / "done" / chapter, folder / "deps" / f"{chapter}.d", result):
        stale.unlink(missing_ok=True)
    scratch = folder / "notebooks" / f"{chapter}.writing.ipynb"
    scratch.parent.mkdir(parents=True, exist_ok=True)
    with _logged(folder / "logs" / f"{chapter}.log"), _private_kernel():
        _execute(study, chapter, overrides, scratch)
    if not result.is_file():
        raise ChapterError(
            f"notebooks/{chapter}.ipynb did not record what it read and wrote.\n"
            "  What to do: let its last cell call the chapter's finish()."
        )
    _make_repeatable(scratch, chapter)
    os.replace(scratch, folder / "notebooks" / f"{chapter}.ipynb")
    results.mark_done(study, chapter, started, found)
    _print(f"{label}: {_seconds(started)}")


def _label(chapter: str) -> str:
    number, _, title = chapter.partition("_")
    return f"[{number}/{len(graph.CHAPTERS)}] {title}"


def _print(line: str) -> None:
    """Print a line in one piece: another chapter may be running beside this one."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _seconds(started: int) -> str:
    return f"{(time.time_ns() - started) / 1e9:.1f} s"


def _execute(study: str, chapter: str, overrides: Mapping[str, Any], scratch: Path) -> None:
    skip_slow_imports()
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from zmq import ZMQError

    for attempt in (1, 2):
        scratch.unlink(missing_ok=True)
        try:
            papermill.execute_notebook(
                str(paths.NOTEBOOKS / f"{chapter}.ipynb"),
                str(scratch),
                parameters={"study": study, "overrides": dict(overrides)},
                kernel_name="python3",
                cwd=str(paths.NOTEBOOKS),
                start_timeout=_START_TIMEOUT,
                progress_bar=sys.stderr.isatty(),
                # Nobody who waits for a report needs warnings about the machine, or about the
                # interrupt that stops an idle kernel.
                extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
            )
            return
        except PapermillExecutionError as error:
            raise _explain(error, study, chapter, scratch) from None
        except (RuntimeError, OSError, ZMQError) as error:
            logging.getLogger(__name__).exception("attempt %s", attempt)
            if attempt == 1 and not _any_cell_ran(scratch):
                _print("      the kernel did not start; trying once more")
                continue
            kept = _keep(study, chapter, scratch)
            raise ChapterError(
                f"Chapter {chapter} stopped because its kernel died: {error}\n"
                f"  The executed notebook is kept: {kept}\n"
                f"  What happened: {display_path(scratch.parents[1] / 'logs' / chapter)}.log\n"
                "  What to do: check whether the machine ran out of memory, then run make again."
            ) from error


def _any_cell_ran(notebook: Path) -> bool:
    if not notebook.is_file():
        return False
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return any(cell["metadata"].get("papermill", {}).get("start_time") for cell in cells)


def _explain(
    error: PapermillExecutionError, study: str, chapter: str, scratch: Path
) -> UserError | ChapterError:
    """Turn a failed cell into an error that says where it is and what to do."""
    cell = _number_in_source(error.cell_index, scratch)
    first_line = next((line for line in error.source.splitlines() if line.strip()), "")
    where = f"notebooks/{chapter}.ipynb, cell {cell} `{first_line.strip()}`"
    kept = _keep(study, chapter, scratch)
    if error.ename == "UserError":
        return UserError(f"\n{error.evalue}\n  The executed notebook is kept: {kept}", where=where)
    traceback = "\n".join(error.traceback)
    if not sys.stderr.isatty():
        traceback = _ESCAPES.sub("", traceback)
    return ChapterError(
        f"{traceback}\n\n{where}: {error.ename}: {error.evalue}\n"
        f"  The executed notebook is kept: {kept}\n"
        "  What to do: look at the cell there, correct the notebook or the module, and run make\n"
        "  again to resume with this chapter. The last complete report has not changed."
    )


def _number_in_source(index: int, executed: Path) -> int:
    """Return the number, from 1, that an executed cell has in the notebook as it was written.

    papermill adds a cell of parameters, and on failure two markers, which are not in `index`.
    """
    cells = json.loads(executed.read_text("utf-8"))["cells"]
    tags = [set(cell["metadata"].get("tags", [])) for cell in cells]
    ran = [tag for tag in tags if "papermill-error-cell-tag" not in tag]
    return 1 + index - sum("injected-parameters" in tag for tag in ran[:index])


def _keep(study: str, chapter: str, scratch: Path) -> str:
    folder = failed_folder(study)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{chapter}.ipynb"
    if scratch.is_file():
        shutil.move(scratch, kept)
    return display_path(kept)


def failed_folder(study: str) -> Path:
    """Return the folder, beside the report, in which the notebooks of failed chapters are kept."""
    report = paths.report_folder(study)
    return report.with_name(f"{report.name}.failed")


def _make_repeatable(notebook: Path, chapter: str) -> None:
    """Remove from an executed notebook what differs between machines and runs."""
    content = json.loads(notebook.read_text("utf-8"))
    record = content["metadata"].get("papermill", {})
    record["input_path"] = f"notebooks/{chapter}.ipynb"
    record["output_path"] = f"{chapter}.ipynb"
    for cell in content["cells"]:
        # papermill gives the cell that it adds a random id.
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = "injected-parameters"
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    notebook.write_text(text, "utf-8", newline="\n")


@contextmanager
def _private_kernel() -> Iterator[None]:
    """Start the kernel within the block in an environment of its own."""
    with tempfile.TemporaryDirectory(prefix="segmentbook-", ignore_cleanup_errors=True) as folder:
        before = dict(os.environ)
        private = kernel_environment(Path(folder))
        os.environ.clear()
        os.environ.update(private)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def _logged(path: Path) -> Iterator[None]:
    """Keep a log of the run: what papermill and the kernel's client did, and when."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(name)s: %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()
