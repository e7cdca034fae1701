from __future__ import annotations

import pytest

from segmentbook.commands.outcome import exit_code
from segmentbook.core.errors import UserError
from segmentbook.pipeline.run import ChapterError


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UserError("wrong", where="x.yaml"), 2, "x.yaml: wrong\n"),
        (ChapterError("cell 3"), 1, "cell 3\n"),
    ],
)
def test_errors_with_a_message_have_no_traceback(capsys, error, code, message):
    def command() -> int:
        raise error

    assert exit_code(command) == code
    assert capsys.readouterr().err == message


def test_other_errors_have_a_traceback(capsys):
    assert exit_code(lambda: 1 // 0) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_exit_code_of_a_command_is_passed_on():
    assert exit_code(lambda: 3) == 3
