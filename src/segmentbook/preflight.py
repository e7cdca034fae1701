"""What can be known to be wrong before a notebook runs."""

from __future__ import annotations

from pathlib import Path

from segmentbook import engine, reading
from segmentbook.advice import playbook
from segmentbook.advice.column_measures import require_columns
from segmentbook.features import chosen, described
from segmentbook.study import Study


def look(study: Study, files: list[Path]) -> int:
    """Look at the playbook of a study and at the columns of its export.

    Args:
        study: The study.
        files: Its export, see `sources.fetch`.

    Returns:
        The number of rows of the export.

    Raises:
        UserError: If the playbook is wrong, a role is for a column that customers do not have, or a
            column of the export is missing or of a wrong type.
    """
    params = study.segments
    playbook.load(params.playbook, chosen(study), params.roles, study.language)
    require_columns(params.roles, [feature.name for feature in described(study)])
    table = reading.read(engine.connect(), study, files)
    return int(table.count().to_pyarrow().as_py())
