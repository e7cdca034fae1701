from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time

import pytest

from commands import ROOT
from tools import bootstrap


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout without packages to install, and the list of commands that were run."""
    (tmp_path / "requirements.lock").write_text("a==1\n")
    commands = []

    def run(root, command):
        commands.append(command)
        (root / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (root / ".venv" / "bin" / "python").touch()

    monkeypatch.setattr(bootstrap, "_run", run)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    return tmp_path, commands


def test_the_environment_is_made_once(checkout):
    _root, commands = checkout
    assert bootstrap.main() == 0
    assert len(commands) == 3
    assert "--require-hashes" in commands[1]
    assert bootstrap.main() == 0
    assert len(commands) == 3


@pytest.mark.parametrize("change", ["lock", "stamp", "interpreter"])
def test_it_is_made_again_when_it_is_not_what_the_lock_says(checkout, change):
    root, commands = checkout
    bootstrap.main()
    if change == "lock":
        (root / "requirements.lock").write_text("a==2\n")
    elif change == "stamp":  # a set-up was killed
        (root / ".venv" / "installed").unlink()
    else:  # the Python that it was made from has gone
        (root / ".venv" / "bin" / "python").unlink()
    assert bootstrap.main() == 0
    assert len(commands) == 6
    assert bootstrap.installed(root) == bootstrap.wanted(root)


def test_a_failed_installation_leaves_no_stamp(checkout, monkeypatch, capsys):
    root, _ = checkout

    def fail(root, command):
        raise subprocess.CalledProcessError(1, command)

    bootstrap.main()
    (root / "requirements.lock").write_text("a==2\n")
    monkeypatch.setattr(bootstrap, "_run", fail)
    assert bootstrap.main() == 1
    assert "What to do: " in capsys.readouterr().err
    assert bootstrap.installed(root) == ""


def test_an_old_python_is_told_what_to_do(checkout, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert bootstrap.main() == 2
    error = capsys.readouterr().err
    assert "is Python 3.9" in error
    assert "make PYTHON=" in error


def test_a_python_without_venv_is_told_what_to_do(checkout, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert bootstrap.main() == 2
    assert "python3-venv" in capsys.readouterr().err.replace(
        f"{sys.version_info[0]}.{sys.version_info[1]}", "3"
    )


def _hold(root, seconds):
    with bootstrap.set_up_lock(root):
        (root / "held").touch()
        time.sleep(seconds)


def test_two_set_ups_at_once_wait_for_each_other(tmp_path, capsys):
    other = multiprocessing.get_context("fork").Process(target=_hold, args=(tmp_path, 0.5))
    other.start()
    while not (tmp_path / "held").exists():
        time.sleep(0.01)
    started = time.monotonic()
    with bootstrap.set_up_lock(tmp_path):
        assert time.monotonic() - started > 0.2
    other.join()
    assert "Waiting for another make" in capsys.readouterr().out


def test_it_needs_nothing_that_is_not_in_the_standard_library():
    code = "import sys, runpy; runpy.run_path('tools/bootstrap.py'); print(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", code]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {name.partition(".")[0] for name in loaded.split()} <= {
        *sys.stdlib_module_names,
        "__main__",
    }
