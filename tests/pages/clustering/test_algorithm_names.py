"""What algorithms are called."""

from __future__ import annotations

from typing import get_args

from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.pages.clustering.algorithm_names import HOW_K_IS_FOUND, NAMES
from segmentbook.params.clustering import AlgorithmName


def test_every_algorithm_of_the_params_has_a_name_and_no_other():
    assert set(NAMES) == set(get_args(AlgorithmName)) == set(ALGORITHMS)


def test_those_that_find_k_themselves_say_how():
    assert set(HOW_K_IS_FOUND) == {name for name, one in ALGORITHMS.items() if one.chooses_k}
