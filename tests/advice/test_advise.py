"""Advice over the numbers of a segment."""

from __future__ import annotations

import pytest

from fixtures import REFERENCE, customer_view
from segmentbook import metrics
from segmentbook.advice.advise import advice, of_segment, segment_metrics
from segmentbook.advice.playbook import Action, Archetype, load
from segmentbook.features import RFM
from segmentbook.formats import Formats
from segmentbook.segments.naming import Name, name_segments
from segmentbook.segments.profile import profile
from segmentbook.sentences import compute, plain_text


def test_of_segment_binds_each_field_once():
    template, fields = of_segment("{name}: {share:percent}, {name} again, {{not}}", 2)
    assert template == "{name}: {share:percent}, {name} again, {{not}}"
    assert fields == {"name": "segments.2.name", "share": "segments.2.share"}


def archetype(do="Call {them}.", because="They bring {revenue:money}."):
    action = Action(do=do, because=because)
    return Archetype(
        id="x", name="X", who="Who.", standing={"recency": 0.5}, actions=[action], avoid="Noise."
    )


def test_advice_is_an_action_with_its_reason():
    [(template, fields)] = advice(Name("X", archetype(), 1.0), 0)
    spans = compute(template, {"segments": [{"revenue": 1500.0}]}, Formats("GBP"), fields)
    # The action is plain text, its braces are no field; the reason is a template.
    assert plain_text(spans) == "Call {them}. They bring £1,500."


def test_segment_metrics_hold_profile_name_and_archetype():
    profiles = profile(customer_view(), RFM, REFERENCE)
    names = name_segments(profiles, load("rfm", RFM), RFM)
    profiles["name"] = [name.name for name in names]
    rows = metrics.plain(segment_metrics(profiles, names))["segments"]
    assert len(rows) == 4
    wanted = {"segment", "name", "customers", "customer_share", "revenue", "revenue_share"}
    wanted |= {f"{f.name}_{what}" for f in RFM for what in ("mean", "median")}
    for row, name in zip(rows, names, strict=True):
        assert wanted <= set(row)
        assert row["name"] == name.name
        assert row["archetype"] == name.archetype.id
        assert row["first_action"] == name.archetype.actions[0].do
        assert row["match"] == pytest.approx(name.match)
    assert sum(row["revenue_share"] for row in rows) == pytest.approx(1)


def test_a_segment_that_nothing_fits_has_words_too():
    profiles = profile(customer_view(), RFM, REFERENCE).iloc[:1]
    [row] = segment_metrics(profiles, [Name("Odd", None, 0.0)])["segments"]
    assert row["archetype"] is None
    assert all(row[key] for key in ("who", "avoid", "first_action"))
