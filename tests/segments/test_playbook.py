"""The playbook file."""

from __future__ import annotations

from string import Formatter

import pytest
import yaml

from segmentbook.core.errors import UserError
from segmentbook.features import RFM, Feature
from segmentbook.segments import playbook

LENGTH = Feature("length", "Length", "days as a member", "days", "high", "number")
DISCOUNTS = Feature("discount_share", "Discount use", "share of orders", "share", "low", "percent")
INCOME = Feature("Income", "Income", "a year", "money", "high", "money")
SPEND = Feature("Total_Spend", "Total spend", "in two years", "money", "high", "money")

SHIPPED = {
    "rfm": (RFM, {}),
    "lrfmc": ((LENGTH, *RFM, DISCOUNTS), {}),
    "demographic": ((INCOME, *RFM, SPEND), {"Income": "income", "Total_Spend": "spend"}),
}


def shipped(name, language="en"):
    return playbook.load(name, *SHIPPED[name], language)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_playbook_is_complete(name, language):
    book = shipped(name, language)
    ids = [archetype.id for archetype in book]
    assert len(ids) == len(set(ids)) == len({archetype.name for archetype in book})
    for archetype in book:
        assert archetype.avoid
        for action in archetype.actions:
            quoted = [field for _, field, _, _ in Formatter().parse(action.because) if field]
            assert quoted, f"{action.because!r} quotes no number"
            # The reason shows what the evidence is about.
            asked = {condition.left for condition in action.evidence}
            assert {field.removeprefix("all.") for field in quoted} & asked or any(
                one.replace("_mean", "_median") in quoted for one in asked
            )


@pytest.mark.parametrize("name", SHIPPED)
def test_both_languages_quote_the_same_numbers(name):
    def quoted(template):
        return sorted((f, kind) for _, f, kind, _ in Formatter().parse(template or "") if f)

    for english, indonesian in zip(shipped(name), shipped(name, "id"), strict=True):
        assert quoted(english.claim) == quoted(indonesian.claim)
        assert english.name != indonesian.name
        for one, other in zip(english.actions, indonesian.actions, strict=True):
            assert quoted(one.because) == quoted(other.because)
            assert one.do != other.do


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


ORIGINALS = [
    ("rfm", "best", ("new products", "not bought yet")),
    ("rfm", "passive_low", ("bundles", "most wanted products")),
    ("rfm", "passive_low", ("discount", "spend more")),
    ("rfm", "middle_active", ("Bring back", "discount")),
    ("rfm", "middle_active", ("points", "exchange for products or discounts")),
    ("rfm", "new_low", ("products that other customers like",)),
    ("rfm", "new_low", ("points", "next order")),
    ("demographic", "budget", ("window shoppers", "strong discount", "coupon", "first purchase")),
    ("demographic", "aspiring", ("bundles", "buy 2, get 1")),
    ("demographic", "premium", ("VIP service", "limited editions")),
]


@pytest.mark.parametrize(("name", "kind", "words"), ORIGINALS)
def test_the_advice_of_the_originals_is_there(name, kind, words):
    [archetype] = [one for one in shipped(name) if one.id == kind]
    assert any(all(word in action.do for word in words) for action in archetype.actions)


def test_the_premium_are_not_given_cheap_discounts():
    [premium] = [one for one in shipped("demographic") if one.id == "premium"]
    assert premium.avoid == "Cheap discounts."
    assert not any(action.discount for action in premium.actions)


def test_a_name_that_claims_something_has_the_number_beside_it():
    [new] = [one for one in shipped("rfm") if one.id == "new_low"]
    assert new.claim.startswith("{newcomer_share:percent}")


@pytest.mark.parametrize("name", SHIPPED)
def test_no_two_archetypes_are_hardly_apart(name):
    book = shipped(name)
    for number, one in enumerate(book):
        for other in book[number + 1 :]:
            assert max(abs(one.standing[f] - other.standing[f]) for f in one.standing) >= 0.1


def test_a_playbook_speaks_of_the_features_of_the_study():
    budget = shipped("demographic")[0]
    assert set(budget.standing) == {"Income", "Total_Spend"}


def test_no_playbook_has_no_archetypes():
    assert playbook.load(None, RFM) == ()
    assert playbook.files(None) == []


def test_an_unknown_playbook_names_the_nearest():
    with pytest.raises(UserError, match="did you mean 'rfm'"):
        playbook.load("rfms", RFM)


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ({"Income": "income"}, "no feature of the study is the 'spend'"),
        ({"Income": "incom", "Total_Spend": "spend"}, "did you mean 'income'"),
        ({}, "no feature of the study is the 'income'"),
    ],
)
def test_a_role_that_nothing_plays_is_the_users_mistake(roles, said):
    with pytest.raises(UserError, match=said) as error:
        playbook.load("demographic", (INCOME, SPEND), roles)
    assert "segments.roles" in str(error.value)


@pytest.fixture
def book_of(tmp_path, monkeypatch):
    """Write a playbook with a change and return its name."""
    values = yaml.safe_load(playbook.files("rfm")[0].read_text("utf-8"))
    monkeypatch.setattr(playbook, "PLAYBOOKS", tmp_path)

    def write(change):
        (tmp_path / "mine.yaml").write_text(change(values) or yaml.safe_dump(values), "utf-8")
        return "mine"

    return write


def first_action(book):
    return book["archetypes"][0]["actions"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book["archetypes"][0].pop("who"), "archetypes.0.who"),
        (lambda book: book["archetypes"][0]["name"].pop("id"), "archetypes.0.name.id"),
        (lambda book: book["archetypes"][1].update(avoids="x"), "did you mean 'avoid'"),
        (lambda book: first_action(book).update(chanel="x"), "did you mean 'channel'"),
        (lambda book: book["archetypes"][0]["standing"].update(recency=1.5), "recency"),
        (lambda book: book["archetypes"][3]["standing"].pop("monetary"), "standing names"),
        (lambda book: first_action(book)["because"].update(id="{revenu:money}"), "because.id"),
        (
            lambda book: first_action(book)["because"].update(en="{revenu}"),
            "did you mean 'revenue'",
        ),
        (lambda book: first_action(book)["because"].update(en="{all.revenu}"), "mean 'revenue'"),
        (lambda book: first_action(book)["because"].update(en="{revenue:moneys}"), "mean 'money'"),
        (lambda book: first_action(book)["because"].update(en="{revenue"), "{revenue"),
        (lambda book: first_action(book).update(evidence=["quiet_shar > 1"]), "mean 'quiet_share'"),
        (lambda book: first_action(book).update(evidence=["quiet_share"]), "of the form"),
        (lambda book: first_action(book).update(evidence=[]), "evidence"),
        (lambda book: first_action(book).update(audience="order_value"), "no share of customers"),
        (lambda book: book["archetypes"][2].update(actions=[]), "archetypes.2.actions"),
        (lambda book: book["archetypes"][1].update(id="best"), "'best' is there twice"),
        (lambda book: book.update(archetypes=book["archetypes"][:1]), "archetypes"),
    ],
)
def test_a_wrong_playbook_is_the_users_mistake(book_of, change, said):
    def changed(book):
        change(book)

    with pytest.raises(UserError) as error:
        playbook.load(book_of(changed), RFM)
    assert said in str(error.value)
    assert "params/playbooks/mine.yaml" in str(error.value)


def test_a_playbook_that_is_no_yaml_is_the_users_mistake(book_of):
    with pytest.raises(UserError, match=r"params/playbooks/mine\.yaml"):
        playbook.load(book_of(lambda _: "archetypes: [unclosed"), RFM)
    with pytest.raises(UserError, match=r"params/playbooks/mine\.yaml"):
        playbook.load(book_of(lambda _: "# nothing\n"), RFM)
