"""The exhibit of the choice of k: no more is claimed than the rule found."""

from __future__ import annotations

import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from scans import ROWS, params, scan
from segmentbook.clustering.choice import choose
from segmentbook.pages.clustering import choice_of_k
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def shown(rows, options=None, **more):
    options = options or params()
    return choice_of_k(choose(scan(rows, **more), options), options)


def test_the_rule_and_its_reasons():
    assert texts_of(shown(ROWS)) == [
        "5 stable groups, not sharply separated",
        "Four indices for 2 to 6 groups",
        "Of the numbers whose smallest group holds at least 5.0% of customers and whose groups hold "
        "up in resamples, 5 ranks best over four indices.",
        "The groups shade into each other (silhouette 0.480).",
        "2 groups have the highest silhouette of all (0.900), but one group holds 99.4% of the "
        "customers.",
        "The smallest group holds 10% of the customers; groups of resampled customers agree to 0.92 "
        "(1 is perfect).",
    ]


def test_the_indices_of_every_k_are_in_the_text_alternative():
    picture = picture_of(shown(ROWS))
    svg(picture)
    assert "k = 5 is chosen" in picture.alt
    for k, silhouette, stability, _ in ROWS:
        assert f"k={k}: {silhouette:.3f} and {stability:.2f}" in picture.alt


@pytest.mark.parametrize(
    ("silhouette", "title"),
    [
        (0.6, "3 stable groups, well apart from each other"),
        (0.4, "3 stable groups, not sharply separated"),
    ],
)
def test_the_title_claims_what_is_true(silhouette, title):
    assert texts_of(shown([(3, silhouette, 0.9, 0.2), (4, 0.1, 0.9, 0.2)]))[0] == title


def test_where_none_qualifies_little_is_claimed():
    title, _, why, *_ = texts_of(
        shown([(2, 0.4, 0.99, 0.3), (3, 0.3, 0.9, 0.02), (4, 0.2, 0.5, 0.2)])
    )
    assert title == "3 groups, although no number of groups qualifies"
    assert why.startswith("No number from 3 up leaves at least 5.0%")


def test_no_structure_is_stated():
    title, _, _, structure, *_ = texts_of(shown(ROWS, gap_of_one=0.95))
    assert "form no separate groups" in title
    assert structure.startswith("By the gap statistic, no number of groups fits")


def test_a_fixed_number_has_the_reason_of_the_study():
    title, _, why, _, better, *_ = texts_of(shown(ROWS, params(k=4, reason="Four {classes}.")))
    assert (title, why) == ("4 groups, as set by the study", "Four {classes}.")
    assert better.startswith("2 groups have the highest silhouette of all")
    assert len(texts_of(shown(ROWS, params(k=2, reason="Two.")))) == 5


@pytest.mark.parametrize(
    ("row", "structure"),
    [
        ((5, 0.6, 0.9, 0.2), "The groups are well apart (silhouette 0.600)."),
        ((5, 0.4, 0.6, 0.2), "The groups shade into each other (silhouette 0.400)."),
    ],
)
def test_one_number_makes_no_curve(row, structure):
    page = shown([row], params(algorithm="hdbscan"), gap_of_one=9.0)
    heading, missing, *sentences = blocks_of(page)
    assert heading["kind"] == "heading"
    assert missing["reason"] == "only one number of groups was tried"
    title, why, found, *_ = texts_of(page)
    assert title == "5 groups, as found by HDBSCAN"
    assert why.startswith("HDBSCAN finds the number itself")
    assert found == structure
    assert len(sentences) == 3


def test_the_verdicts_are_recorded_as_they_are_printed():
    [exhibit] = shown(ROWS)
    scanned = exhibit.metrics["k_scan"]
    assert [row["k"] for row in scanned] == [2, 3, 4, 5, 6]
    assert scanned[3]["verdict"] == "chosen: best mean rank of those that qualify"
    assert "objection" not in scanned[0]
