"""Files that change only when what they stand for changes, for make to look at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from segmentbook.core import paths
from segmentbook.core.files import replacing
from segmentbook.core.paths import display_path
from segmentbook.params.study import Study


def write(study: Study, overrides: Mapping[str, Any]) -> list[str]:
    """Write the stamps of a study: one for each section of the params, and for what is no param.

    Args:
        study: The study with the overrides applied.
        overrides: The overrides themselves, which the manifest repeats.

    Returns:
        The names of the stamps whose content has changed, sorted.
    """
    # Data that come with a package or are made up stay where they are, whatever DATA says.
    source = study.source
    data = source.package or source.generator or display_path(paths.exports_folder())
    texts = {
        **study.section_texts(),
        "DATA": data,
        "REPORTS": display_path(paths.report_folder(study.name)),
        "SET": json.dumps(dict(overrides), sort_keys=True),
    }
    folder = paths.interim(study.name) / "stamps"
    folder.mkdir(parents=True, exist_ok=True)
    return sorted(name for name, text in texts.items() if _renew(folder / name, text))


def _renew(path: Path, text: str) -> bool:
    content = (text + "\n").encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    with replacing(path) as scratch:
        scratch.write_bytes(content)
    return True
