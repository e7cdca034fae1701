"""Names and advice on real customers, against numbers published or computed without this project."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import real_export
from segmentbook.actions import choose, column_measures, playbook
from segmentbook.features import Feature
from segmentbook.pages.segments import describe
from segmentbook.segments import archetypes
from segmentbook.segments.naming import name_segments
from segmentbook.segments.profile import standings

pytestmark = pytest.mark.studies

FEATURES = tuple(
    Feature(name, name, "", "", "high", "money" if name == "Income" else "number")
    for name in (
        "Income", "Recency", "MntWines", "MntMeatProducts", "NumWebPurchases", "NumStorePurchases",
        "Total_Spend",
    )
)  # fmt: skip
ROLES = {
    "Income": "income",
    "Total_Spend": "spend",
    "MntWines": "wine",
    "MntMeatProducts": "meat",
    "NumWebVisitsMonth": "web_visits",
    "NumWebPurchases": "web_purchases",
    "NumStorePurchases": "store_purchases",
    "NumCatalogPurchases": "catalogue_purchases",
}


@pytest.fixture(scope="module")
def view():
    """The published segmentation of the customer personality data, made with scikit-learn alone."""
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import StandardScaler

    raw = pd.read_csv(real_export("customer_personality.csv"), sep="\t").dropna()
    raw = raw[raw["Income"] < 200_000].reset_index(drop=True)
    goods = [name for name in raw.columns if name.startswith("Mnt")]
    raw["Total_Spend"] = raw[goods].sum(axis=1)
    points = StandardScaler().fit_transform(raw[[feature.name for feature in FEATURES]])
    labels = KMeans(n_clusters=3, n_init=1, random_state=42).fit_predict(points)
    return raw.assign(segment=labels + 1)


@pytest.fixture(scope="module")
def profiles(view):
    ranks = standings(view, FEATURES).add_suffix("_standing").groupby(view["segment"]).mean()
    return ranks.assign(customers=view["segment"].value_counts()).reset_index()


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", ["Budget", "Aspiring", "Premium"]), ("id", ["Hemat", "Menengah", "Sultan"])],
)
def test_the_three_groups_of_customer_personality(profiles, language, wanted):
    book = archetypes.load("demographic", FEATURES, ROLES, language)
    names = name_segments(profiles, book, FEATURES, describe)
    kinds = [name.archetype.name for name in names if name.archetype is not None]
    by_size = dict(zip(profiles["customers"], kinds, strict=True))
    # reference facts: Customer personality, the three groups
    assert [by_size[size] for size in (1_086, 705, 424)] == wanted


def test_channels_against_the_published_means(view, profiles):
    found = column_measures.column_measures(view, ROLES)
    budget, aspiring, premium = (
        found.loc[profiles.set_index("customers").loc[size, "segment"]]
        for size in (1_086, 705, 424)
    )
    # published: web visits 6.41 / 5.00 / 3.05 and web purchases 2.21 / 6.46 / 4.94 for each customer
    assert budget["web_visits_per_purchase"] == pytest.approx(6.41 / 2.21, rel=0.003)
    assert aspiring["web_visits_per_purchase"] == pytest.approx(5.00 / 6.46, rel=0.003)
    assert premium["web_visits_per_purchase"] == pytest.approx(3.05 / 4.94, rel=0.003)
    # wine and meat over spend: 739.53, 539.69, 1,574.83
    assert premium["wine_share"] == pytest.approx(739.53 / 1_574.83, rel=0.001)
    assert premium["meat_share"] == pytest.approx(539.69 / 1_574.83, rel=0.001)
    # catalogue purchases 6.24 of 6.24 + 4.94 + 8.35
    assert premium["catalogue_share"] == pytest.approx(6.24 / 19.53, rel=0.003)


def test_the_advice_that_these_data_support(view, profiles):
    book = archetypes.load("demographic", FEATURES, ROLES)
    names = name_segments(profiles, book, FEATURES, describe)
    kinds = [name.archetype.id for name in names]
    everybody = pd.DataFrame([{"segment": 0, "customers": len(view)}])
    measured = column_measures.column_measures(view, ROLES)
    segments, everyone = choose.numbers(profiles, everybody, measured)
    book = playbook.load("demographic", FEATURES, ROLES)
    advised = choose.advise(kinds, [book[kind] for kind in kinds], segments, everyone)
    held = {one.name: [held.action.id for held in one.supported] for one in advised}
    # Window shoppers: 2.9 visits for each purchase where all customers make 1.3. The premium spend
    # 47 % on wine, all customers 50 %: the original's advice on wine holds for the aspiring.
    assert held["budget"] == ["first_coupon", "small_packs"]
    assert held["aspiring"] == ["bundles", "web_offers", "wine"]
    assert held["premium"][:3] == ["vip", "catalogue", "meat"]
    assert "wine" not in held["premium"]
