"""How a table in the engine shows itself at the end of a cell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from segmentbook.pipeline.environment import BUILD

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROWS = 10


def install() -> None:
    """Let the notebook show tables in the engine by `preview`; do nothing outside of a notebook."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is not None:
        formatter = shell.display_formatter.mimebundle_formatter
        # By name, so that a notebook that needs no engine does not import it.
        formatter.for_type_by_name("ibis.expr.types.relations", "Table", preview)


def preview(table: ir.Table, include: Any = None, exclude: Any = None) -> dict[str, str]:  # noqa: ARG001
    """Return a table as a person who works in a notebook sees it: the first rows.

    In a build, whose notebooks are kept with the report, it is the names and types of the columns:
    the first rows are not the same in every run, and they may hold customers.

    Args:
        table: The table.
        include: MIME types that IPython asks for, here all.
        exclude: MIME types that it does not ask for.

    Returns:
        Texts by MIME type.
    """
    if os.environ.get(BUILD):
        return {"text/plain": "\n".join(f"{name}: {t}" for name, t in table.schema().items())}
    from segmentbook.core import engine

    rows = engine.frame(table.limit(ROWS))
    return {"text/plain": str(rows), "text/html": rows.to_html(max_cols=20, show_dimensions=False)}
