"""Every text of the report is a claim of a listed kind, or a description that judges nothing."""

from __future__ import annotations

import gettext

import pytest

import judging
from segmentbook.core import language
from segmentbook.core.claims import KINDS

DEFINITIONS = {
    # which end of a scale is which
    "Better when",
    "frequency score (5 = most orders)",
    "places from 0 (lowest) to 1 (highest)",
    "standing among all customers (0 worst, 100 best)",
    "Silhouette (higher is better)",
    "Calinski-Harabasz (higher is better)",
    "Davies-Bouldin (lower is better)",
    "Stability (higher is better)",
    "score from 1 to 5, where 5 is the best fifth; equal values have equal scores",
    # what a name asks for, beside whether it holds
    "{number}: highest of all segments",
    "{number}: lowest of all segments",
    "{number}: neither highest nor lowest",
    # what a number is
    "Lower quartile",
    "Difference",
    "order size x orders per {month} days since the first x the mean visit period of all customers; "
    "no profit, no forecast",
    "product codes differ in capital letters only",
    "visit period divided by the orders after the first; for one order, the days since it: the least "
    "that the time can be",
    # names in use since Hughes (1994)
    "Can't Lose Them",
    "Loyal Customers",
}
"""Texts that say what a number, an index or a fault is, though they hold a word that judges."""

FOUND = [*judging.offenders()]


def test_a_description_does_not_judge():
    judged = [
        f"{place}: {words}: {text}" for place, text, words in FOUND if text not in DEFINITIONS
    ]
    assert not judged, "\n".join(judged)


def test_no_definition_is_listed_in_vain():
    texts = {text for _, text, _ in FOUND}
    assert not DEFINITIONS - texts


def test_every_claim_is_of_a_listed_kind():
    unknown = [(place, kind) for place, kind in judging.kinds_used() if kind not in KINDS]
    assert not unknown


def test_every_kind_is_claimed_somewhere():
    assert not {*KINDS} - judging.named()


@pytest.mark.parametrize(
    "text",
    [
        "{name} leads with {share:percent} of all revenue",
        "Customers differ in value",
        "They will order again.",
        "Revenue fell by {change:percent}",
        "3 stable groups",
        "{name} are overdue",
        "Regulars spend more than the others.",
    ],
)
def test_what_judges_is_recognised(text):
    assert judging.judges(text)


@pytest.mark.parametrize(
    "text",
    [
        "{customers:count} customers are in the export",
        "half of the orders: {median_order_value:money} or more",
        "{measure} at least {value}",
        "more than {low} orders",
        "Best sellers by segment",
        "{codes} and {number} more",
        "Does it matter later?",
    ],
)
def test_what_describes_is_left_alone(text):
    assert not judging.judges(text)


def test_claims_and_advice_are_told_from_descriptions():
    code = """
title = mark("a")
other = claim("exact", "b")
shown = _(claim("advice", "c"))
counted = Claim(ngettext("d", "e", 2), "exact")
texts = [Text(_("f {x}", x=mark("g")), "avoid"), Text(mark("h"), style="note"), ngettext("i", "j", 2)]
"""
    assert [*judging.of_module(code)] == ["a", "h", "i", "j"]
    assert sorted(judging.claims_of_module(code)) == ["advice", "exact", "exact"]


INDONESIAN = {
    *("terbaik", "terburuk", "tertinggi", "terendah", "terkuat", "terlemah", "unggul", "stabil"),
    *("meningkat", "menurun", "naik", "turun", "signifikan", "kemungkinan", "sebaiknya"),
    *("diperkirakan", "diprediksi", "seharusnya"),
}


def test_a_translation_does_not_judge_where_the_text_describes():
    """Words that occur in a translation of a description only."""
    catalogue = language.translations("id")
    assert isinstance(catalogue, gettext.NullTranslations)
    known = {text for _, text, _ in FOUND} | DEFINITIONS
    judged = []
    for place, text in judging.texts():
        words = {word.strip(".,;:()").lower() for word in catalogue.gettext(text).split()}
        if text not in known and words & INDONESIAN:
            judged.append(f"{place}: {sorted(words & INDONESIAN)}: {text}")
    assert not judged, "\n".join(judged)
