"""Avoid slow imports that no run needs."""

from __future__ import annotations

import sys


def skip_slow_imports() -> None:
    """Keep nbformat from building a grammar of web addresses, which takes 1.7 s.

    Its validator uses the grammar if it is installed, for texts that no notebook contains.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
