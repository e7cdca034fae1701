"""The table of other algorithms."""

from __future__ import annotations

import pandas as pd
import pytest

from exhibits import blocks_of, texts_of
from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.pages.clustering import algorithms
from segmentbook.pages.clustering.algorithm_names import NAMES

TABLE = pd.DataFrame(
    {
        "algorithm": list(ALGORITHMS),
        "groups": 4,
        "agreement": 0.5,
        "silhouette": float("nan"),
        "calinski_harabasz": 100.0,
        "davies_bouldin": 1.0,
        "in_no_group": 0.0,
    }
)


@pytest.mark.parametrize("used", ALGORITHMS)
def test_the_algorithm_of_the_report_is_stressed(used):
    *_, block = blocks_of(algorithms(TABLE, 5000, used))
    assert [row[0] for row in block["rows"]] == list(NAMES.values())
    assert block["rows"][block["emphasise"]][0] == NAMES[used]
    assert block["rows"][0][3] == "–"


def test_those_that_find_k_themselves_are_noted():
    assert texts_of(algorithms(TABLE, 5000, "k_means")) == [
        "Agreement is the adjusted Rand index: 1 for the same groups, 0 for chance.",
        "HDBSCAN finds the number of groups itself.",
        "4 algorithms on the same 5,000 customers",
    ]
