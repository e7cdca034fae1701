"""The page of a segment."""

from __future__ import annotations

import re

from fixtures import REFERENCE, Shown, customer_view
from segmentbook.actions.choose import Judged, segment_metrics
from segmentbook.core import metrics
from segmentbook.features import RFM
from segmentbook.pages.actions import cards
from segmentbook.segments.naming import Name, name_segments
from segmentbook.segments.playbook import load
from segmentbook.segments.profile import profile

PLAYBOOK = load("rfm", RFM)


def shown_cards(monkeypatch, change=None, forget=(), **options):
    """Show the cards of four planted groups, every action of theirs supported."""
    profiles = profile(customer_view(), RFM, REFERENCE)
    names = name_segments(profiles, PLAYBOOK, RFM)
    names = change(names) if change else names
    profiles["name"] = [name.name for name in names]
    judged = [
        [Judged(one, "supported", 10 + n) for n, one in enumerate(name.archetype.actions)]
        if name.archetype
        else []
        for name in names
    ]
    more = {"overdue_share": 0.25, "quiet_share": 0.5, "unbought_share": 0.75, "order_value": 50.0}
    more |= {"orders_per_customer": 3.0, "one_item_share": 0.2, "items_per_order": 4.0}
    segments = [
        {**row, **more} | dict.fromkeys(forget)
        for row in metrics.plain(profiles.to_dict("records"))
    ]
    everyone = {**segments[0], "order_value": 80.0}
    recorded = metrics.plain(segment_metrics(names, judged, segments, everyone))
    recorded["segment_stability"] = options.get("stability", [])
    shown = Shown(monkeypatch, recorded)
    cards.show_cards(shown.show, profiles, names, judged, segments, RFM, "GBP", **options)
    return shown, profiles, names


def text(block):
    return "".join(span["text"] for span in block.get("spans", block.get("title", [])))


def test_one_card_for_each_segment(monkeypatch):
    shown, profiles, names = shown_cards(monkeypatch)
    headings = [block for block in shown.blocks if block["kind"] == "heading"]
    assert len(headings) == 4
    for number, (name, row) in enumerate(zip(names, profiles.itertuples(), strict=True)):
        assert text(headings[number]).startswith(f"{name.name}: {row.customer_share:.0%} of")
        assert [s["metric"] for s in headings[number]["spans"] if "metric" in s] == [
            f"segments.{number}.name",
            f"segments.{number}.customer_share",
            f"segments.{number}.revenue_share",
        ]
    kinds = [block["kind"] for block in shown.blocks]
    assert kinds.count("figure") == 4
    assert kinds.count("kpis") == 4


def test_the_first_two_actions_are_told_with_reason_audience_and_channel(monkeypatch):
    shown, _, names = shown_cards(monkeypatch)
    told = [text(block) for block in shown.blocks if block.get("style") == "action"]
    actions = [(n, action) for name in names for n, action in enumerate(name.archetype.actions[:2])]
    assert len(told) == len(actions)
    for sentence, (place, action) in zip(told, actions, strict=True):
        assert sentence.startswith(action.do)
        assert sentence.endswith(f"({action.whom}: {10 + place} · {action.channel})")
        assert "{" not in sentence
    avoided = [text(block) for block in shown.blocks if block.get("style") == "avoid"]
    assert avoided == [f"Avoid: {name.archetype.avoid}" for name in names]
    notes = [text(block) for block in shown.blocks if block.get("style") == "note"]
    assert len(notes) == 4
    assert all(re.fullmatch(r"The name fits \w+ \(match \d+%\)\.", note) for note in notes)


def test_a_name_that_claims_something_has_its_number_beside_it(monkeypatch):
    def renamed(names):
        [new] = [one for one in PLAYBOOK if one.id == "new_low"]
        return [*names[:2], Name(new.name, new, 0.9), names[3]]

    shown, profiles, _ = shown_cards(monkeypatch, renamed)
    title = [text(block) for block in shown.blocks if block["kind"] == "figure"][2]
    share = profiles["newcomer_share"][2]
    assert title.endswith(f" {share:.0%} of them placed their first order in the last quarter.")


def test_the_figure_states_the_standing(monkeypatch):
    shown, profiles, names = shown_cards(monkeypatch)
    figures = [block for block in shown.blocks if block["kind"] == "figure"]
    for block, name, (_, row) in zip(figures, names, profiles.iterrows(), strict=True):
        assert name.name in block["alt"]
        found = [int(n) for n in re.findall(r"(?:recency|frequency|value) (\d+)", block["alt"])]
        assert found == [round(100 * row[f"{f.name}_standing"]) for f in RFM]


def test_a_segment_without_an_archetype_gets_no_advice_that_was_made_for_others(monkeypatch):
    def unnamed(names):
        return [Name("Odd {ones} $x$", None, 0.0), *names[1:]]

    shown, profiles, _ = shown_cards(monkeypatch, unnamed)
    assert text(shown.blocks[0]).startswith("Odd {ones} $x$: ")
    action = next(block for block in shown.blocks if block.get("style") == "action")
    assert text(action).startswith("Look closer before acting")
    assert str(profiles["customers"][0]) in text(action)
    notes = [text(block) for block in shown.blocks if block.get("style") == "note"]
    assert notes[0] == "The name describes them, as no archetype fits."


def test_what_a_study_does_not_tell_is_left_out(monkeypatch):
    shown, *_ = shown_cards(
        monkeypatch, forget=("revenue", "revenue_share", "revenue_per_customer", "newcomer_share")
    )
    assert text(shown.blocks[0]).endswith("25% of customers")
    figures = next(block for block in shown.blocks if block["kind"] == "kpis")
    assert [item["label"] for item in figures["items"]] == [
        "customers",
        "share of customers",
        "orders per customer",
        "revenue per order",
    ]


def test_the_badge_tells_how_stable_a_segment_is(monkeypatch):
    tested = [{"segment": 2, "badge": "highly stable"}, {"segment": 1, "badge": "doubtful"}]
    shown, *_ = shown_cards(monkeypatch, stability=tested)
    notes = [text(block) for block in shown.blocks if block.get("style") == "note"]
    assert notes[0].endswith(" Found again in other samples of the customers: doubtful.")
    assert notes[1].endswith(" Found again in other samples of the customers: highly stable.")
    assert "Found again" not in notes[2]


def test_products_of_a_segment_are_on_its_page_only(monkeypatch):
    liked = {2: ("More often on their orders: {item0}.", {"item0": "segments.1.who"})}
    shown, _, names = shown_cards(monkeypatch, products=liked)
    pages = [[]]
    for block in shown.blocks:
        pages = [*pages, []] if block["kind"] == "heading" else pages
        pages[-1].append(text(block))
    found = [any("More often on their orders" in line for line in page) for page in pages[1:]]
    assert found == [False, True, False, False]
    assert any(names[1].archetype.who in line for line in pages[2])
