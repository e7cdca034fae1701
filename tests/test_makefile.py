"""The build as a whole: real make, real kernels, stub notebooks."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

import stub_checkout
from commands import ROOT, Checkout, Run
from segmentbook.pipeline import graph

pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def both_built(tmp_path_factory) -> tuple[Checkout, dict[str, Run]]:
    """Build two studies of one checkout at the same time."""
    folder = tmp_path_factory.mktemp("checkouts") / "built here"
    folder.mkdir()
    stub_checkout.create(folder)
    checkout = Checkout(folder)
    started = {study: checkout.start("report", f"STUDY={study}") for study in ("shop", "market")}
    runs = {}
    for study, process in started.items():
        output, _ = process.communicate(timeout=300)
        runs[study] = Run(process.returncode, output)
    return checkout, runs


@pytest.fixture
def built(both_built, tmp_path) -> Checkout:
    """A copy of the built checkout, to be changed by one test."""
    root = tmp_path / "copy"
    shutil.copytree(both_built[0].root, root, symlinks=True)
    return Checkout(root)


def behave(checkout: Checkout, **chapters: str) -> None:
    """Tell stub chapters what to do, e.g. `c9_summary="fail"`, and make them out of date."""
    moods = {name.removeprefix("c"): mood for name, mood in chapters.items()}
    (checkout.root / "mood.json").write_text(json.dumps(moods))
    for chapter in moods:
        (checkout.root / "notebooks" / f"{chapter}.ipynb").touch()


def wait_until(condition, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_two_studies_can_be_built_at_once(both_built):
    checkout, runs = both_built
    for study, run in runs.items():
        assert run.code == 0, run.output
        assert run.steps == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "publish"]
        order = run.finished
        assert [one for one in order if one in "1345"] == ["1", "3", "4", "5"]
        assert order.index("1") < order.index("2") < order.index("9")
        assert order.index("5") < min(order.index("6"), order.index("7"))
        assert max(order.index("6"), order.index("7")) < order.index("8")
        assert order[-2:] == ["9", "publish"]
        assert (
            run.output.rstrip().splitlines()[-1].startswith(f"Report: reports/{study}/report.html")
        )
        files = checkout.report(study)
        expected = {"customers.csv", "metrics.json", "manifest.json", "report.html", "report.pdf"}
        notebooks = {f"notebooks/{chapter}.ipynb" for chapter in graph.CHAPTERS}
        assert files.keys() == expected | notebooks | {"deck.pdf"}
        assert files["report.html"].decode().splitlines()[1:4] == [
            "2018-01-01",
            "9_summary",
            "1_cleaning",
        ]


def test_nothing_published_names_a_folder_of_this_machine(both_built):
    checkout, _ = both_built
    for name, content in checkout.report().items():
        assert str(checkout.root).encode() not in content, name
        assert os.environ["HOME"].encode() + b"/" not in content, name


def test_the_second_run_does_nothing_and_says_so(built):
    before = built.report()
    started = time.monotonic()
    run = built.make("report", "STUDY=shop")
    assert run.code == 0
    assert run.output == "Nothing to do: reports/shop is up to date.\n"
    assert built.report() == before
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        ("src/segmentbook/alpha.py", ["2", "publish"]),
        ("src/segmentbook/maps.py", ["5", "publish"]),
        ("notebooks/7_products.ipynb", ["7", "publish"]),
        ("src/segmentbook/report/render/templates/page.html", ["publish"]),
    ],
)
def test_a_touched_file_repeats_only_what_depends_on_it(built, change, steps):
    (built.root / change).touch()
    run = built.make("report", "STUDY=shop")
    assert run.code == 0, run.output
    assert run.steps == steps
    assert built.make("report", "STUDY=shop").output.startswith("Nothing to do")


@pytest.mark.parametrize(
    ("change", "old", "new", "steps"),
    [
        ("alpha", "1", "2", ["2", "9", "publish"]),
        ("maps", "'all'", "'some'", ["5", "6", "7", "8", "9", "publish"]),
        ("maps", "'all'", "str('all')", ["5", "publish"]),
    ],
)
def test_a_chapter_repeats_those_after_it_only_if_it_leaves_something_new(
    built, change, old, new, steps
):
    module = built.root / "src" / "segmentbook" / f"{change}.py"
    module.write_text(module.read_text().replace(old, new))
    run = built.make("report", "STUDY=shop")
    assert run.code == 0, run.output
    assert run.steps == steps
    assert built.make("report", "STUDY=shop").output.startswith("Nothing to do")


def test_what_is_edited_while_an_earlier_chapter_runs_is_not_missed(built):
    behave(built, c3_customers="wait")
    process = built.start("report", "STUDY=shop")
    wait_until((built.root / "asleep").exists)
    # Make has looked at it already, and 5 will find nothing new in what 3 and 4 have left.
    (built.root / "src/segmentbook/maps.py").touch()
    (built.root / "go").touch()
    output, _ = process.communicate(timeout=300)
    assert Run(process.returncode, output).steps == ["3", "5", "publish"], output
    assert built.make("report", "STUDY=shop").output.startswith("Nothing to do")


def test_an_interrupted_chapter_and_those_after_it_are_not_taken_for_done(built):
    maps = built.root / "src/segmentbook/maps.py"
    maps.write_text("MEMBERS = 'some'\n")
    behave(built, c6_movement="fail")
    assert built.make("report", "STUDY=shop").code != 0
    behave(built)
    run = built.make("report", "STUDY=shop")
    assert {"6", "8", "9", "publish"} <= set(run.steps), run.output
    assert "5" not in run.steps
    assert built.make("report", "STUDY=shop").output.startswith("Nothing to do")


def test_a_section_of_the_params_repeats_only_what_reads_it(built):
    run = built.make("report", "STUDY=shop", "SET=products.top=3")
    assert run.steps == ["7", "publish"], run.output
    manifest = json.loads(built.report()["manifest.json"])
    assert manifest["overrides"] == {"products.top": 3}
    assert manifest["params"]["products"]["top"] == 3
    # Comments of the params file are no change.
    params = built.root / "params" / "shop.yaml"
    params.write_text(params.read_text() + "# a thought\n")
    assert built.make("report", "STUDY=shop", "SET=products.top=3").steps == []


def test_a_removed_helper_and_a_removed_report_break_nothing(built):
    (built.root / "src/segmentbook/alpha.py").unlink()
    stub_checkout.WORK["2_eda"], work = "pass", stub_checkout.WORK["2_eda"]
    stub_checkout.write_notebook(built.root / "notebooks" / "2_eda.ipynb", "2_eda")
    stub_checkout.WORK["2_eda"] = work
    assert built.make("report", "STUDY=shop").steps == ["2", "9", "publish"]  # fewer metrics
    shutil.rmtree(built.root / "reports" / "shop")
    assert built.make("report", "STUDY=shop").steps == ["publish"]


def test_a_chapter_can_be_run_without_the_report(built):
    (built.root / "src/segmentbook/alpha.py").touch()
    assert built.make("chapter", "STUDY=shop", "CHAPTER=2_eda").steps == ["2"]
    run = built.make("chapter", "STUDY=shop", "CHAPTER=2_eda")
    assert run.output == "Nothing to do: chapter 2_eda of shop is up to date.\n"


@pytest.mark.parametrize("victim", ["process group", "outer make"])
def test_a_killed_run_leaves_the_old_report_and_the_next_one_completes(built, victim):
    before = built.report()
    behave(built, c9_summary="sleep")
    process = built.start("report", "STUDY=shop")
    wait_until((built.root / "asleep").exists)
    if victim == "process group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
    assert built.report() == before
    behave(built)
    run = built.make("report", "STUDY=shop")
    assert run.steps == ["9", "publish"], run.output
    assert built.report().keys() == before.keys()
    assert not list((built.root / "reports").glob(".*"))


def test_a_second_run_of_the_same_study_is_refused(built):
    behave(built, c9_summary="sleep")
    first = built.start("report", "STUDY=shop")
    try:
        wait_until((built.root / "asleep").exists)
        refused = built.command("build", "shop")
        assert refused.code == 2
        assert "another run of it is in progress (process " in refused.output
        assert refused.steps == []
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()


def test_a_failing_chapter_says_where_and_what_to_do(built):
    before = built.report()
    behave(built, c9_summary="fail")
    run = built.command("build", "shop")
    assert run.code == 1
    assert "notebooks/9_summary.ipynb, cell 3 `# Behave as the test wants.`" in run.output
    assert "ZeroDivisionError: nothing to divide" in run.output
    assert "kept: reports/shop.failed/9_summary.ipynb" in run.output
    assert "What to do: " in run.output
    kept = built.root / "reports" / "shop.failed" / "9_summary.ipynb"
    assert "ZeroDivisionError" in kept.read_text()
    assert built.report() == before
    behave(built)
    assert built.make("report", "STUDY=shop").steps == ["9", "publish"]
    assert not kept.parent.exists()


def test_a_users_mistake_in_a_chapter_has_no_traceback(built):
    behave(built, c9_summary="user")
    run = built.command("build", "shop")
    assert run.code == 2
    assert "export: the column 'price' is missing\n  What to do: name it." in run.output
    assert "Traceback" not in run.output
    assert "cell 3" in run.output


def test_wrong_params_run_nothing(built):
    run = built.make("report", "STUDY=shop", "SET=clustering.kmax=3")
    assert run.code != 0
    assert "unknown key 'clustering.kmax'" in run.output
    assert run.steps == []
    assert built.make("report", "STUDY=shop").output.startswith("Nothing to do")


def test_help_lists_every_target():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    text = Path(ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE)) - {"set-up"}
    assert targets == set(re.findall(r"^  make ([a-z-]+) ", shown, re.MULTILINE))


def test_clean_removes_the_tables_and_nothing_else(built):
    (built.root / "data/interim/notes").mkdir()
    assert built.make("clean").code == 0
    assert sorted(path.name for path in (built.root / "data/interim").iterdir()) == [
        "market.lock",
        "notes",
        "shop.lock",
    ]
    assert built.report()
