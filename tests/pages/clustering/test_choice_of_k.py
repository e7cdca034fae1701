"""The exhibit of the choice of k: no more is claimed than the rule found."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from scans import ROWS, params, scan
from segmentbook.clustering.choice import choose
from segmentbook.pages.clustering import choice_of_k
from segmentbook.pages.clustering.choice_of_k import details
from segmentbook.report import theme
from segmentbook.report.exhibit import claims


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def shown(rows, options=None, **more):
    options = options or params()
    return choice_of_k(choose(scan(rows, **more), options), options)


NULL = (
    "Of 19 data sets without groups, drawn with the values and rank correlations of 1,500 customers, "
    "50% have a silhouette below theirs (median 0.350), 25% a stability below theirs (median 0.90)."
)


def test_the_rule_and_its_reasons():
    assert texts_of(shown(ROWS)) == [
        "Customers are a continuum, cut into 5 slices",
        "Four indices for 2 to 6 groups, beside data without groups",
        "Of the numbers whose smallest slice holds at least 5.0% of customers, and on which resamples "
        "agree to 0.75 or more, 5 ranks best over four indices.",
        "These are slices of a continuum. No separate groups were found: no valley parts them that "
        "data without groups would not have.",
        NULL,
    ]
    assert {"groups.slices", "exact"} == {*claims(shown(ROWS))}


def test_the_indices_of_every_k_are_in_the_text_alternative():
    picture = picture_of(shown(ROWS))
    svg(picture)
    assert "k = 5 is chosen" in picture.alt
    for k, silhouette, stability, _ in ROWS:
        assert f"k={k}: {silhouette:.3f} (0.350) and {stability:.2f} (0.90)" in picture.alt
    assert "data without groups" in texts(picture)


def test_separate_groups_are_claimed_where_they_are():
    rows = [(3, 0.6, 0.9, 0.2), (4, 0.1, 0.9, 0.2)]
    page = shown(rows, separate=[3])
    title, _, why, structure, *_ = texts_of(page)
    assert title == "Customers form 3 separate groups"
    assert why.startswith("3 is the highest number of groups that are all separate")
    assert structure.endswith("of a depth of 0.80 or more. Data without groups stay below 0.40.")
    assert {*claims(page)} == {"groups.separate", "exact"}


def test_one_group_that_stands_apart_is_claimed():
    page = shown([(3, 0.6, 0.9, 0.03), (4, 0.1, 0.9, 0.2)], apart=[3])
    title, _, why, *_ = texts_of(page)
    assert title == "One of 3 groups stands apart; the others are slices"
    assert why.startswith("3 is the lowest number of groups of which one stands apart")
    assert "groups.apart" in claims(page)


def test_where_none_qualifies_little_is_claimed():
    title, _, why, *_ = texts_of(
        shown([(2, 0.4, 0.99, 0.3), (3, 0.3, 0.9, 0.02), (4, 0.2, 0.5, 0.2)])
    )
    assert title == "Customers are a continuum, cut into 3 slices"
    assert why.startswith("No number from 3 up leaves at least 5.0%")


def test_where_there_is_nothing_to_segment_it_is_said():
    page = shown(ROWS, ordered=False)
    title, _, structure, *_ = texts_of(page)
    assert title == "Nothing to segment: customers form neither groups nor an order"
    assert structure.startswith("There is nothing to segment: no valley parts customers")
    assert "groups.none" in claims(page)


def test_a_verdict_near_its_bound_and_a_tie_are_told():
    near = texts_of(shown([(3, 0.4, 0.76, 0.2), (4, 0.1, 0.5, 0.2)]))
    assert any(
        text.startswith("The verdict is near its bound: the stability of 0.760") for text in near
    )
    same = [(3, 0.4, 0.9, 0.2), (4, 0.4, 0.9, 0.2)]
    found = details(choose(scan(same), params()), params())
    assert any("have the same mean rank" in one[0] for one in found if isinstance(one, tuple))


def test_the_highest_silhouette_stands_beside_the_table():
    *_, sizes, better = details(choose(scan(ROWS), params()), params())
    assert "agree to {k_stability:number}" in sizes
    assert "have the highest silhouette of all" in better
    fixed = params(k=2, reason="Two.")
    assert len(details(choose(scan(ROWS), fixed), fixed)) == 1


def test_a_fixed_number_has_the_reason_of_the_study():
    title, _, why, *_ = texts_of(shown(ROWS, params(k=4, reason="Four {classes}.")))
    assert (title, why) == ("4 groups, as set by the study", "Four {classes}.")


def test_one_number_makes_no_curve():
    page = shown([(5, 0.6, 0.9, 0.2)], params(algorithm="hdbscan"))
    heading, missing, *sentences = blocks_of(page)
    assert heading["kind"] == "heading"
    assert missing["reason"] == "only one number of groups was tried"
    title, why, found, *_ = texts_of(page)
    assert title == "5 groups, as found by HDBSCAN"
    assert why.startswith("HDBSCAN finds the number itself")
    assert found.startswith("These are slices of a continuum")
    assert len(sentences) == 3


def test_the_verdicts_are_recorded_as_they_are_printed():
    [exhibit] = shown(ROWS)
    scanned = exhibit.metrics["k_scan"]
    assert [row["k"] for row in scanned] == [2, 3, 4, 5, 6]
    assert scanned[3]["verdict"] == "chosen: best mean rank of those that qualify"
    assert "objection" not in scanned[0]
