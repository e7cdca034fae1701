"""The advice of the playbooks."""

from __future__ import annotations

from string import Formatter

import pytest

from playbooks import INCOME, SHIPPED, SPEND, write_changed
from segmentbook.actions import playbook
from segmentbook.core.errors import UserError
from segmentbook.core.message import fields
from segmentbook.features import RFM
from segmentbook.segments import archetypes, playbook_file


def shipped(name, language="en"):
    return playbook.load(name, *SHIPPED[name], language)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_archetype_has_complete_advice(name, language):
    book = shipped(name, language)
    assert list(book) == [one.id for one in archetypes.load(name, *SHIPPED[name], language)]
    for advice in book.values():
        # It follows a colon: "Avoid: blanket coupons".
        assert advice.avoid[0].islower()
        assert not advice.avoid.endswith(".")
        for action in advice.actions:
            quoted = fields(action.because)
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

    for english, indonesian in zip(
        shipped(name).values(), shipped(name, "id").values(), strict=True
    ):
        assert quoted(english.claim) == quoted(indonesian.claim)
        assert english.avoid != indonesian.avoid
        for one, other in zip(english.actions, indonesian.actions, strict=True):
            assert quoted(one.because) == quoted(other.because)
            assert one.do != other.do


ORIGINALS = [
    ("rfm", "best", ("new products", "not bought yet")),
    ("rfm", "passive_low", ("bundles", "most popular products")),
    ("rfm", "passive_low", ("discount", "spend more")),
    ("rfm", "middle_active", ("Win back", "discount")),
    ("rfm", "middle_active", ("points", "redeemable for products or discounts")),
    ("rfm", "new_low", ("products popular with other customers",)),
    ("rfm", "new_low", ("points", "next order")),
    ("demographic", "budget", ("window shoppers", "strong discount", "first-purchase coupon")),
    ("demographic", "aspiring", ("bundles", "buy 2, get 1")),
    ("demographic", "premium", ("VIP service", "limited editions")),
]


@pytest.mark.parametrize(("name", "kind", "words"), ORIGINALS)
def test_the_advice_of_the_originals_is_there(name, kind, words):
    actions = shipped(name)[kind].actions
    assert any(all(word in action.do for word in words) for action in actions)


def test_the_premium_are_not_given_cheap_discounts():
    premium = shipped("demographic")["premium"]
    assert premium.avoid == "cheap discounts"
    assert not any(action.discount for action in premium.actions)


def test_a_name_that_claims_something_has_the_number_beside_it():
    assert shipped("rfm")["new_low"].claim.startswith("{newcomer_share:percent}")


def test_without_a_playbook_there_is_no_advice():
    assert playbook.load(None, RFM) == {}
    assert playbook.files(None) == []


@pytest.mark.parametrize(
    ("roles", "message"),
    [
        ({"Income": "income"}, "no feature of the study is the 'spend'"),
        ({"Income": "incom", "Total_Spend": "spend"}, "did you mean 'income'"),
        ({}, "no feature of the study is the 'income'"),
    ],
)
def test_a_role_that_nothing_plays_is_the_users_mistake(roles, message):
    with pytest.raises(UserError, match=message) as error:
        playbook.load("demographic", (INCOME, SPEND), roles)
    assert "segments.roles" in str(error.value)


@pytest.fixture
def book_of(tmp_path, monkeypatch):
    """Write a playbook with a change and return its name."""

    def write(change):
        name = write_changed(tmp_path, change)
        monkeypatch.setattr(playbook_file, "PLAYBOOKS", tmp_path)
        return name

    return write


def first_action(book):
    return book["archetypes"][0]["actions"][0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
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
        (
            lambda book: first_action(book).update(audience="order_value"),
            "not a share of customers",
        ),
    ],
)
def test_advice_over_numbers_that_segments_lack_is_the_users_mistake(book_of, change, message):
    def changed(book):
        change(book)

    with pytest.raises(UserError) as error:
        playbook.load(book_of(changed), RFM)
    assert message in str(error.value)
    assert "params/playbooks/mine.yaml" in str(error.value)
