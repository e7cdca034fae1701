"""Studies of whole exports against numbers that were computed without this project's code."""

from __future__ import annotations

from datetime import date

import pytest

from fixtures import real_export
from segmentbook import cleaning, features
from segmentbook.cleaning import catalogue
from segmentbook.clustering import fit, transform
from segmentbook.core import engine
from segmentbook.features import reference_date, scores
from segmentbook.ingest import read
from segmentbook.params.study import load_study
from segmentbook.segments.archetypes import load

pytestmark = pytest.mark.studies


def cleaned(name, file):
    """Read and clean the export of a study; return the ledger and the customer view.

    Reference numbers are of gross revenue.
    """
    one = load_study(name, {"customers.monetary.revenue": "gross"})
    export = read.read(engine.connect(), one, [real_export(file)]).cache()
    rules = cleaning.all_rules(export, one.cleaning, one.customers.monetary.revenue)
    marked = cleaning.mark(export, rules, read.own_columns(one, export)).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, export)
    kept = cleaning.order_lines(marked).cache()
    lines = catalogue.order_lines(kept, one.columns)
    rows = catalogue.customer_rows(kept, one.columns)
    reference = reference_date.reference_of(one, lines, rows)
    back = cleaning.taken_back(marked, rules)
    view = engine.frame(features.customer_view(one, lines, rows, back, reference))
    features.require_complete(view, features.described(one))
    return one, ledger, view, reference


@pytest.fixture(scope="module")
def personality():
    return cleaned("customer_personality", "customer_personality.csv")


@pytest.fixture(scope="module")
def gift_shop():
    return cleaned("online_shop", "sales_transaction_v4a.csv.zip")


# Reference facts: customer_personality.csv and its published segmentation reproduced.


def test_the_rows_of_customer_personality(personality):
    _, ledger, view, reference = personality
    assert ledger["rows"].iloc[[0, 1, 2, -1]].tolist() == [2_240, 24, 1, 2_215]
    assert float(ledger["money"].iloc[-1]) == 1_345_217
    assert view["monetary"].mean() == pytest.approx(607.32, abs=0.005)
    assert view["joined"].min().date() == date(2012, 7, 30)
    assert view["joined"].max().date() == date(2014, 6, 29)
    assert reference == date(2014, 6, 30)


def test_the_segmentation_of_customer_personality(personality):
    from sklearn.metrics import davies_bouldin_score, silhouette_score

    one, _, view, _ = personality
    chosen = features.chosen(one)
    names = [feature.name for feature in chosen]
    assert names == [
        "Income", "recency", "MntWines", "MntMeatProducts", "NumWebPurchases", "NumStorePurchases",
        "monetary",
    ]  # fmt: skip
    scaling = transform.Scaling.fit(view, names, one.clustering)
    points = fit.fit_points(view, scaling, one.clustering)
    labels = fit.segment(points, scaling, 3, one.clustering).assign(view)
    in_rows = scaling.coordinates(view)
    assert silhouette_score(in_rows, labels) == pytest.approx(0.347, abs=0.002)
    assert davies_bouldin_score(in_rows, labels) == pytest.approx(1.400, abs=0.002)
    means = view.groupby(labels).mean(numeric_only=True).sort_values("Income")
    assert means["Income"].tolist() == pytest.approx([35_210, 62_197, 77_894], rel=0.002)
    assert means["recency"].tolist() == pytest.approx([49.11, 46.90, 52.33], rel=0.01)
    assert means["monetary"].tolist() == pytest.approx([111.32, 789.50, 1_574.83], rel=0.005)
    sizes = view.groupby(labels).size().loc[means.index]
    assert sizes.tolist() == pytest.approx([1_086, 705, 424], abs=2)
    load(one.segments.playbook, chosen, one.segments.roles)


# Reference facts: sales_transaction_v4a.


def test_the_ledger_of_the_gift_shop(gift_shop):
    _, ledger, _, _ = gift_shop
    left = ledger["rows"].iloc[0] - ledger["rows"].iloc[1:-1].cumsum()
    assert left.tolist() == [536_295, 527_764, 527_764, 522_601]
    result = ledger.iloc[-1]
    assert (result["customers"], result["orders"]) == (4_718, 19_789)
    assert float(result["money"]) == pytest.approx(62_781_304.54, abs=0.005)


def test_the_customers_of_the_gift_shop(gift_shop):
    _, _, view, reference = gift_shop
    assert reference == date(2019, 12, 10)
    assert len(view) == 4_718
    for name, mean, median, lowest, highest in (
        ("recency", 96.99, 54, 1, 374),
        ("frequency", 4.19, 2, 1, 207),
        ("monetary", 13_306.76, 4_804.43, 5.97, 2_112_282.03),
    ):
        values = view[name]
        assert values.mean() == pytest.approx(mean, abs=0.005)
        assert values.median() == pytest.approx(median, abs=0.006)
        assert (values.min(), values.max()) == pytest.approx((lowest, highest), abs=0.005)
    assert (view["frequency"] == 1).sum() == 1_577


def test_customers_with_one_order_share_a_score():
    """Reference facts: 1,493 customers of Online Retail have one order."""
    one, _, view, _ = cleaned("online_retail", "online_retail.parquet")
    scored = scores.add_scores(view, scores.scored_features(features.described(one)))
    once = scored.loc[scored["frequency"] == 1, "frequency_score"]
    assert len(once) == 1_493
    assert once.nunique() == 1
    assert scored.loc[scored["frequency"] > 1, "frequency_score"].min() > once.iloc[0]
