"""Actions over the numbers of a segment: supported where their evidence holds, and only there."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, customer_view
from segmentbook.actions import economics
from segmentbook.actions.choose import Advised, Judged, action_metrics, advise, numbers, verdicts
from segmentbook.actions.evidence import parse
from segmentbook.actions.measures import MEASURED, known
from segmentbook.actions.playbook import Action, Advice, load
from segmentbook.core import metrics
from segmentbook.features import RFM
from segmentbook.segments import archetypes
from segmentbook.segments.naming import name_segments
from segmentbook.segments.profile import profile

ARCHETYPES = archetypes.load("rfm", RFM)
ADVICE = load("rfm", RFM)
KNOWN = known(RFM)


def action(evidence="quiet_share >= 0.5", because="{quiet_share:percent} are silent.", **more):
    conditions = (parse(evidence, KNOWN),)
    return Action("x", "Call {them}.", "all", "telephone", conditions, because, **more)


def judged(one, **values):
    segment = {"customers": 40, "quiet_share": 0.75, **values}
    [result] = advise(["X"], [Advice((one,), "noise")], [segment], {"order_value": 20.0})
    [only] = result.considered
    return only


def test_an_action_is_judged_by_its_evidence():
    assert judged(action()).verdict == "supported"
    assert judged(action(), quiet_share=0.25).verdict == "not supported"
    assert judged(action(), quiet_share=None).verdict == "not checkable"


def test_a_reason_that_quotes_what_is_not_known_makes_it_not_checkable():
    assert judged(action(because="{order_value:money}")).verdict == "not checkable"
    quoting = action(because="{all.order_value:money} overall, {quiet_share:percent} silent.")
    assert judged(quoting).verdict == "supported"
    assert judged(action(because="{all.meat_share:percent}")).verdict == "not checkable"


def test_an_audience_under_ten_customers_is_too_small():
    few = action(audience="newcomer_share")
    assert judged(few, newcomer_share=0.25).audience == 10
    assert judged(few, newcomer_share=0.25).verdict == "supported"
    assert judged(few, newcomer_share=0.2).verdict == "too few customers"
    assert judged(few, newcomer_share=0.2, quiet_share=0.1).verdict == "too few customers"
    assert judged(few, newcomer_share=None).verdict == "not checkable"


def test_a_segment_without_an_archetype_has_no_actions():
    [odd] = advise(["Odd"], [None], [{"customers": 40}], {})
    assert (odd.considered, odd.supported) == ((), [])


def test_verdicts_are_a_table_of_all_that_was_considered():
    held = Judged(action(), "supported", 30)
    unknown = Judged(action(audience="newcomer_share"), "not checkable", None)
    few = Judged(action(), "too few customers", 3)
    table = verdicts([Advised("A", None, {}, (held, unknown, few)), Advised("B", None, {})])
    assert table["segment"].tolist() == ["A"] * 3
    assert table["verdict"].tolist() == ["supported", "not checkable", "too few customers"]
    assert table["audience"].isna().tolist() == [False, True, True]


def measured(**columns):
    """Return further numbers for the four segments of the customer view, and for all of them."""
    return pd.DataFrame(columns, index=[0, 1, 2, 3, 4], dtype=float)


def run(view, *further):
    profiles = profile(view, RFM, REFERENCE)
    chosen = [one for one in ARCHETYPES if one.id != "at_risk"]  # nobody of the view is
    names = name_segments(profiles, chosen, RFM, lambda _: "Described")
    everybody = profile(view.assign(segment=0), RFM, REFERENCE)
    segments, everyone = numbers(profiles, everybody, *further)
    kinds = [name.archetype.id if name.archetype else None for name in names]
    advice = [ADVICE.get(kind) for kind in kinds]
    return advise([name.name for name in names], advice, segments, everyone), everyone, kinds


# Evidence of one action, true in one segment only: overdue customers, unbought products.
PLANTED = {
    "order_value": [100, 100, 100, 100, 100],
    "overdue_share": [0.1, 0.0, 0.4, 0.0, 0.0],
    "quiet_share": [0.2, 0.0, 0.0, 0.0, 0.8],
    "unbought_share": [0.5, 0.9, 0.1, 0.1, 0.1],
}


def test_an_action_is_supported_where_its_evidence_was_planted_and_only_there():
    advised, _, kinds = run(customer_view(), measured(**PLANTED))
    assert kinds[:2] == ["best", "middle_active"]
    held = {
        (kind, one.action.id)
        for kind, segment in zip(kinds, advised, strict=True)
        for one in segment.supported
    }
    assert ("best", "new_products") in held
    assert ("middle_active", "win_back") in held
    asked = {one.action.id for segment in advised for one in segment.considered}
    by_overdue = {"win_back", "first_silence", "remind", "survey"} & asked
    by_unbought = {"new_products", "popular_products", "best_sellers", "follow_up"} & asked
    assert {one for _, one in held} & (by_overdue | by_unbought) == {"new_products", "win_back"}
    # The other way round, they are not supported there.
    turned = {
        key: [values[0], values[2], values[1], *values[3:]] for key, values in PLANTED.items()
    }
    advised, *_ = run(customer_view(), measured(**turned))
    assert "new_products" not in {one.action.id for one in advised[0].supported}
    assert "win_back" not in {one.action.id for one in advised[1].supported}


@settings(max_examples=12, deadline=None)
@given(st.permutations([1, 2, 3, 4]))
def test_advice_does_not_depend_on_the_numbers_of_clusters(order):
    view, further = customer_view(), measured(**PLANTED)
    straight, *_ = run(view, further)
    renamed = dict(zip([1, 2, 3, 4], order, strict=True))
    mixed, *_ = run(
        view.assign(segment=view["segment"].map(renamed)), further.rename(index={0: 0, **renamed})
    )
    for number in range(4):
        one, other = straight[number], mixed[renamed[number + 1] - 1]
        assert (one.name, one.considered) == (other.name, other.considered)
    keys = ["name", "action", "audience", "audience_revenue"]
    tables = [economics.at_stake(advised, None) for advised in (straight, mixed)]
    pd.testing.assert_frame_equal(tables[0][keys], tables[1][keys])


def test_numbers_of_the_profile_go_before_those_of_lines_and_columns():
    view = customer_view()
    first, second = measured(order_value=[1, 2, 3, 4, None]), measured(order_value=[9] * 5)
    advised, everyone, _ = run(view, first, second)
    assert [segment.numbers["order_value"] for segment in advised] == [2, 3, 4, 9]
    assert everyone["order_value"] == 1
    assert everyone["customers"] == len(view)
    assert everyone["revenue_per_customer"] == pytest.approx(view["monetary"].mean())


def test_metrics_hold_what_is_measured_and_the_actions():
    advised, everyone, _ = run(customer_view(), measured(**PLANTED))
    recorded = metrics.plain(action_metrics(advised, everyone))
    for row, segment in zip(recorded["segment_actions"], advised, strict=True):
        assert row["unbought_share"] == segment.numbers["unbought_share"]
        assert row["meat_share"] is None
        assert row["avoid"] == segment.advice.avoid
        assert [one["id"] for one in row["actions"]] == [s.action.id for s in segment.supported]
    assert recorded["all_measures"]["overdue_share"] == 0.1
    assert {*recorded["all_measures"]} == {*MEASURED}


def test_shares_of_few_customers_are_bounds():
    values = {"customers": 100, "quiet_share": 0.03, "order_value": 2.0, "one_item_share": 0.01}
    recorded = action_metrics([Advised("A", None, values)], {**values, "quiet_share": 0.95})
    [row] = recorded["segment_actions"]
    assert row["quiet_share"] == {"below": 0.1}
    assert row["one_item_share"] == 0.01
    assert recorded["all_measures"]["quiet_share"] == {"above": 0.9}


def test_a_segment_that_nothing_fits_has_no_advice():
    [row] = action_metrics([Advised("Odd", None, {"customers": 9})], {})["segment_actions"]
    assert (row["avoid"], row["claim"], row["actions"]) == (None, None, [])
