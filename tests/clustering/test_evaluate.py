"""How many groups: the scan, the choice and its reasons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import (
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)

from fixtures import customer_view
from segmentbook.clustering import evaluate
from segmentbook.clustering.transform import Scaling
from segmentbook.errors import UserError
from segmentbook.formats import Formats
from segmentbook.sentences import compute, plain_text
from segmentbook.study import Clustering

NAMES = ["recency", "frequency", "monetary"]


def points():
    view = customer_view(160)
    return Scaling.fit(view, NAMES, Clustering()).coordinates(view)


def table(rows):
    """Return a scan with the given (k, silhouette, smallest share)."""
    return pd.DataFrame(
        [
            {
                "k": k,
                "inertia": 100.0 / k,
                "silhouette": silhouette,
                "calinski_harabasz": 10.0 * k,
                "davies_bouldin": 1.0,
                "smallest_share": share,
                "largest_share": 1 - share,
            }
            for k, silhouette, share in rows
        ]
    )


def params(**changes):
    return Clustering(**{"k_min": 2, "k_max": 5, **changes})


SCAN = [(2, 0.90, 0.30), (3, 0.40, 0.20), (4, 0.60, 0.01), (5, 0.50, 0.10)]


def said(choice, options):
    metrics = evaluate.metrics(choice, options)
    return [
        plain_text(compute(template, metrics, Formats("GBP"), names))
        for template, names in evaluate.reasons(choice, options)
    ]


def test_scan_gives_the_indices_of_scikit_learn():
    found = evaluate.scan(points(), params(n_init=4)).set_index("k")
    assert found.index.tolist() == [2, 3, 4, 5]
    for k in found.index:
        model = KMeans(k, random_state=42, n_init=4).fit(points())
        shares = np.bincount(model.labels_) / 160
        wanted = {
            "inertia": model.inertia_,
            "silhouette": silhouette_score(points(), model.labels_),
            "calinski_harabasz": calinski_harabasz_score(points(), model.labels_),
            "davies_bouldin": davies_bouldin_score(points(), model.labels_),
            "smallest_share": shares.min(),
            "largest_share": shares.max(),
        }
        assert found.loc[k].to_dict() == pytest.approx(wanted, rel=1e-9)


def test_scan_finds_the_four_planted_groups():
    choice = evaluate.choose(evaluate.scan(points(), params()), params())
    assert choice.k == 4
    assert choice.qualified


def test_large_data_are_sampled_with_the_seed(monkeypatch):
    monkeypatch.setattr(evaluate, "SILHOUETTE_SAMPLE", 60)
    first, again = (evaluate.scan(points(), params(k_max=3)) for _ in range(2))
    other = evaluate.scan(points(), params(k_max=3, seed=1))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    exact = silhouette_score(points(), KMeans(3, random_state=42, n_init=10).fit_predict(points()))
    assert first["silhouette"][1] == pytest.approx(exact, abs=0.1)
    assert first["silhouette"][1] != exact
    assert other["silhouette"][1] != first["silhouette"][1]


def test_fewer_different_customers_than_groups():
    few = np.repeat(points()[:5], 40, axis=0)
    with pytest.raises(UserError) as error:
        evaluate.scan(few, params())
    assert "5 different customers cannot be put into up to 5 groups" in str(error.value)
    assert "at most 4" in str(error.value)
    assert len(evaluate.scan(few, params(k_max=4))) == 3


def test_auto_takes_the_highest_silhouette_of_those_that_qualify():
    choice = evaluate.choose(table(SCAN), params())
    assert choice.k == 5
    assert choice.qualified
    assert choice.table.set_index("k")["verdict"].to_dict() == {
        2: "highest silhouette of all, but too few groups to act on: "
        "it only tells good from other customers",
        3: "silhouette lower by 0.100 than at k = 5",
        4: "one group holds only 1.0% of the customers",
        5: "chosen: highest silhouette of those that qualify",
    }
    assert said(choice, params()) == [
        "Of the numbers from 3 up whose smallest group holds at least 5.0% of customers, 5 has "
        "the highest silhouette (0.500).",
        "2 groups have the highest silhouette of all (0.900), but too few groups to act on: "
        "it only tells good from other customers.",
        "The smallest group holds 10% of the customers.",
    ]


def test_auto_from_two_may_take_two():
    choice = evaluate.choose(table(SCAN), params(auto_from=2))
    assert choice.k == 2
    assert len(said(choice, params(auto_from=2))) == 2  # no other one was better


def test_equal_silhouettes_go_to_the_smaller_number():
    choice = evaluate.choose(table([(2, 0.1, 0.2), (3, 0.5, 0.2), (4, 0.5, 0.2)]), params())
    assert choice.k == 3
    assert choice.table["verdict"][2] == "silhouette lower by 0.000 than at k = 3"


def test_none_qualifies():
    scan = table([(2, 0.9, 0.3), (3, 0.4, 0.02), (4, 0.6, 0.01), (5, 0.5, 0.04)])
    choice = evaluate.choose(scan, params())
    assert choice.k == 3
    assert not choice.qualified
    verdicts = choice.table.set_index("k")["verdict"]
    assert verdicts[3] == "chosen: the lowest allowed, as none qualifies"
    assert verdicts[5] == "one group holds only 4.0% of the customers"
    assert said(choice, params())[0].startswith("No number from 3 up leaves at least 5.0%")
    assert "(silhouette 0.400)" in said(choice, params())[0]


def test_a_fixed_number_is_taken_and_the_better_one_is_named():
    fixed = params(k=4, reason="Four {classes} of campaigns.")
    choice = evaluate.choose(table(SCAN), fixed)
    assert choice.k == 4
    assert choice.table["verdict"][2] == "chosen by the study"
    sentences = said(choice, fixed)
    assert sentences[0] == "Four {classes} of campaigns."
    assert sentences[1] == "Their silhouette is 0.600."
    assert sentences[2].startswith(
        "2 groups have the highest silhouette of all (0.900), but too few"
    )


def test_a_fixed_number_that_is_the_best_needs_no_excuse():
    fixed = params(k=2, reason="Two.")
    choice = evaluate.choose(table(SCAN), fixed)
    assert choice.table["verdict"][0] == "chosen by the study; highest silhouette of all"
    assert said(choice, fixed) == [
        "Two.",
        "Their silhouette is 0.900.",
        "The smallest group holds 30% of the customers.",
    ]


def test_a_fixed_number_beside_a_better_one_that_qualifies_reads_well():
    fixed = params(k=5, reason="Five.")
    choice = evaluate.choose(table([(2, 0.3, 0.3), (3, 0.8, 0.2), (5, 0.5, 0.1)]), fixed)
    assert said(choice, fixed)[2] == (
        "3 groups have the highest silhouette of all (0.800), but not the number that the study "
        "asks for."
    )


def test_metrics_hold_the_chosen_row_and_the_whole_table():
    choice = evaluate.choose(table(SCAN), params())
    metrics = evaluate.metrics(choice, params())
    row = choice.table.set_index("k").loc[5]
    for name in ("inertia", "silhouette", "calinski_harabasz", "davies_bouldin", "smallest_share"):
        assert metrics[name] == row[name]
    assert metrics["k"] == 5
    assert metrics["k_of_best_silhouette"] == 2
    assert [each["k"] for each in metrics["k_scan"]] == [2, 3, 4, 5]
    assert (metrics["k_lowest"], metrics["k_highest"]) == (2, 5)


def test_the_title_says_who_chose():
    assert "can be acted on" in evaluate.title(evaluate.Choice(3, True, None), params())
    assert "no split is a good one" in evaluate.title(evaluate.Choice(3, False, None), params())
    fixed = params(k=3, reason="Three.")
    assert "the study asks for" in evaluate.title(evaluate.Choice(3, True, None), fixed)
