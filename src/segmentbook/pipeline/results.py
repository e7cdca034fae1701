"""What a chapter leaves for others, by content: a chapter runs again only when that has changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from segmentbook.core import paths
from segmentbook.core.files import replacing, sha256, write_json
from segmentbook.pipeline import graph


def write(study: str, chapter: str, files: Iterable[Path], outputs: Iterable[str]) -> None:
    """Record what a chapter has left in the interim folder.

    Args:
        study: Name of the study.
        chapter: One of `graph.CHAPTERS`.
        files: What later chapters may read: tables, documents, metrics.
        outputs: Names of the files that belong to the report; no chapter reads them.
    """
    folder = paths.interim(study)
    digests = {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(files)}
    write_json({"files": digests, "outputs": sorted(outputs)}, record(study, chapter))


def record(study: str, chapter: str) -> Path:
    """Return the path of a chapter's record."""
    return paths.interim(study) / "results" / f"{chapter}.json"


def outputs(study: str) -> list[Path]:
    """Return the files that the chapters made for the report, sorted."""
    names: set[str] = set()
    for chapter in graph.CHAPTERS:
        names.update(json.loads(record(study, chapter).read_text("utf-8"))["outputs"])
    return [paths.interim(study) / "outputs" / name for name in sorted(names)]


def built_on(study: str, chapter: str) -> dict[str, str]:
    """Return the digests of what the chapters before it have left, an empty text for none."""
    records = {earlier: record(study, earlier) for earlier in graph.BUILDS_ON[chapter]}
    return {name: sha256(path) if path.is_file() else "" for name, path in records.items()}


def mark_done(study: str, step: str, started: int, found: dict[str, str]) -> None:
    """Let make know that a step has been done with the inputs as they were when it started.

    Args:
        study: Name of the study.
        step: A chapter, or `publish`.
        started: Nanoseconds since the epoch.
        found: What it was built on, see `built_on`; nothing for `publish`.
    """
    with replacing(_done(study, step)) as scratch:
        scratch.write_text(json.dumps(found), "utf-8")
        # Dated before it appears: make must not see it with the time of now.
        os.utime(scratch, ns=(started, started))


def is_unchanged(study: str, chapter: str) -> bool:
    """Say whether a chapter was done, and on just what the chapters before it have left now."""
    done = _done(study, chapter)
    if not done.is_file():
        return False
    found = built_on(study, chapter)
    before = json.loads(done.read_text("utf-8") or "{}")
    return bool(found) and "" not in found.values() and before == found


def keep_done(study: str, chapter: str) -> None:
    """Let a chapter count as done after those before it ran without leaving anything new.

    It is dated like the latest of them, not like now: what is edited meanwhile is newer.
    """
    earlier = [_done(study, name) for name in (*graph.BUILDS_ON[chapter], chapter)]
    latest = max(path.stat().st_mtime_ns for path in earlier)
    os.utime(_done(study, chapter), ns=(latest, latest))


def _done(study: str, step: str) -> Path:
    return paths.interim(study) / "done" / step
