"""UCI Online Retail against numbers that were computed without this project's code."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from fixtures import real_export
from segmentbook import cleaning, features
from segmentbook.cleaning import catalogue
from segmentbook.clustering import choice, fit, indices, transform
from segmentbook.clustering.algorithms import group
from segmentbook.core import engine
from segmentbook.eda import products, retention, sales
from segmentbook.eda.window import window
from segmentbook.features import reference_date, summary
from segmentbook.ingest import read
from segmentbook.pages.segments import describe
from segmentbook.params.clustering import Clustering
from segmentbook.params.study import load_study
from segmentbook.segments import behaviour, conditions, naming, profile
from segmentbook.segments.archetypes import load

pytestmark = pytest.mark.studies

CLASSIC = {"customers.monetary.revenue": "gross"}
"""The switch that counts orders though they were cancelled, as the published figures do."""

STUDY = load_study("online_retail", CLASSIC)


@pytest.fixture(scope="module")
def marked():
    path = real_export("online_retail.parquet")
    connection = engine.connect()
    connection.raw_sql("SET threads = 4")
    export = read.read(connection, STUDY, [path]).cache()
    own = read.own_columns(STUDY, export)
    rules = cleaning.all_rules(export, STUDY.cleaning, STUDY.customers.monetary.revenue)
    assert rules == STUDY.cleaning
    return export, cleaning.mark(export, rules, own).cache()


@pytest.fixture(scope="module")
def lines(marked):
    kept = cleaning.order_lines(marked[1])
    return catalogue.with_item(kept, STUDY.columns.item).cache()


@pytest.fixture(scope="module")
def before_duplicates(marked):
    """Return the lines of definition C: exact duplicates kept."""
    table = marked[1]
    last = len(STUDY.cleaning)
    return table.filter(table.removed_by.isin([0, last])).drop("removed_by").cache()


@pytest.fixture(scope="module")
def view(lines):
    reference = reference_date.reference_date(lines, None)
    assert reference == date(2011, 12, 10)
    return engine.frame(features.rfm(lines, reference))


def test_ledger(marked):
    export, table = marked
    ledger = cleaning.ledger(table, STUDY.cleaning)
    cleaning.check(ledger, export)
    left = ledger["rows"].iloc[0] - ledger["rows"].iloc[1:-1].cumsum()
    # reference facts: Online Retail, cleaning table (steps 3 and 4 are one rule here)
    assert ledger["rows"].iloc[0] == 541_909
    assert left.tolist() == [406_829, 397_924, 397_884, 392_692]
    lost = ledger["customers"].iloc[0] - ledger["customers"].iloc[1:-1].cumsum()
    assert lost.tolist() == [4_372, 4_339, 4_338, 4_338]
    orders = ledger["orders"].iloc[0] - ledger["orders"].iloc[1:-1].cumsum()
    assert orders.tolist() == [22_190, 18_536, 18_532, 18_532]
    money = [ledger["money"].iloc[0] - part for part in ledger["money"].iloc[1:-1].cumsum()]
    assert [round(value, 2) for value in [ledger["money"].iloc[0], *money]] == [
        Decimal("9747747.93"),
        Decimal("8300065.81"),
        Decimal("8911407.90"),
        Decimal("8911407.90"),
        Decimal("8887208.89"),
    ]
    assert cleaning.export_metrics(ledger, STUDY.source.fingerprint)["export_difference"] is None
    metrics = cleaning.metrics(ledger)
    assert (metrics["customers"], metrics["orders"]) == (4_338, 18_532)
    assert metrics["revenue"] == pytest.approx(8_887_208.89, rel=1e-9)


@pytest.fixture(scope="module")
def netted(marked):
    """Return the ledger and the lines of the default, without orders that were cancelled."""
    export, _ = marked
    rules = cleaning.all_rules(export, STUDY.cleaning)
    table = cleaning.mark(export, rules, read.own_columns(STUDY, export)).cache()
    ledger = cleaning.ledger(table, rules)
    cleaning.check(ledger, export)
    return ledger, cleaning.order_lines(table).cache()


def test_without_cancelled_orders(netted):
    ledger, lines = netted
    assert ledger["rule"].tolist()[2:4] == ["match_cancellations", "drop_cancelled"]
    assert ledger["rows"].tolist()[:3] == [541_909, 135_080, 5_798]
    huge = lines.filter(lines.order.isin(["581483", "541431"]))
    assert huge.count().to_pyarrow().as_py() == 0
    assert lines.customer.nunique().to_pyarrow().as_py() < 4_338
    rhythm = sales.rhythm_metrics(sales.by_weekday_and_hour(lines))
    assert (rhythm["best_weekday"], rhythm["best_hour"]) != ("Friday", "09:00")


def test_the_buyer_of_the_cancelled_order_is_not_in_the_richest_segment(netted):
    _, lines = netted
    params = STUDY.clustering
    view = engine.frame(features.rfm(lines, date(2011, 12, 10)))
    assert view.set_index("customer").loc["16446", "monetary"] == pytest.approx(2.90)
    names = [feature.name for feature in features.RFM]
    found = transform.Scaling.fit(view, names, params).coordinates(view)
    labels = group(found, 4, "k_means", params.seed, params.n_init).labels
    worth = view.assign(segment=labels).groupby("segment")["monetary"].mean()
    assert labels[view["customer"] == "16446"].item() != worth.idxmax()


def test_rfm(view):
    # reference facts: Online Retail, RFM after step 5
    assert len(view) == 4_338
    facts = {
        "recency": (93.06, 51.00, 1.00, 374.00, 100.01),
        "frequency": (4.27, 2.00, 1.00, 209.00, 7.70),
        "monetary": (2_048.69, 668.57, 3.75, 280_206.02, 8_985.23),
    }
    for feature, (mean, median, low, high, std) in facts.items():
        values = view[feature]
        assert values.mean() == pytest.approx(mean, rel=0.0015)
        assert values.median() == pytest.approx(median, rel=1e-4)
        assert (values.min(), values.max()) == (pytest.approx(low), pytest.approx(high))
        assert values.std() == pytest.approx(std, rel=0.001)
    assert summary.metrics(view, date(2011, 12, 10))["one_order_customers"] == 1_493


def test_months(lines):
    # reference facts: Online Retail, monthly
    facts = {
        "2010-12": (1_400, 885, 570_422.73),
        "2011-01": (987, 741, 568_101.31),
        "2011-02": (997, 758, 446_084.92),
        "2011-03": (1_321, 974, 594_081.76),
        "2011-04": (1_149, 856, 468_374.33),
        "2011-05": (1_555, 1_056, 677_355.15),
        "2011-06": (1_393, 991, 660_046.05),
        "2011-07": (1_331, 949, 598_962.90),
        "2011-08": (1_280, 935, 644_051.04),
        "2011-09": (1_755, 1_266, 950_690.20),
        "2011-10": (1_929, 1_364, 1_035_642.45),
        "2011-11": (2_657, 1_664, 1_156_205.61),
        "2011-12": (778, 615, 517_190.44),
    }
    table = sales.by_month(lines)
    assert [f"{month:%Y-%m}" for month in table["month"]] == list(facts)
    assert list(zip(table["orders"], table["customers"], strict=True)) == [
        (orders, buyers) for orders, buyers, _ in facts.values()
    ]
    assert table["revenue"].tolist() == pytest.approx([r for *_, r in facts.values()], rel=1e-8)
    assert table["complete"].tolist() == [True] * 12 + [False]
    metrics = sales.month_metrics(table)
    assert metrics["best_month"] == date(2011, 11, 1)
    assert metrics["weakest_month"] == date(2011, 2, 1)


def test_countries(lines):
    # reference facts: Online Retail, countries; those with fewer than ten customers are merged
    table = products.by_place(lines).set_index("place")
    facts = {
        "United Kingdom": (3_920, 7_285_024.64),
        "Germany": (94, 228_678.40),
        "France": (87, 208_934.31),
    }
    for country, (buyers, revenue) in facts.items():
        assert table.loc[country, "customers"] == buyers
        assert table.loc[country, "revenue"] == pytest.approx(revenue, rel=1e-7)
    assert not {"Netherlands", "EIRE"} & set(table.index)
    assert table["revenue"].sum() == pytest.approx(8_887_208.89, rel=1e-9)


def test_products(lines):
    items = catalogue.items(lines)
    top = products.best_items(lines, items, [], top=10, minimum_customers=1)
    # reference facts: Online Retail, top products by revenue
    facts = {
        "23843": 168_469.60,
        "22423": 142_264.75,
        "85123A": 100_547.45,
        "85099B": 85_040.54,
        "23166": 81_416.73,
        "POST": 77_803.96,
        "47566": 68_785.23,
        "84879": 56_413.03,
        "M": 53_419.93,
        "23084": 51_251.24,
    }
    assert top["item"].tolist() == list(facts)
    assert top["revenue"].tolist() == pytest.approx(list(facts.values()), rel=1e-6)
    assert top["name"].tolist()[:3] == [
        "PAPER CRAFT , LITTLE BIRDIE",
        "REGENCY CAKESTAND 3 TIER",
        "WHITE HANGING HEART T-LIGHT HOLDER",
    ]
    shown = products.best_items(lines, items, STUDY.products.exclude)["item"].tolist()
    assert not {"POST", "M", "DOT"} & set(shown)
    assert "23843" not in shown  # one customer bought all 80,995 of them


def test_published_figures(before_duplicates):
    lines = before_duplicates
    # published figures: Online Retail, definition C
    headline = sales.headline(lines)
    assert headline["repeat_rate"] == pytest.approx(0.6558, rel=1e-4)
    assert headline["average_order_value"] == pytest.approx(480.87, rel=1e-5)
    curve = retention.concentration_metrics(retention.concentration(lines))
    assert curve["top_fifth_revenue_share"] == pytest.approx(0.746, rel=1e-3)
    # All days are taken to know who is new, as in the published figures; December 2011 is partial.
    known = replace(window(lines), burn_in=0)
    cohorts = retention.cohorts(lines, known)
    first = cohorts[cohorts["cohort"] == "2010-12-01"]
    assert first["customers"].tolist() == [
        885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445,
    ]  # fmt: skip


def test_new_customers_of_the_burn_in_are_left_out(lines):
    known = window(lines)
    found = retention.cohorts(lines, known)
    assert known.burn_in == 160
    # December 2010 with its customers of earlier years made it 23 %, December 2011 has nine days.
    assert found["cohort"].min() == pd.Timestamp("2011-06-01")
    assert (found["cohort"].dt.month + found["age"]).max() == 11
    share = retention.cohort_metrics(found, known)["next_month_retention"]
    assert share == pytest.approx(0.213, abs=0.001)


@pytest.fixture(scope="module")
def points(view):
    names = [feature.name for feature in features.RFM]
    return transform.Scaling.fit(view, names, STUDY.clustering).coordinates(view)


def test_scan_of_k(points):
    params = STUDY.clustering
    chosen = choice.choose(indices.scan(points, params), params)
    table = chosen.table.set_index("k")
    # reference facts: Online Retail, k scan (n_init = 10)
    facts = {
        2: (6_476.51, 0.4325, 0.8913),
        3: (4_858.24, 0.3363, 1.0461),
        4: (3_925.43, 0.3329, 1.0210),
        5: (3_269.27, 0.3181, 0.9841),
        6: (2_841.42, 0.3129, 1.0159),
        7: (2_532.98, 0.3103, 0.9762),
        8: (2_325.08, 0.3021, 0.9920),
    }
    for k, (inertia, silhouette, davies_bouldin) in facts.items():
        assert table.loc[k, "inertia"] == pytest.approx(inertia, rel=0.002)
        assert table.loc[k, "silhouette"] == pytest.approx(silhouette, abs=0.005)
        assert table.loc[k, "davies_bouldin"] == pytest.approx(davies_bouldin, rel=0.02)
    assert chosen.k == 4
    assert choice.metrics(chosen, params)["k_of_best_silhouette"] == 2


@pytest.fixture(scope="module")
def published_view(before_duplicates):
    """Return the customers of definition C; recency is in whole days from the last timestamp."""
    lines = before_duplicates
    view = engine.frame(
        lines.group_by("customer")
        .aggregate(
            last=lines.timestamp.max(),
            frequency=lines.order.nunique(),
            monetary=lines.amount.sum(),
        )
        .order_by("customer")
    )
    snapshot = view["last"].max() + pd.Timedelta(days=1)
    return view.assign(recency=(snapshot - view["last"]).dt.days)


def scanned(view, **changes):
    params = Clustering(**{"k_max": 6, **changes})
    scaling = transform.Scaling.fit(view, [f.name for f in features.RFM], params)
    return choice.choose(indices.scan(scaling.coordinates(view), params), params)


def test_published_scan_of_logarithms(published_view):
    table = scanned(published_view).table.set_index("k")
    # published figures: K-means on C with timestamp recency, seed 42, n_init 10
    published = {
        2: (0.4329, 6_481.2, 0.982),
        3: (0.3365, 4_867.8, 0.929),
        4: (0.3371, 3_938.5, 0.891),
        5: (0.3161, 3_296.0, 0.883),
        6: (0.3133, 2_855.0, 0.831),
    }
    for k, (silhouette, inertia, agreement) in published.items():
        assert table.loc[k, "silhouette"] == pytest.approx(silhouette, abs=0.005)
        assert table.loc[k, "inertia"] == pytest.approx(inertia, rel=0.005)
        assert table.loc[k, "stability"] == pytest.approx(agreement, abs=0.06)
    sizes = table.loc[4, ["smallest_share", "largest_share"]] * len(published_view)
    assert sizes.tolist() == pytest.approx([716, 1_612], rel=0.01)


def test_published_scan_of_raw_features_is_refused(published_view):
    chosen = scanned(published_view, transform="none")
    table = chosen.table.set_index("k")
    # published figures: 26 against 4,312 customers has the highest silhouette
    for k, silhouette in {2: 0.8958, 3: 0.5942, 4: 0.6162, 5: 0.6165, 6: 0.5963}.items():
        assert table.loc[k, "silhouette"] == pytest.approx(silhouette, abs=0.005)
    assert table.loc[2, "smallest_share"] == pytest.approx(26 / 4_338, rel=1e-6)
    assert chosen.best_silhouette["k"] == 2
    assert table.loc[2, "objection"] == "dominated"
    assert not chosen.qualified


def test_four_groups(view, points):
    params = STUDY.clustering
    found = group(points, 4, "k_means", params.seed, params.n_init)
    labels, inertia = found.labels, found.inertia
    # reference facts: Online Retail, k = 4, n_init = 10, by mean monetary value
    assert inertia == pytest.approx(3_925.43, rel=0.001)
    sizes = Counter(labels.tolist())
    for number, size in enumerate([718, 1_174, 897, 1_549]):
        label = min(sizes, key=lambda one: abs(sizes[one] - size))
        assert sizes[label] == pytest.approx(size, rel=0.03), number
    named = view.assign(segment=labels + 1)
    profiles = profile.profile(named, features.RFM, date(2011, 12, 10))
    by_size = profiles.set_index("customers")
    best = by_size.iloc[abs(by_size.index - 718).argmin()]
    assert best["recency_mean"] == pytest.approx(12.21, rel=0.03)
    assert best["frequency_mean"] == pytest.approx(13.64, rel=0.03)
    assert best["monetary_mean"] == pytest.approx(8_011.89, rel=0.03)
    assert best["revenue_share"] == pytest.approx(0.6473, rel=0.02)
    scaling = transform.Scaling.fit(view, [f.name for f in features.RFM], params)
    segmentation = fit.segment(points, scaling, 4, params)
    assert np.array_equal(segmentation.assign(view), labels + 1)


def test_the_four_classic_classes(lines, view, points):
    labels = group(points, 4, "k_means", 42, 10).labels
    reference, known = date(2011, 12, 10), window(lines)
    members = view.assign(segment=labels + 1)
    profiles = profile.profile(members, features.RFM, reference, known)
    everybody = profile.profile(view.assign(segment=0), features.RFM, reference, known)
    later = behaviour.later(lines, STUDY, members, 4, reference)
    gone = behaviour.gone(lines, members)
    facts = conditions.facts(profiles, everybody, members, reference, later, gone)
    kinds = load("rfm", features.RFM)
    names = naming.name_segments(profiles, kinds, features.RFM, describe, facts)
    by_size = dict(zip(profiles["customers"], [name.name for name in names], strict=True))
    named = [by_size[size] for size in sorted(by_size)]
    # reference facts: Online Retail, the four profiles, from 718 to 1,549 customers
    assert named == [
        "Best Customers",
        "New Customers with Low Spending",
        "Middle-Spending Active Customers",
        "Low-Spending Passive Customers",
    ]


def test_results_repeat_to_the_last_bit(lines, view):
    reference = date(2011, 12, 10)
    for ask in (
        lambda: engine.frame(features.rfm(lines, reference)),
        lambda: sales.by_month(lines),
        lambda: products.by_place(lines),
        lambda: retention.cohorts(lines, window(lines)),
        lambda: pd.DataFrame([sales.headline(lines)]),
    ):
        pd.testing.assert_frame_equal(ask(), ask(), check_exact=True)
