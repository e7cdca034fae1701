"""Advice over the numbers of a segment: printed where its evidence holds, and only there."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, customer_view, said
from segmentbook.actions import economics
from segmentbook.actions.choose import (
    Judged,
    advice,
    judge,
    numbers,
    of_segment,
    segment_metrics,
    supported,
)
from segmentbook.actions.evidence import parse
from segmentbook.actions.measures import known
from segmentbook.core import metrics
from segmentbook.features import RFM
from segmentbook.segments.naming import Name, name_segments
from segmentbook.segments.playbook import Action, Archetype, load
from segmentbook.segments.profile import profile

PLAYBOOK = load("rfm", RFM)
KNOWN = known(RFM)


def test_of_segment_binds_each_field_once():
    template, fields = of_segment(
        "{name}: {share:percent}, {name} of {all.share:percent} {{not}}", 2
    )
    assert template == "{name}: {share:percent}, {name} of {all.share:percent} {{not}}"
    assert fields == {
        "name": "segments.2.name",
        "share": "segments.2.share",
        "all.share": "all_customers.share",
    }


def action(evidence="quiet_share >= 0.5", because="{quiet_share:percent} are silent.", **more):
    conditions = (parse(evidence, KNOWN),)
    return Action("x", "Call {them}.", "all", "telephone", conditions, because, **more)


def archetype(*actions):
    return Archetype("x", "X", "Who.", {"recency": 0.5}, actions, "Noise.")


def judged(one, **values):
    segment = {"customers": 40, "quiet_share": 0.75, **values}
    [result] = judge(Name("X", archetype(one), 1.0), segment, {"order_value": 20.0})
    return result


def test_an_action_is_judged_by_its_evidence():
    assert judged(action()).verdict == "supported"
    assert judged(action(), quiet_share=0.25).verdict == "not supported"
    assert judged(action(), quiet_share=None).verdict == "not checkable here"


def test_a_reason_that_quotes_what_is_not_known_makes_it_not_checkable():
    assert judged(action(because="{order_value:money}")).verdict == "not checkable here"
    told = action(because="{all.order_value:money} overall, {quiet_share:percent} silent.")
    assert judged(told).verdict == "supported"
    assert judged(action(because="{all.meat_share:percent}")).verdict == "not checkable here"


def test_an_audience_under_ten_customers_is_none():
    few = action(audience="newcomer_share")
    assert judged(few, newcomer_share=0.25).audience == 10
    assert judged(few, newcomer_share=0.25).verdict == "supported"
    assert judged(few, newcomer_share=0.2).verdict == "not supported"
    assert judged(few, newcomer_share=None).verdict == "not checkable here"


def test_advice_is_an_action_with_reason_audience_and_channel():
    values = {"customers": 40, "quiet_share": 0.75}
    name = Name("X", archetype(action(audience="quiet_share")), 1.0)
    results = judge(name, values, {})
    recorded = segment_metrics([name], [results], [{**values, "customer_share": 1.0}], {})
    # The action is plain text, its braces are no field; the reason is a template.
    assert said(advice(results, 0), recorded) == [
        "Call {them}. 75% are silent. (all: 30 · telephone)"
    ]


def test_without_a_supported_action_one_is_told_to_look_closer():
    recorded = {"segments": [{"customers": 40}]}
    results = [Judged(action(), "not supported", 40)]
    [sentence] = said(advice(results, 0), recorded)
    assert sentence.startswith("Look closer before acting")
    assert "40 customers" in sentence


def measured(**columns):
    """Return further numbers for the four segments of the customer view, and for all of them."""
    return pd.DataFrame(columns, index=[0, 1, 2, 3, 4], dtype=float)


def run(view, *further):
    profiles = profile(view, RFM, REFERENCE)
    names = name_segments(profiles, PLAYBOOK, RFM)
    everybody = profile(view.assign(segment=0), RFM, REFERENCE)
    segments, everyone = numbers(profiles, everybody, *further)
    results = [judge(n, s, everyone) for n, s in zip(names, segments, strict=True)]
    return names, results, segments, everyone


# Evidence of one action, true in one segment only: those who have fallen silent, unbought products.
PLANTED = {
    "order_value": [100, 100, 100, 100, 100],
    "overdue_share": [0.1, 0.0, 0.4, 0.0, 0.0],
    "quiet_share": [0.2, 0.0, 0.0, 0.0, 0.8],
    "unbought_share": [0.5, 0.9, 0.1, 0.1, 0.1],
}


def test_an_action_is_printed_where_its_evidence_was_planted_and_only_there():
    names, results, *_ = run(customer_view(), measured(**PLANTED))
    assert [name.archetype.id for name in names][:2] == ["best", "middle_active"]
    held = {
        (name.archetype.id, one.action.id)
        for name, judged_ in zip(names, results, strict=True)
        for one in supported(judged_)
    }
    assert ("best", "new_products") in held
    assert ("middle_active", "win_back") in held
    asked = {one.action.id for row in results for one in row}
    by_overdue = {"win_back", "first_silence", "remind", "survey"} & asked
    by_unbought = {"new_products", "popular_products", "best_sellers", "follow_up"} & asked
    assert {one for _, one in held} & (by_overdue | by_unbought) == {"new_products", "win_back"}
    # The other way round, they are not printed there.
    turned = {
        key: [values[0], values[2], values[1], *values[3:]] for key, values in PLANTED.items()
    }
    _, results, *_ = run(customer_view(), measured(**turned))
    assert "new_products" not in {one.action.id for one in supported(results[0])}
    assert "win_back" not in {one.action.id for one in supported(results[1])}


@settings(max_examples=12, deadline=None)
@given(st.permutations([1, 2, 3, 4]))
def test_advice_does_not_depend_on_the_numbers_of_clusters(order):
    view, further = customer_view(), measured(**PLANTED)
    straight = run(view, further)
    renamed = dict(zip([1, 2, 3, 4], order, strict=True))
    mixed = run(
        view.assign(segment=view["segment"].map(renamed)), further.rename(index={0: 0, **renamed})
    )
    for number in range(4):
        place = renamed[number + 1] - 1
        assert mixed[0][place] == straight[0][number]
        assert mixed[1][place] == straight[1][number]
    keys = ["name", "action", "audience", "audience_revenue"]
    tables = [
        economics.at_stake(names, results, rows, None)
        for names, results, rows, _ in (straight, mixed)
    ]
    pd.testing.assert_frame_equal(tables[0][keys], tables[1][keys])


def test_numbers_of_the_profile_go_before_those_of_lines_and_columns():
    view = customer_view()
    first, second = measured(order_value=[1, 2, 3, 4, None]), measured(order_value=[9] * 5)
    *_, segments, everyone = run(view, first, second)
    assert [row["order_value"] for row in segments] == [2, 3, 4, 9]
    assert everyone["order_value"] == 1
    assert everyone["customers"] == len(view)
    assert everyone["revenue_per_customer"] == pytest.approx(view["monetary"].mean())


def test_segment_metrics_hold_profile_name_and_actions():
    names, results, segments, everyone = run(customer_view(), measured(**PLANTED))
    recorded = metrics.plain(segment_metrics(names, results, segments, everyone))
    rows = recorded["segments"]
    wanted = {"segment", "name", "customers", "customer_share", "revenue", "revenue_share"}
    wanted |= {f"{f.name}_{what}" for f in RFM for what in ("mean", "median")}
    for row, name, judged_ in zip(rows, names, results, strict=True):
        assert wanted <= set(row)
        assert row["name"] == name.name
        assert row["archetype"] == name.archetype.id
        assert [one["id"] for one in row["actions"]] == [s.action.id for s in supported(judged_)]
        assert row["match"] == pytest.approx(name.match)
    assert [row["segment"] for row in rows] == [1, 2, 3, 4]
    assert recorded["largest_segment_share"] == 0.25
    assert recorded["all_customers"]["overdue_share"] == 0.1


def test_a_segment_that_nothing_fits_has_words_too():
    values = {"customers": 9, "customer_share": 1.0}
    [row] = segment_metrics([Name("Odd", None, 0.0)], [[]], [values], {})["segments"]
    assert (row["archetype"], row["claim"], row["actions"]) == (None, None, [])
    assert all(row[key] for key in ("who", "avoid"))
