"""What to do first, what to avoid, and the caveat."""

from __future__ import annotations

import pytest

from exhibits import blocks_of, texts_of
from segmentbook.actions.measures import OF_CUSTOMERS
from segmentbook.core.privacy import share
from segmentbook.pages.summary import actions, findings
from segmentbook.report.blocks import plain
from summary_metrics import BARE, BASE, DULL, advised, first_action, segment, stake


def of_style(style, metrics):
    blocks = blocks_of(actions(metrics), metrics)
    return [plain(block["spans"]) for block in blocks if block.get("style") == style]


def caveat(metrics):
    [note] = of_style("note", metrics)
    return note


def test_actions_have_their_audience_and_what_it_is_worth():
    assert of_style("action", BASE) == [
        "Best: Do {this} for Best. (25 customers; average spend in the segment £40.00)",
        "Middle {x}: Do {this} for Middle {x}. (25 customers; average spend in the segment £40.00)",
    ]
    assumed = BASE | {"stake": stake(assumed={"response": {"middle": 0.05}})}
    assert of_style("action", assumed)[0] == (
        "Best: Do {this} for Best. (25 customers; leaves £70.00 at a response of 5.0%)"
    )
    unknown = BASE | {"stake": stake(first_audience_revenue=None)}
    assert of_style("action", unknown)[0] == "Best: Do {this} for Best. (25 customers)"


@pytest.mark.parametrize(
    ("first", "title"),
    [
        (0, "The data support no action yet: look into the segments first"),
        (1, "Start with Best: one action for 50 customers"),
        (2, "Start with 2 actions for 50 customers, Best first"),
    ],
)
def test_the_title_says_with_whom_to_start(first, title):
    chosen = [first_action(0, "Best"), first_action(2, "Middle {x}")][:first]
    metrics = BASE | {"stake": stake(first=first), "first_actions": chosen}
    assert texts_of(actions(metrics), metrics)[0] == title


def test_what_to_avoid_is_about_the_same_segments():
    assert of_style("avoid", BASE) == [
        "Avoid for Best: noise {for} Best",
        "Avoid for Middle {x}: noise {for} Middle {x}",
    ]


CLAIM = "{newcomer_share:percent} of them are new."
KEPT = {"rows_kept_share": 0.9}


def named(new):
    return KEPT | {
        "segments": [segment("New", 1.0, 1.0, newcomer_share=new)],
        "segment_actions": [advised("New", claim=CLAIM)],
        "first_actions": [],
    }


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "These figures rest on 72% of the export's rows"),
        (KEPT, "The mean silhouette of the segments is 0.33"),
        (named(0.74), "The name “New” does not apply to everyone: 74% of them are new."),
        (named(0.75), "The mean silhouette of the segments is 0.33"),
        (named(None), "The mean silhouette of the segments is 0.33"),
        ({"rows_kept_share": 1.0, "silhouette": 0.5}, "374 days up to 9 December 2011"),
    ],
)
def test_one_caveat(changes, text):
    assert text in caveat(BASE | changes)


def test_a_name_is_judged_by_the_end_that_a_bound_guarantees():
    assert share(0.01, 200) == {"below": 0.05}
    few, most = BASE | named({"below": 0.05}), BASE | named({"above": 0.5})
    assert caveat(few) == "The name “New” does not apply to everyone: under 5.0% of them are new."
    assert "The mean silhouette of the segments" in caveat(most)


@pytest.mark.parametrize("bound", [{"below": 0.21}, {"above": 0.79}])
@pytest.mark.parametrize("name", OF_CUSTOMERS)
def test_every_share_of_customers_may_be_a_bound(name, bound):
    claim = f"{{{name}:percent}} of them."
    metrics = DULL | {
        "all_measures": {name: bound},
        "segments": [one | {name: bound} for one in DULL["segments"]],
        "segment_actions": [advised("A", claim=claim, **{name: bound}), advised("B")],
    }
    metrics |= KEPT | {"first_actions": []}
    assert len(texts_of(findings(metrics), metrics)) == 4
    assert ("does not apply to everyone" in caveat(metrics)) == ("below" in bound)


def test_there_is_always_a_caveat():
    assert caveat(BARE | {"silhouette": 0.6}) == "The figures describe the past, not the future."
