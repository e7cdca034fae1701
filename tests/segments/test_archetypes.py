"""The archetypes of the playbooks."""

from __future__ import annotations

import pytest

from playbooks import INCOME, SHIPPED, SPEND
from segmentbook.core.errors import UserError
from segmentbook.features import RFM
from segmentbook.segments import archetypes


def shipped(name, language="en"):
    return archetypes.load(name, *SHIPPED[name], language)


@pytest.mark.parametrize("name", SHIPPED)
def test_archetypes_have_names_of_their_own_in_both_languages(name):
    for english, indonesian in zip(shipped(name), shipped(name, "id"), strict=True):
        assert english.id == indonesian.id
        assert english.name != indonesian.name
        assert english.who != indonesian.who
    assert len({archetype.name for archetype in shipped(name)}) == len(shipped(name))


def test_the_names_that_the_originals_had():
    assert {
        "Best Customers",
        "Low-Spending Passive Customers",
        "Middle-Spending Active Customers",
        "New Customers with Low Spending",
    } <= {archetype.name for archetype in shipped("rfm")}
    assert [archetype.name for archetype in shipped("demographic")] == [
        "Budget",
        "Aspiring",
        "Premium",
    ]
    assert [archetype.name for archetype in shipped("demographic", "id")] == [
        "Hemat",
        "Menengah",
        "Sultan",
    ]
    assert len(shipped("lrfmc")) == 4


@pytest.mark.parametrize("name", SHIPPED)
def test_no_two_archetypes_are_hardly_apart(name):
    book = shipped(name)
    for number, one in enumerate(book):
        for other in book[number + 1 :]:
            assert max(abs(one.standing[f] - other.standing[f]) for f in one.standing) >= 0.1


def test_standing_is_in_the_features_of_the_study():
    budget = shipped("demographic")[0]
    assert set(budget.standing) == {"Income", "Total_Spend"}


def test_without_a_playbook_there_are_no_archetypes():
    assert archetypes.load(None, RFM) == ()


@pytest.mark.parametrize(
    ("roles", "role"),
    [({"Income": "income"}, "spend"), ({}, "income"), ({"Income": "x"}, "income")],
)
def test_a_feature_that_none_of_the_study_plays_is_the_users_mistake(roles, role):
    with pytest.raises(UserError, match=f"no feature of the study is the '{role}'") as error:
        archetypes.load("demographic", (INCOME, SPEND), roles)
    assert "segments.roles" in str(error.value)
