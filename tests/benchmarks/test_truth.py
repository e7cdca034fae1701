"""The harness counts what trials claim, resumes, and prints exact intervals and verdicts."""

from __future__ import annotations

import json
from concurrent.futures import Future

import pytest

from benchmarks import truth, truth_tables
from benchmarks.truth_tables import Judged, Rate
from benchmarks.worlds.marginals import MissingStudyError
from benchmarks.worlds.world import Trial, World
from segmentbook.core import paths
from segmentbook.core.claims import KINDS

OPEN = "too few worlds"


class Here:
    """A pool whose processes are this one."""

    def __init__(self, *_) -> None:
        self.drawn = 0

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_) -> None:
        pass

    def submit(self, function, *arguments) -> Future:
        future: Future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


def missing(*_) -> int:
    raise MissingStudyError("not on this machine")


def toy(**changes) -> Trial:
    """Return a trial in which every fifth false claim is made, and true ones by their effect."""
    worlds = [
        World("Nothing (here)", "a", lambda seed, *_: seed, false=frozenset({"exact"})),
        World("nothing there", "b", lambda *_: 1, false=frozenset({"exact"})),
        World(
            "something",
            "a",
            lambda _, size, effect: 0 if effect >= 1 and size > 500 else 1,
            true=frozenset({"exact"}),
            effect="20 % leave",
        ),
        World("absent", "a", missing, false=frozenset({"advice"})),
    ]
    return Trial("toy", worlds, lambda data, _: {"exact"} if data % 5 == 0 else set(), **changes)


@pytest.fixture
def run(monkeypatch, run_folders):
    """Let the toy be the only area, and run in this process."""
    monkeypatch.setattr(truth, "trial", lambda _: toy())
    monkeypatch.setattr(truth, "areas", lambda: ["toy"])
    monkeypatch.setattr(truth, "digest", lambda _: "code 1")
    monkeypatch.setattr(truth, "ProcessPoolExecutor", Here)
    return lambda number=20, sizes=(): truth.run("toy", number, sizes, 1)


def test_intervals_are_those_of_clopper_and_pearson():
    assert Rate(0, 400).interval == pytest.approx((0, 0.00918), abs=1e-4)
    assert Rate(22, 400).interval == pytest.approx((0.0348, 0.0821), abs=1e-4)
    assert str(Rate(8, 400)) == "8/400 (0.9–3.9 %)"
    assert Rate(200, 200).interval[1] == 1


def test_false_worlds_are_drawn_in_full_and_true_ones_by_a_quarter():
    one = toy()
    false, _, true, _ = one.worlds
    assert [(cell.number, cell.blocks) for cell in truth.cells(one, false)] == [(400, 2)] * 3
    assert [cell.number for cell in truth.cells(toy(dear=True), false)] == [200] * 3
    found = truth.cells(one, true)
    assert [(cell.size, cell.effect) for cell in found[:3]] == [(500, 0.5), (500, 1), (500, 2)]
    assert [(cell.number, cell.blocks) for cell in found[:3]] == [(100, 1), (100, 2), (100, 1)]
    both = World("both", "a", missing, true=frozenset({"exact"}), false=frozenset({"advice"}))
    assert [cell.number for cell in truth.cells(one, both)[:3]] == [100, 400, 100]


def test_rates_are_counted_in_blocks_of_seeds(run):
    run()
    rows = [*truth_tables.false_rows(Judged("toy", toy(), 20))]
    assert rows[0] == ["`advice`", "absent", "", "left out", "", "not on this machine"]
    wanted = ["`exact`", "Nothing (here)", "500", str(Rate(4, 20)), str(Rate(4, 20)), OPEN]
    assert rows[1] == wanted
    assert rows[4] == ["`exact`", "nothing there", "500", str(Rate(0, 20)), str(Rate(0, 20)), OPEN]


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [((8, 22), "meets"), ((22, 23), "**exceeds**"), ((40, 0), "**exceeds**")],
)
def test_a_false_claim_meets_its_bound_in_both_blocks(counts, verdict):
    rates = [Rate(count, 400) for count in counts]
    bound = 0.0821
    assert truth_tables.verdict(*rates, bound, enough=True) == verdict
    assert truth_tables.verdict(Rate(2, 40), Rate(0, 40), bound, enough=False) == OPEN
    assert truth_tables.verdict(Rate(20, 40), Rate(0, 40), bound, enough=False) == "**exceeds**"


def test_power_below_four_fifths_is_underpowered(run):
    run()
    rows = [*truth_tables.true_rows(Judged("toy", toy(), 20))]
    half, full = str(Rate(0, 5)), str(Rate(5, 5))
    assert rows[0] == ["`exact`", "something; 20 % leave", "500", *[half] * 4, "**underpowered**"]
    assert rows[1] == ["`exact`", "something; 20 % leave", "2,000", half, full, full, full, ""]


def test_the_second_block_can_wait(run_folders, monkeypatch, run):
    truth.run("toy", 20, [500], 1, blocks=1)
    judged = Judged("toy", toy(), 20, [500])
    wanted = ["`exact`", "Nothing (here)", "500", str(Rate(4, 20)), "–", OPEN]
    assert [*truth_tables.false_rows(judged)][1] == wanted
    assert next(truth_tables.true_rows(judged))[5] == "–"


def test_a_run_resumes_where_another_ended(run, monkeypatch):
    run(10, [500])
    drawn = []
    draw = truth.draw
    monkeypatch.setattr(truth, "draw", lambda *args: drawn.append(args[2:]) or draw(*args))
    run(10, [500])
    # The world that cannot be drawn is tried again: its export may have come.
    assert {size for size, *_ in drawn} == {500}
    drawn.clear()
    run(20, [500])
    assert [seeds for size, effect, seeds in drawn][:2] == [
        [*range(20, 30)],
        [*range(30, 40)],
    ]


def test_trials_of_other_code_are_run_again(run, monkeypatch):
    run(10, [500])
    world = toy().worlds[0]
    assert truth.stored("toy", world, "code 1")["cells"]
    assert not truth.stored("toy", world, "code 2")["cells"]
    monkeypatch.setattr(truth, "digest", lambda _: "code 2")
    run(10, [500])
    assert truth.stored("toy", world)["code"] == "code 2"


def test_a_failed_trial_names_world_size_and_seed(monkeypatch):
    def fails(data, seed):
        raise ZeroDivisionError

    one = Trial("toy", toy().worlds, fails)
    monkeypatch.setattr(truth, "trial", lambda _: one)
    with pytest.raises(RuntimeError, match=r"toy, nothing there: 500 customers, .* seed 7"):
        truth.draw("toy", 1, 500, 1.0, [7])


def test_a_claim_on_one_family_is_found_out():
    assert [*truth_tables.one_family(toy())] == [
        "`advice` is judged on one family of worlds only: a."
    ]


def test_the_document_is_made_of_what_is_stored(run, monkeypatch):
    monkeypatch.setattr(truth, "CHEAP", 20)
    run(None)
    text = truth_tables.document()
    assert "## Underpowered claims" in text
    assert "| `exact` | something; 20 % leave | 500 |" in text
    assert "Not run: `make truth AREA=reports`" in text
    assert "Not counted, as there is no report" in text
    assert text == truth_tables.document()


AREAS = truth.areas()


@pytest.mark.parametrize("area", AREAS)
def test_worlds_say_what_is_true_and_how_much(area):
    one = truth.trial(area)
    assert isinstance(one, Trial)
    assert len({truth.store(area, world) for world in one.worlds}) == len(one.worlds)
    for world in one.worlds:
        assert world.true | world.false <= {*KINDS}
        assert not world.true & world.false
        assert {KINDS[kind].basis for kind in world.true | world.false} <= {"tested"}
        assert bool(world.true) == bool(world.effect), world.name


@pytest.mark.parametrize("area", AREAS)
def test_no_claim_is_judged_on_one_family_only(area):
    assert not [*truth_tables.one_family(truth.trial(area))]


def test_no_tested_claim_is_without_a_world():
    assert not truth_tables.unjudged([truth.trial(area) for area in AREAS])


@pytest.mark.kernel
@pytest.mark.parametrize("area", AREAS)
def test_a_trial_of_every_area_runs(area):
    worlds = [*truth.trial(area).worlds]
    place = next(place for place, world in enumerate(worlds) if world.false)
    found = truth.draw(area, place, min(truth.trial(area).sizes), 1.0, [0])
    if "missing" in found:
        pytest.skip(found["missing"])
    assert {*found["0"]} <= {*KINDS}


def test_an_unknown_area_is_refused(capsys):
    with pytest.raises(SystemExit):
        truth.parse(["--area", "nowhere"])
    assert "nowhere" in capsys.readouterr().err
    asked = truth.parse(["--area", "reports", "--sizes", "500, 2000", "--worlds", "60"])
    assert (asked.areas, asked.sizes, asked.worlds) == (["reports"], [500, 2000], 60)


def test_what_is_stored_is_json_by_cell_and_seed(run):
    run(1, [500])
    found = json.loads(truth.store("toy", toy().worlds[0]).read_text())
    assert truth.store("toy", toy().worlds[0]).name == "nothing-here.json"
    assert found["cells"] == {"500 x 1": {"0": ["exact"], "1": []}}


def test_a_block_that_was_interrupted_counts_what_it_has():
    cell = truth.Cell(500, 1.0, 4, 2)
    results = {"cells": {cell.key: {"0": ["stable"], "1": [], "4": ["stable"], "5": []}}}
    assert truth_tables.rate(results, cell, "stable", 1) == truth_tables.Rate(1, 2)
    assert truth_tables.rate(results, cell, "stable", 2) is None
    assert truth_tables.rate({"cells": {}}, cell, "stable", 1) is None


def test_the_document_lists_every_kind_and_lacks_no_run():
    text = (paths.ROOT / "docs" / "truth.md").read_text("utf-8")
    assert not [kind for kind in KINDS if f"| `{kind}` |" not in text]
    assert "| not run |" not in text
