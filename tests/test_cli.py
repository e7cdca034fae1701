"""The command line: its exit codes say whose fault an error is, which those of make do not."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from commands import segmentbook
from segmentbook import cli
from segmentbook.commands import check
from segmentbook.core import paths

pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "did you mean 'check'?"),
        (["check", "online_retial"], "did you mean 'online_retail'?"),
        (["check"], "the following arguments are required: study"),
        (["check", "online_retail", "--set", "clustering.kmax=3"], "did you mean 'k_max'?"),
        (["check", "online_retail", "--set", "clustering.k_max=x"], "clustering.k_max = 'x'"),
        (["build", "online_retail", "--set", "nonsense"], "'nonsense' is not a valid override"),
        (["build", "online_retail", "--chapter", "4_cluster"], "did you mean '4_clustering'?"),
        (["chapter", "online_retail", "4_cluster"], "did you mean '4_clustering'?"),
        (["score", "online_retail"], "the following arguments are required: file"),
        (["score", "online_retail", ""], "there is no model"),
        ([], "the following arguments are required: command"),
    ],
)
def test_a_users_mistake_exits_with_2_and_one_message(arguments, message, tmp_path):
    folders = {"INTERIM": str(tmp_path / "interim"), "REPORTS": str(tmp_path / "reports")}
    run = segmentbook(*arguments, **folders)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
    assert not (tmp_path / "interim").exists()


def test_a_missing_export_is_reported_before_a_notebook_runs(tmp_path):
    folders = {name: str(tmp_path / name) for name in ("INTERIM", "REPORTS", "DATA")}
    run = segmentbook("check", "online_retail", **folders)
    assert run.returncode == 2
    assert "What to do: " in run.stderr


def test_our_fault_exits_with_1_and_a_traceback(monkeypatch, capsys):
    def fail(*_):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(check, "load_study", fail)
    assert cli.main(["check", "online_retail"]) == 1
    error = capsys.readouterr().err
    assert "Traceback" in error
    assert "ZeroDivisionError: ours" in error


def test_an_interim_folder_that_make_cannot_name_is_the_users_mistake(tmp_path):
    run = segmentbook("build", "online_retail", INTERIM=str(tmp_path / "a b"))
    assert run.returncode == 2
    assert "INTERIM: make cannot work in a folder of this name" in run.stderr


def test_help_names_every_command():
    run = segmentbook("--help")
    assert run.returncode == 0
    for command in cli.COMMANDS:
        assert re.search(rf"^ +{command}\s", run.stdout, re.MULTILINE)


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_a_module_with_help(command, capsys):
    with pytest.raises(SystemExit, match="0"):
        cli.main([command, "--help"])
    assert capsys.readouterr().out.startswith(f"usage: python -m segmentbook {command}")


def test_there_is_no_module_without_a_command():
    folder = paths.ROOT / "src/segmentbook/commands"
    names = {path.stem for path in folder.iterdir() if not path.name.startswith("_")}
    shared = {"arguments", "exits", "reference"}
    assert names - shared == {command.replace("-", "_") for command in cli.COMMANDS}


def test_an_error_in_the_params_is_reported_before_anything_heavy_is_imported():
    heavy = "{'ibis', 'pandas', 'seaborn', 'sklearn', 'matplotlib', 'papermill'}"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from segmentbook.cli import main\n"
            "code = main(['check', 'online_retail', '--set', 'clustering.kmax=3'])\n"
            f"print(code, sorted({heavy} & set(sys.modules)))",
        ],
        env={**os.environ, "PYTHONPATH": str(paths.ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "did you mean 'k_max'" in done.stderr
    assert done.stdout.strip() == "2 []"
