"""The card of a segment."""

from __future__ import annotations

import re

import pytest

from drawing import AWKWARD, svg
from exhibits import blocks_of
from fixtures import REFERENCE, customer_view
from segmentbook.actions.choose import Advised, Judged
from segmentbook.actions.playbook import load
from segmentbook.core import metrics
from segmentbook.features import RFM, Feature
from segmentbook.pages.actions import cards
from segmentbook.report import theme
from segmentbook.report.blocks import plain
from segmentbook.report.exhibit import Picture
from segmentbook.segments.profile import profile

ADVICE = load("rfm", RFM)


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


KINDS = ["best", "middle_active", "new_low", "passive_low"]
MORE = {
    "overdue_share": 0.25,
    "quiet_share": 0.5,
    "unbought_share": 0.75,
    "order_value": 50.0,
    "orders_per_customer": 3.0,
    "one_item_share": 0.2,
    "items_per_order": 4.0,
}


def segments(kinds=KINDS, forget=()):
    """Return four planted segments, every action of theirs supported, and their metrics."""
    profiles = profile(customer_view(), RFM, REFERENCE)
    profiles = profiles.assign(name=[f"The {kind}" if kind else "Odd {ones} $x$" for kind in kinds])
    rows = [
        {**row, **MORE} | dict.fromkeys(forget)
        for row in metrics.plain(profiles.to_dict("records"))
    ]
    advised = []
    for kind, row in zip(kinds, rows, strict=True):
        advice = ADVICE.get(kind)
        actions = advice.actions if advice else ()
        judged = tuple(Judged(one, "supported", 10 + n) for n, one in enumerate(actions))
        advised.append(Advised(row["name"], advice, row, judged))
    recorded = [
        row | {"who": f"Who {row['name']}.", "fit": fit if kind else "none"}
        for row, kind, fit in zip(rows, kinds, ("holds", "resembles") * 2, strict=True)
    ]
    return profiles, advised, recorded


def shown(kinds=KINDS, forget=(), **options):
    """Return for each card its blocks."""
    profiles, advised, recorded = segments(kinds, forget)
    everyone = {**recorded[0], "order_value": 80.0}
    exhibits = cards(profiles, recorded, advised, everyone, RFM, "GBP", **options)
    known = {"segments": recorded, "segment_stability": options.get("stability", [])}
    known["all_customers"] = recorded[0]
    known["favourites"] = options.get("favourites", {})
    found = []
    for block in blocks_of(exhibits, known):
        found = [*found, []] if block["kind"] == "heading" else found
        found[-1].append(block)
    return found


def text(block):
    return plain(block.get("spans") or block.get("title") or [])


def of_style(card, style):
    return [text(block) for block in card if block.get("style") == style]


def test_one_card_for_each_segment():
    profiles, *_ = segments()
    found = shown()
    assert len(found) == 4
    for number, (card, row) in enumerate(zip(found, profiles.itertuples(), strict=True)):
        assert text(card[0]).startswith(f"{row.name}: {row.customer_share:.0%} of")
        assert [s["metric"] for s in card[0]["spans"] if "metric" in s] == [
            f"segments.{number}.name",
            f"segments.{number}.customer_share",
            f"segments.{number}.revenue_share",
        ]
        kinds = [block["kind"] for block in card]
        assert (kinds.count("figure"), kinds.count("kpis")) == (1, 1)


def test_the_first_two_actions_have_reason_audience_and_channel():
    for card, kind in zip(shown(), KINDS, strict=True):
        sentences = of_style(card, "action")
        actions = ADVICE[kind].actions[:2]
        assert len(sentences) == len(actions)
        for place, (sentence, action) in enumerate(zip(sentences, actions, strict=True)):
            assert sentence.startswith(action.do)
            assert sentence.endswith(f"({action.whom}: {10 + place} · {action.channel})")
            assert "{" not in sentence
        assert of_style(card, "avoid") == [f"Avoid: {ADVICE[kind].avoid}"]


def test_braces_of_an_action_are_text():
    profiles, advised, recorded = segments()
    action = advised[0].considered[0].action
    odd = type(action)(
        "x", "Call {them}.", "all {of} them", "mail", (), "{quiet_share:percent} are silent."
    )
    first = Advised(
        advised[0].name, ADVICE["best"], advised[0].numbers, (Judged(odd, "supported", 30),)
    )
    blocks = blocks_of(
        cards(profiles, recorded, [first, *advised[1:]], recorded[0], RFM, "GBP"),
        {"segments": recorded, "all_customers": recorded[0]},
    )
    told = next(text(block) for block in blocks if block.get("style") == "action")
    assert told == "Call {them}. 50% are silent. (all {of} them: 30 · mail)"


def test_without_a_supported_action_a_card_says_so():
    profiles, advised, recorded = segments()
    none = [Advised(one.name, one.advice, one.numbers) for one in advised]
    blocks = blocks_of(
        cards(profiles, recorded, none, recorded[0], RFM, "GBP"),
        {"segments": recorded, "all_customers": recorded[0]},
    )
    sentences = [text(block) for block in blocks if block.get("style") == "action"]
    assert len(sentences) == 4
    for sentence in sentences:
        assert sentence.startswith("Look into this segment (30 customers) before acting")


def test_a_name_that_claims_something_has_its_number_beside_it():
    profiles, *_ = segments()
    title = next(text(block) for block in shown()[2] if block["kind"] == "figure")
    share = profiles["newcomer_share"][2]
    assert title.endswith(f" {share:.0%} of them placed their first order in the last quarter.")


def test_a_segment_without_an_archetype_gets_no_advice_that_was_made_for_others():
    card, *_ = shown([None, *KINDS[1:]])
    assert text(card[0]).startswith("Odd {ones} $x$: ")
    assert of_style(card, "action")[0].startswith("Look into this segment (30 customers)")
    assert of_style(card, "avoid") == ["Avoid: assumptions about who they are"]
    assert of_style(card, "note") == [
        "The name is a description: no archetype of the playbook is near."
    ]


def test_what_a_study_does_not_know_is_left_out():
    card, *_ = shown(forget=("revenue", "revenue_share", "revenue_per_customer", "newcomer_share"))
    assert text(card[0]).endswith("25% of customers")
    figures = next(block for block in card if block["kind"] == "kpis")
    assert [item["label"] for item in figures["items"]] == [
        "customers",
        "share of customers",
        "orders per customer",
        "revenue per order",
    ]


def test_the_badge_says_how_stable_a_segment_is():
    tested = [{"segment": 2, "badge": "highly stable"}, {"segment": 1, "badge": "test not passed"}]
    notes = [of_style(card, "note")[0] for card in shown(stability=tested)]
    assert notes[0].startswith("What the name says holds in this export. ")
    assert notes[0].endswith("Under other choices and a month before: test not passed.")
    assert notes[1].startswith("The name is a description: what the name of the archetype nearby ")
    assert notes[1].endswith("Under other choices and a month before: highly stable.")
    assert "a month before" not in notes[2]


def test_favourites_of_a_segment_are_on_its_card_only():
    liked = {"2": [{"name": "Tea {x}", "lift": 2.5}]}
    points = [of_style(card, "point") for card in shown(favourites=liked)]
    assert [len(one) for one in points] == [0, 1, 0, 0]
    assert "Tea {x} (2.50×)" in points[1][0]


def pictures(profiles, features, currency="GBP"):
    advised = [Advised(name, None, {"customers": 30}) for name in profiles["name"]]
    named = [{"fit": "holds"}] * len(profiles)
    exhibits = cards(profiles, named, advised, {}, features, currency)
    return [part for one in exhibits for part in one.parts if isinstance(part, Picture)]


def test_the_figure_states_the_standing():
    profiles, *_ = segments()
    for picture, (_, row) in zip(pictures(profiles, RFM), profiles.iterrows(), strict=True):
        assert row["name"] in picture.alt
        found = [int(n) for n in re.findall(r"(?:recency|frequency|value) (\d+)", picture.alt)]
        assert found == [round(100 * row[f"{f.name}_standing"]) for f in RFM]


@pytest.mark.parametrize("name", AWKWARD)
def test_any_name_can_be_drawn(name):
    profiles, *_ = segments()
    for picture in pictures(profiles.assign(name=name), RFM):
        svg(picture)


def test_bars_and_long_titles_leave_room_for_the_medians():
    view = customer_view()
    many = tuple(
        Feature(f"f{n}", title, "", "pieces", "high", "number", ())
        for n, title in enumerate(["Time between purchases", "Share bought online", *"ABC"] * 2)
    )
    for feature in many:
        view[feature.name] = 34.6 + view["monetary"]
    profiles = profile(view, many, REFERENCE).assign(name="Best")
    picture = pictures(profiles, many)[0]
    svg(picture)
    [axes] = picture.figure.axes
    bars = [bar.get_window_extent() for bar in axes.patches]
    medians = [text.get_window_extent() for text in axes.texts if "pieces" in text.get_text()]
    assert len(bars) == len(medians) == len(many)
    assert not any(bar.overlaps(text) for bar, text in zip(bars, medians, strict=True))
