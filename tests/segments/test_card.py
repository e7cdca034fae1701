"""The page of a segment."""

from __future__ import annotations

import re

import pandas as pd

from fixtures import REFERENCE, Shown, customer_view
from segmentbook import metrics
from segmentbook.advice.advise import segment_metrics
from segmentbook.advice.playbook import load
from segmentbook.features import RFM
from segmentbook.segments import card
from segmentbook.segments.naming import Name, name_segments
from segmentbook.segments.profile import profile


def shown_cards(monkeypatch, change=None):
    profiles = profile(customer_view(), RFM, REFERENCE)
    names = name_segments(profiles, load("rfm", RFM), RFM)
    names = change(names) if change else names
    profiles["name"] = [name.name for name in names]
    recorded = metrics.plain(segment_metrics(profiles, names))
    shown = Shown(monkeypatch, recorded)
    card.show_cards(shown.show, profiles, names, RFM, "GBP")
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


def test_every_action_of_the_archetype_is_told_with_its_reason(monkeypatch):
    shown, _, names = shown_cards(monkeypatch)
    told = [text(block) for block in shown.blocks if block.get("style") == "action"]
    actions = [action for name in names for action in name.archetype.actions]
    assert len(told) == len(actions)
    for sentence, action in zip(told, actions, strict=True):
        assert sentence.startswith(action.do)
        assert "{" not in sentence
    avoided = [text(block) for block in shown.blocks if block.get("style") == "note"]
    assert avoided == [f"Avoid: {name.archetype.avoid}" for name in names]


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
    assert isinstance(profiles, pd.DataFrame)
