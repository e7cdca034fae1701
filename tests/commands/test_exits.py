"""How commands end."""

from __future__ import annotations

import pytest

from segmentbook.commands.exits import exit_code
from segmentbook.core.errors import UserError
from segmentbook.pipeline.run import ChapterError


@pytest.mark.parametrize(
    ("error", "code", "printed", "traceback"),
    [
        (UserError("no such file", where="FILE"), 2, "no such file", False),
        (ChapterError("cell 3 failed"), 1, "cell 3 failed", False),
        (KeyboardInterrupt(), 130, "run make again to resume", False),
        (ZeroDivisionError("by zero"), 1, "by zero", True),
    ],
)
def test_an_error_has_its_code(capsys, error, code, printed, traceback):
    def fails() -> int:
        raise error

    assert exit_code(fails) == code
    found = capsys.readouterr().err
    assert printed in found
    assert ("Traceback" in found) == traceback


def test_a_command_that_ends_by_itself_gives_its_own_code():
    assert exit_code(lambda: 0) == 0
    assert exit_code(lambda: 3) == 3
