"""The playbook file."""

from __future__ import annotations

from string import Formatter

import pytest
import yaml

from fixtures import REFERENCE, customer_view
from segmentbook.advice import playbook
from segmentbook.advice.advise import segment_metrics
from segmentbook.errors import UserError
from segmentbook.features import RFM
from segmentbook.formats import KINDS
from segmentbook.segments.naming import name_segments
from segmentbook.segments.profile import profile


def test_the_shipped_playbook_is_complete():
    book = playbook.load("rfm", RFM)
    ids = [archetype.id for archetype in book.archetypes]
    assert len(ids) == len(set(ids)) == len({archetype.name for archetype in book.archetypes})
    for archetype in book.archetypes:
        assert set(archetype.standing) == {feature.name for feature in RFM}
        assert archetype.avoid


def test_no_two_archetypes_are_hardly_apart():
    standings = [
        [archetype.standing[feature.name] for feature in RFM]
        for archetype in playbook.load("rfm", RFM).archetypes
    ]
    for number, one in enumerate(standings):
        for other in standings[number + 1 :]:
            assert max(abs(a - b) for a, b in zip(one, other, strict=True)) >= 0.1


def test_every_reason_quotes_numbers_that_a_segment_has():
    book = playbook.load("rfm", RFM)
    profiles = profile(customer_view(), RFM, REFERENCE)
    profiles["name"] = "x"
    known = set(segment_metrics(profiles, name_segments(profiles, book, RFM))["segments"][0])
    for archetype in book.archetypes:
        for action in archetype.actions:
            fields = [(f, kind) for _, f, kind, _ in Formatter().parse(action.because) if f]
            assert fields, f"{action.because!r} quotes no number"
            assert {field for field, _ in fields} <= known
            assert {kind for _, kind in fields} <= set(KINDS)


def test_an_unknown_playbook_names_the_nearest():
    with pytest.raises(UserError, match="did you mean 'rfm'"):
        playbook.load("rfms", RFM)


@pytest.fixture
def book_of(tmp_path, monkeypatch):
    """Write a playbook with a change and return its name."""
    values = yaml.safe_load(playbook.path_of("rfm").read_text("utf-8"))
    monkeypatch.setattr(playbook, "PLAYBOOKS", tmp_path)

    def write(change):
        (tmp_path / "mine.yaml").write_text(change(values) or yaml.safe_dump(values), "utf-8")
        return "mine"

    return write


def because(book, text):
    book["archetypes"][0]["actions"][0]["because"] = text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book["archetypes"][0].pop("who"), "archetypes.0.who"),
        (lambda book: book["archetypes"][1].update(extra=1), "archetypes.1.extra"),
        (lambda book: book["archetypes"][0]["standing"].update(recency=1.5), "recency"),
        (lambda book: book["archetypes"][3]["standing"].pop("monetary"), "new_low: standing names"),
        (lambda book: because(book, "{revenu:money}"), "did you mean 'revenue'"),
        (lambda book: because(book, "{revenue:moneys}"), "did you mean 'money'"),
        (lambda book: because(book, "{revenue"), "{revenue"),
        (lambda book: book["archetypes"][2].update(actions=[]), "archetypes.2.actions"),
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
