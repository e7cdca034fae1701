from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools import mutants

SOURCE = '''
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    x = 1 + 1
@dataclass(frozen=True)
class A:
    """1 + 1."""
    size: Literal[2] = 3
def f(a: int = 4, *, b: bool = True) -> Literal[5]:
    if not a < 6 and b:
        raise ValueError(f"{a:02d} + 1")
    return -a * 2.5 + sum(a in (1,) for a in "12")
'''


@pytest.fixture
def module(tmp_path, monkeypatch) -> Path:
    (tmp_path / "m.py").write_text(SOURCE)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    return Path("m.py")


def test_what_runs_is_changed_and_nothing_else(module):
    count = mutants.mutated(module)[1].count
    changes = [mutants.mutated(module, n)[1].change.partition(": ")[2] for n in range(count)]
    assert sorted(changes) == sorted(
        [
            "3  ->  4",
            "4  ->  5",
            "True  ->  False",
            "not a < 6 and b  ->  not a < 6 or b",
            "not a < 6  ->  a < 6",
            "a < 6  ->  a <= 6",
            "6  ->  7",
            "-a * 2.5 + sum((a in (1,) for a in '12'))  ->  -a * 2.5 - sum((a in (1,) for a in '12'))",
            "-a * 2.5  ->  -a / 2.5",
            "-a  ->  a",
            "2.5  ->  3.5",
            "a in (1,)  ->  a not in (1,)",
            "1  ->  2",
        ]
    )


def test_each_mutant_differs_from_the_module_in_one_place(module):
    same, mutator = mutants.mutated(module)
    assert ast.dump(ast.parse(same)) == ast.dump(ast.parse(SOURCE))
    texts = {mutants.mutated(module, n)[0] for n in range(mutator.count)}
    assert len(texts) == mutator.count
    for text in texts:
        lines = zip(text.splitlines(), same.splitlines(), strict=True)
        assert sum(one != other for one, other in lines) == 1


def test_the_same_seed_draws_the_same_mutants_of_modules_with_tests():
    chosen = mutants.drawn(20, seed=1)
    assert chosen == mutants.drawn(20, seed=1)
    assert len(set(chosen)) == 20
    for module, number in chosen:
        assert (mutants.ROOT / mutants.mirrored(module)).is_file()
        assert 0 <= number < mutants.mutated(module)[1].count
