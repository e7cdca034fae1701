"""Make `.venv` from `requirements.lock`. Runs before anything is installed: stdlib only.

It is started as a file (`python3 -I tools/bootstrap.py`) by a Python that may be too old,
so it holds no syntax later than that of Python 3.8.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)


class SetupError(Exception):
    """The environment cannot be made; the text says what to do."""


def main() -> int:
    """Make or renew `.venv` if it does not match `requirements.lock`.

    Returns:
        The exit code: 0, 1 when the installation fails, 2 when this Python cannot do it.
    """
    if installed(ROOT) == wanted(ROOT):
        return 0
    try:
        check_python()
        with set_up_lock(ROOT):
            # Another make may have made it while this one waited.
            if installed(ROOT) != wanted(ROOT):
                build(ROOT)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError:
        print(
            "The set-up of .venv failed; the lines above say why.\n"
            "  What to do: check that pip can reach its package index, then run make again.",
            file=sys.stderr,
        )
        return 1
    return 0


def wanted(root: Path) -> str:
    """Return the fingerprint of the locked packages."""
    return hashlib.sha256((root / "requirements.lock").read_bytes()).hexdigest()


def installed(root: Path) -> str:
    """Return the fingerprint that `.venv` was made from, or an empty text if it is not whole."""
    stamp = root / ".venv" / "installed"
    if not stamp.is_file() or not (root / ".venv" / "bin" / "python").exists():
        return ""
    return stamp.read_text("ascii").strip()


def check_python() -> None:
    """Check that this Python can make the environment.

    Raises:
        SetupError: If it is too old, or lacks the module that puts pip into a new environment.
    """
    found = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info[:2] < OLDEST:
        raise SetupError(
            f"{sys.executable} is Python {found}.\n"
            f"  Expected: Python {OLDEST[0]}.{OLDEST[1]} or newer.\n"
            "  What to do: name another one, e.g. make PYTHON=python3.12 report"
        )
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise SetupError(
            f"{sys.executable} cannot make virtual environments: it lacks 'ensurepip'.\n"
            f"  What to do: install it, e.g. apt install python{found}-venv"
        ) from None


@contextlib.contextmanager
def set_up_lock(root: Path) -> Iterator[None]:
    """Hold the lock of the set-up, waiting for another one of this checkout; a killed one holds none."""
    import fcntl

    with (root / ".venv.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another make, which is setting up .venv ...", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(root: Path) -> None:
    """Make `.venv` from nothing; its stamp is written last, so a killed set-up is done again.

    Raises:
        subprocess.CalledProcessError: If a command fails.
    """
    print("Setting up .venv from requirements.lock (once; a minute or two) ...", flush=True)
    stamp = root / ".venv" / "installed"
    stamp.unlink(missing_ok=True)
    fingerprint = wanted(root)
    _run(root, [sys.executable, "-m", "venv", "--clear", ".venv"])
    pip = [".venv/bin/python", "-m", "pip", "--disable-pip-version-check", "install"]
    # The list of what pip does is progress on a screen, and noise in a log.
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    _run(root, [*pip, *quiet, "--require-hashes", "-r", "requirements.lock"])
    _run(root, [*pip, "--quiet", "--no-deps", "--no-build-isolation", "-e", "."])
    stamp.write_text(fingerprint + "\n", "ascii")


def _run(root: Path, command: list[str]) -> None:
    # What the caller's Python environment says must not reach into the new one.
    strays = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    environment = {key: value for key, value in os.environ.items() if key not in strays}
    subprocess.run(command, cwd=root, env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
