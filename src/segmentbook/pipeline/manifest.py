"""Inputs and outputs of a report, with hashes and versions."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from segmentbook import __version__
from segmentbook.core import paths
from segmentbook.core.files import sha256
from segmentbook.params.study import Study

FILE = "manifest.json"
VARYING = ("made_at", "host")
"""The fields that differ between two runs of the same inputs."""


def write(folder: Path, study: Study, overrides: Mapping[str, Any]) -> None:
    """Write the manifest of a report folder that is otherwise complete.

    Args:
        folder: The report folder.
        study: The study with the overrides applied.
        overrides: The overrides themselves.
    """
    content = collect(folder, study, overrides)
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, "utf-8", newline="\n")


def collect(folder: Path, study: Study, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of the manifest; nothing in it names a folder of this machine."""
    lock = paths.ROOT / "requirements.lock"
    return {
        "study": study.name,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "host": {
            "name": platform.node(),
            "system": platform.platform(),
            "processors": os.cpu_count(),
        },
        "params": {key: json.loads(text) for key, text in sorted(study.section_texts().items())},
        "overrides": dict(overrides),
        "inputs": _inputs(study),
        "versions": {
            "segmentbook": __version__,
            "python": platform.python_version(),
            **_package_versions(),
        },
        "platform": f"{platform.system()} {platform.machine()}",
        "requirements_lock": sha256(lock),
        "outputs": describe(folder),
    }


def describe(folder: Path) -> list[dict[str, Any]]:
    """Return path, size and hash of every file below a folder but the manifest, sorted by path."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return [
        {"path": name, "bytes": path.stat().st_size, "sha256": sha256(path)}
        for name, path in sorted(files.items())
        if path.is_file() and name != FILE
    ]


def _inputs(study: Study) -> list[dict[str, Any]]:
    inputs = json.loads((paths.interim(study.name) / "inputs.json").read_text("utf-8"))
    listed = [{key: part[key] for key in ("name", "bytes", "sha256")} for part in inputs]
    previous = paths.ROOT / Path(study.previous).expanduser() if study.previous else None
    if previous is not None:
        size = previous.stat().st_size
        listed.append({"name": previous.name, "bytes": size, "sha256": sha256(previous)})
    return listed


def _package_versions() -> dict[str, str]:
    """Return the versions of the packages that the project depends on directly."""
    wanted = [text for text in metadata.requires("segmentbook") or [] if "extra ==" not in text]
    names = sorted(re.split(r"[^\w.-]", text, maxsplit=1)[0] for text in wanted)
    return {name: metadata.version(name) for name in names}
