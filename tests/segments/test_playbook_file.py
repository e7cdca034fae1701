"""The playbook as a file."""

from __future__ import annotations

import pytest

from playbooks import SHIPPED, write_changed
from segmentbook.core.errors import UserError
from segmentbook.features import RFM
from segmentbook.segments import playbook_file


def read(name):
    return playbook_file.read(*playbook_file.files(name))


@pytest.fixture
def book_of(tmp_path, monkeypatch):
    """Write a playbook with a change and return its name."""

    def write(change):
        name = write_changed(tmp_path, change)
        monkeypatch.setattr(playbook_file, "PLAYBOOKS", tmp_path)
        return name

    return write


@pytest.mark.parametrize("name", SHIPPED)
def test_ids_do_not_repeat(name):
    ids = [archetype.id for archetype in read(name).archetypes]
    assert len(ids) == len(set(ids))


def test_no_playbook_has_no_file():
    assert playbook_file.files(None) == []


def test_an_unknown_playbook_names_the_nearest():
    with pytest.raises(UserError, match="did you mean 'rfm'"):
        playbook_file.files("rfms")


def test_each_feature_of_the_playbook_is_played_by_one_of_the_study():
    own = playbook_file.features_of(read("demographic"), *SHIPPED["demographic"], "here")
    assert (own["income"], own["spend"]) == ("Income", "Total_Spend")
    with pytest.raises(UserError, match="no feature of the study is the 'income' that here"):
        playbook_file.features_of(read("demographic"), RFM, {}, "here")


def first_condition(book):
    return book["archetypes"][0]["conditions"][0]


def first_action(book):
    return book["archetypes"][0]["actions"][0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda book: book["archetypes"][0].pop("who"), "archetypes.0.who"),
        (lambda book: book["archetypes"][0]["name"].pop("id"), "archetypes.0.name.id"),
        (lambda book: book["archetypes"][1].update(avoids="x"), "did you mean 'avoid'"),
        (lambda book: first_action(book).update(chanel="x"), "did you mean 'channel'"),
        (lambda book: book["archetypes"][0]["standing"].update(recency=0.85), "recency"),
        (lambda book: first_condition(book).update(number="quiet"), "no number 'quiet'"),
        (lambda book: first_condition(book).update(relation="above"), "a 'bound' with 'above'"),
        (lambda book: first_condition(book).update(bound=0.5), "a 'bound' with 'above'"),
        (lambda book: book["archetypes"][0].update(conditions=[]), "archetypes.0.conditions"),
        (lambda book: book["archetypes"][3]["standing"].pop("monetary"), "standing names"),
        (lambda book: first_action(book).update(evidence=[]), "evidence"),
        (lambda book: book["archetypes"][2].update(actions=[]), "archetypes.2.actions"),
        (lambda book: book["archetypes"][1].update(id="best"), "'best' is there twice"),
        (lambda book: book.update(archetypes=book["archetypes"][:1]), "archetypes"),
    ],
)
def test_a_wrong_playbook_is_the_users_mistake(book_of, change, message):
    def changed(book):
        change(book)

    with pytest.raises(UserError) as error:
        read(book_of(changed))
    assert message in str(error.value)
    assert "params/playbooks/mine.yaml" in str(error.value)


def test_a_playbook_that_is_not_yaml_is_the_users_mistake(book_of):
    with pytest.raises(UserError, match=r"params/playbooks/mine\.yaml"):
        read(book_of(lambda _: "archetypes: [unclosed"))


def test_an_empty_playbook_is_the_users_mistake(book_of):
    with pytest.raises(UserError, match=r"params/playbooks/mine\.yaml"):
        read(book_of(lambda _: "# nothing\n"))
