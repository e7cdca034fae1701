from __future__ import annotations

from argparse import Namespace

import pytest

from segmentbook.commands import build, build_all
from segmentbook.core.errors import UserError


@pytest.fixture
def outcomes(monkeypatch):
    """What building each of four studies does: an exit code, or an error; `b` has no export."""
    found = {"a": 1, "c": 0, "d": 0}

    def run(name, *_):
        if isinstance(found[name], BaseException):
            raise found[name]
        return found[name]

    monkeypatch.setattr(build_all, "known_studies", lambda: ["a", "b", "c", "d"])
    monkeypatch.setattr(build_all, "is_available", lambda name: name != "b")
    monkeypatch.setattr(build, "build", run)
    return found


def test_studies_that_fail_are_named_and_the_others_are_built(outcomes, capsys):
    assert build_all.run(Namespace()) == 1
    out, error = capsys.readouterr()
    assert out == "a:\nb: export not found\nc:\nd:\n"
    assert error == "Failed: a\n"


def test_an_error_of_the_user_ends_one_study_only(outcomes, capsys):
    outcomes["c"] = UserError("no such column")
    assert build_all.run(Namespace()) == 2
    out, error = capsys.readouterr()
    assert out.endswith("c:\nd:\n")
    assert error == "no such column\nFailed: a, c\n"


def test_an_interrupt_ends_all(outcomes, capsys):
    outcomes["c"] = KeyboardInterrupt()
    assert build_all.run(Namespace()) == 130
    assert "d:" not in capsys.readouterr().out
