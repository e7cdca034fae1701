"""Keep imports that no run needs from costing time."""

from __future__ import annotations

import sys


def skip_slow_imports() -> None:
    """Keep nbformat from building a grammar of web addresses, which takes 1.7 s.

    Its validator uses the grammar where it is installed, for a kind of text that no notebook holds,
    and does without where it is not.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
