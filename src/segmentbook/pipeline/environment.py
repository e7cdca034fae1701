"""The environment of every step, free of the user's own settings."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segmentbook.core.paths import ROOT

BUILD = "SEGMENTBOOK_BUILD"
"""Set in the kernels of a build, not in those in which people work."""

# Settings of make and Python that would leak from the caller into what the steps start.
_STRAYS = (
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_PATH",
    "MAKEFLAGS",
    "MAKELEVEL",
    "MAKEOVERRIDES",
    "MATPLOTLIBRC",
    "MFLAGS",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
)
_FIXED = {
    "JUPYTER_PREFER_ENV_PATH": "1",  # else a kernel in the user's home goes before that of .venv
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",  # small clusterings are several times slower on shared cores otherwise
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "TZ": "UTC",
}


def clean_environment() -> dict[str, str]:
    """Return the caller's environment without strays and with settings that make runs repeatable."""
    kept = {key: value for key, value in os.environ.items() if key not in _STRAYS}
    # Matplotlib takes seconds to list the fonts, so the list is kept, but not in the user's home.
    return kept | _FIXED | {"MPLCONFIGDIR": str(ROOT / ".venv" / "matplotlib")}


def kernel_environment(scratch: Path) -> dict[str, str]:
    """Return the environment of one kernel.

    Args:
        scratch: A private folder; kernels that shared one history would wait for each other.
    """
    return clean_environment() | {
        BUILD: "1",
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
    }


@contextmanager
def scratch_directory(purpose: str) -> Iterator[Path]:
    """Make a folder for runs that must not touch the tables and reports of the user.

    Args:
        purpose: A word for its name.

    Yields:
        The folder; it is removed afterwards.
    """
    with tempfile.TemporaryDirectory(prefix=f"segmentbook-{purpose}-") as folder:
        yield Path(folder).resolve()


def output_environment(folder: Path) -> dict[str, str]:
    """Return the variables that let a run work and publish below a folder."""
    return {"INTERIM": str(folder / "interim"), "REPORTS": str(folder / "reports")}
