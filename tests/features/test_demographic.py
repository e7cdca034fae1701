"""Features that the params declare."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segmentbook.features.demographic import declared_features
from segmentbook.params.customers import Declared


def test_a_column_is_a_feature_and_each_of_its_values_one():
    declared = [
        Declared(column="income", definition="yearly income", unit="money", better="high"),
        Declared(column="town", definition="the town", values=["Bandung", "Medan"]),
    ]
    income, bandung, _ = declared_features(declared, {"income": "Income"})
    assert (income.title, income.kind, income.better) == ("Income", "money", "high")
    assert (bandung.name, bandung.title) == ("town=Bandung", "town: Bandung")
    assert bandung.definition == "1 if the town is Bandung, else 0"
    assert (bandung.needs, bandung.unit) == (("town",), "")


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4, unique=True))
def test_any_values_make_features_of_their_own(values):
    declared = [Declared(column="town", definition="the {town}", values=values)]
    found = declared_features(declared, {})
    assert [feature.level.value for feature in found] == values
    assert len({feature.name for feature in found}) == len(values)
