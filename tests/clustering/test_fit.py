"""What is said of how segments were found."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import customer_view, customers_and_strays, said
from segmentbook.clustering import fit
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering, Outliers, Split

NAMES = ["recency", "frequency", "monetary"]
RICH = customer_view(12).assign(monetary=lambda view: 5e6 + view.index)


def told(view, **changes):
    params = Clustering(**{"n_init": 2, **changes})
    scaling = Scaling.fit(view, NAMES, params)
    points = fit.fit_points(view, scaling, params)
    found = fit.segment(points, scaling, 4, params)
    values = fit.metrics(view, points, found)
    return values, said(fit.sentences(values, params), values)


def test_nothing_out_of_the_ordinary_needs_no_words():
    values, sentences = told(customer_view())
    assert sentences == []
    assert (values["fitted_customers"], values["segment_count"]) == (120, 4)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"split": Split(segment=2, k=3)},
            "One group was split again into 3, which makes 6 segments in all.",
        ),
        (
            {"outliers": Outliers(policy="cap")},
            "Values far outside the rest were moved to a bound before grouping.",
        ),
        (
            {"outliers": Outliers(policy="isolate")},
            "Hardly any customer is far outside the rest, so none was set apart.",
        ),
        (
            {"algorithm": "ward"},
            "Customers belong to the group with the nearest centre, which for 100% of those that the "
            "algorithm saw is its own group.",
        ),
    ],
)
def test_every_departure_is_told(changes, sentence):
    assert told(customer_view(), **changes)[1] == [sentence]


def test_isolated_outliers_are_counted():
    view = pd.concat([customer_view(), RICH], ignore_index=True)
    values, sentences = told(view, outliers=Outliers(policy="isolate", fence=1.0))
    assert sentences == ["12 customers far outside the rest are the last segment."]
    assert (values["segment_count"], values["fitted_share"]) == (5, 1.0)


def test_whom_hdbscan_left_out_is_told():
    values, sentences = told(customers_and_strays(), algorithm="hdbscan")
    assert 0 < values["algorithm_in_no_group"] < 0.5
    assert [sentence.split(" ")[0] for sentence in sentences] == ["Customers", "HDBSCAN"]
    assert "in no group; here they too belong to the group" in sentences[1]


def test_samples_are_told(monkeypatch):
    monkeypatch.setattr(fit, "RESAMPLED", 500)
    monkeypatch.setattr(fit, "SILHOUETTE_SAMPLE", 400)
    monkeypatch.setattr(fit, "LOOKED_AT", {"ward": 300})
    values, sentences = told(customer_view(1600), fit_sample=1000, algorithm="ward")
    assert sentences == [
        "Groups were found among a random sample of 1,000 customers (62%); every customer was then "
        "given to the nearest group.",
        "Silhouettes were computed on a random sample of 400 customers.",
        "Gap and stability were computed on a random sample of 500 customers.",
        "The algorithm looked at a random sample of 300 customers.",
        "Customers belong to the group with the nearest centre, which for 100% of those that the "
        "algorithm saw is its own group.",
    ]
    assert values["fitted_share"] == pytest.approx(0.625)
