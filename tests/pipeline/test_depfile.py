from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.pipeline import depfile

names = st.text(alphabet="ab .#$%:;|*?[]=\\()&~,+@!'\"`{}<>-^é\t", min_size=1, max_size=10).filter(
    lambda name: name not in {".", ".."}
)


class Watched:
    """A target of make that depends on one file by means of its written name."""

    def __init__(self, folder: Path, name: str) -> None:
        rule = f"done: {depfile.escape(name)}\n\n{depfile.escape(name, target=True)}:\n"
        (folder / "x.d").write_text("EQUALS := =\n\n" + rule)
        (folder / "graph.mk").write_text("report: done\ndone:\n\t@echo\n-include x.d\n")
        self.folder, self.file, self.done = folder, folder / name, folder / "done"
        self.done.touch()
        self.file.touch()
        os.utime(self.file, (1, 1))
        os.utime(self.done, (10, 10))

    def up_to_date(self) -> bool:
        command = ["make", "-r", "-q", "-f", "graph.mk", "report"]
        answer = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        assert answer.returncode in (0, 1), answer.stderr
        return answer.returncode == 0


@settings(max_examples=150, deadline=None)
@given(names)
@example("online retail (1).csv")
@example("year=2017")
@example("100%.csv")
@example("[a] *?.csv")
@example("$(shell touch oops)")
def test_make_reads_every_name_back_or_it_is_refused(name):
    with tempfile.TemporaryDirectory() as folder:
        try:
            watched = Watched(Path(folder), name)
        except UserError as error:
            assert "make cannot watch a file of this name" in str(error)  # noqa: PT017
            return
        assert watched.up_to_date()
        os.utime(watched.file, (20, 20))
        assert not watched.up_to_date()
        os.utime(watched.file, (1, 1))
        watched.file.unlink()
        assert not watched.up_to_date()
        assert not (Path(folder) / "oops").exists()


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a|b", "a;b", "a ", "a\\", "data(1)", "~x"])
def test_names_that_make_cannot_say_are_the_users_mistake(name):
    with pytest.raises(UserError, match="rename"):
        depfile.escape(name)


def test_common_names_are_not_refused():
    for name in ("Online Retail.xlsx", "a (1).csv", "x#1.csv", "$a.csv", "a&b.csv", "é~.csv"):
        assert depfile.escape(name)


def test_write_names_the_target_the_files_and_the_stamps(run_folders):
    outside = run_folders / "raw data" / "a.csv"
    helper = paths.ROOT / "src" / "segmentbook" / "errors.py"
    depfile.write("shop", "2_eda", [helper, outside, helper], ["products"])
    folder = paths.interim("shop")
    lines = (folder / "deps" / "2_eda.d").read_text().splitlines()
    target = folder / "done" / "2_eda"
    assert [line for line in lines if line.startswith(f"{target}: ")] == [
        f"{target}: {run_folders}/interim/shop/stamps/products",
        f"{target}: {run_folders}/raw\\ data/a.csv",
        f"{target}: src/segmentbook/errors.py",
    ]
    assert "src/segmentbook/errors.py:" in lines
    assert not list((folder / "deps").glob("*.writing"))


def test_files_of_earlier_chapters_are_left_to_the_graph(run_folders):
    folder = paths.interim("shop")
    depfile.write("shop", "2_eda", [folder / "orders.parquet"], [])
    assert "orders.parquet" not in (folder / "deps" / "2_eda.d").read_text()


def test_modules_are_those_of_this_package_that_were_imported():
    found = depfile.modules()
    assert Path(depfile.__file__) in found
    assert found == sorted(set(found))
    assert all("segmentbook" in path.parts for path in found)


def test_the_module_brings_nothing_heavy():
    code = "import sys; from segmentbook.pipeline import depfile; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONPATH": str(paths.ROOT / "src")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    loaded = done.stdout
    assert "segmentbook.pipeline.depfile" in loaded.split()
    assert not {"yaml", "pydantic", "pandas", "papermill"} & set(loaded.split())
