"""The harness counts what trials claim, resumes, and prints exact intervals and verdicts."""

from __future__ import annotations

import json
from concurrent.futures import Future

import pytest

from benchmarks import truth, truth_tables
from benchmarks.truth_tables import Judged, Rate
from benchmarks.worlds.marginals import MissingStudyError
from benchmarks.worlds.world import Trial, World

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


def test_false_worlds_are_drawn_in_full_and_true_ones_by_half():
    one = toy()
    false, _, true, _ = one.worlds
    assert [cell.seeds for cell in truth.cells(one, false)] == [800, 800, 800]
    assert [cell.seeds for cell in truth.cells(toy(dear=True), false)] == [400] * 3
    found = truth.cells(one, true)
    assert [(cell.size, cell.effect) for cell in found[:3]] == [(500, 0.5), (500, 1), (500, 2)]
    assert {cell.seeds for cell in found} == {400}
    both = World("both", "a", missing, true=frozenset({"exact"}), false=frozenset({"advice"}))
    assert [cell.seeds for cell in truth.cells(one, both)[:3]] == [400, 800, 400]


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
    half, full = str(Rate(0, 10)), str(Rate(10, 10))
    assert rows[0] == ["`exact`", "something; 20 % leave", "500", *[half] * 4, "**underpowered**"]
    assert rows[1] == ["`exact`", "something; 20 % leave", "2,000", half, full, full, full, ""]


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


def test_every_area_has_a_trial_by_its_name():
    for area in truth.areas():
        assert isinstance(truth.trial(area), Trial)
        names = [world.name for world in truth.trial(area).worlds]
        assert len({truth.store(area, world) for world in truth.trial(area).worlds}) == len(names)


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
