"""Files whose time says when a setting last changed, for make to compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from segmentbook.core import paths
from segmentbook.core.files import write_if_changed
from segmentbook.core.paths import display_path
from segmentbook.params.study import Study


def write(study: Study, overrides: Mapping[str, Any]) -> list[str]:
    """Write the stamps of a study: one for each section of its params and each other setting.

    Args:
        study: The study with the overrides applied.
        overrides: The overrides themselves, which the manifest repeats.

    Returns:
        The names of the stamps whose content has changed, sorted.
    """
    # Data that come with a package or are generated stay where they are, whatever DATA says.
    source = study.source
    data = source.package or source.generator or display_path(paths.exports_folder())
    texts = {
        **study.section_texts(),
        "DATA": data,
        "REPORTS": display_path(paths.report_folder(study.name)),
        "SET": json.dumps(dict(overrides), sort_keys=True),
    }
    folder = paths.interim(study.name) / "stamps"
    return sorted(
        name
        for name, text in texts.items()
        if write_if_changed(f"{text}\n".encode(), folder / name)
    )
