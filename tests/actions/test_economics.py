"""Value at stake: break-even, ranges, and no money without assumptions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.actions import economics
from segmentbook.actions.choose import Advised, Judged
from segmentbook.actions.playbook import Action
from segmentbook.params.economics import Economics, Response

RESPONSE = Response(low=0.01, middle=0.05, high=0.2)
ECONOMICS = Economics(margin=0.4, contact_cost=2.0, discount=0.1, response=RESPONSE)


def action(id_, audience, verdict="supported", *, discount=False):
    return Judged(
        Action(id_, f"Do {id_}.", "all", "mail", (), "", discount=discount), verdict, audience
    )


def advised(best=None, gone=None):
    best = best or {"customers": 100, "revenue_per_customer": 1000.0, "order_value": 100.0}
    gone = gone or {"customers": 400, "revenue_per_customer": 50.0, "order_value": 50.0}
    never = action("never", 90, "not supported")
    return [
        Advised("Best", None, best, (action("new", 100), action("silent", 20), never)),
        Advised(
            "Gone",
            None,
            gone,
            (action("coupon", 400, discount=True), action("unknown", 400, "not checkable")),
        ),
    ]


def test_without_economics_there_is_no_money_at_stake():
    table = economics.at_stake(advised(), None)
    assert table["action"].tolist() == ["new", "coupon", "silent"]
    assert table["audience"].tolist() == [100, 400, 20]
    assert table["audience_revenue"].tolist() == [100_000, 20_000, 20_000]
    assert table[["gain", "break_even", "low", "middle", "high"]].isna().all().all()
    found = economics.stake_metrics(table, None)
    assert found["stake"]["assumed"] is None
    assert found["stake"]["paying"] is None
    assert [one["action"] for one in found["first_actions"]] == ["new", "coupon"]
    assert found["stake"]["first_audience"] == 500


def test_money_at_stake_by_hand():
    table = economics.at_stake(advised(), ECONOMICS).set_index("action")
    # 100 * 0.4 = 40 for a response; 2 / 40; 100 * (r * 40 - 2)
    assert table.loc["new", ["gain", "break_even"]].tolist() == pytest.approx([40, 0.05])
    assert table.loc["new", ["low", "middle", "high"]].tolist() == pytest.approx([-160, 0, 600])
    # 50 * (0.4 - 0.1) = 15, as it gives a discount
    assert table.loc["coupon", ["gain", "break_even"]].tolist() == pytest.approx([15, 2 / 15])
    assert table.loc["coupon", "high"] == pytest.approx(400 * (0.2 * 15 - 2))


def test_what_does_not_pay_at_the_middle_response_is_no_action_to_begin_with():
    cheap = ECONOMICS.model_copy(update={"contact_cost": 1.0})
    table = economics.at_stake(advised(), cheap)
    found = economics.stake_metrics(table, cheap)
    # a response leaves 40 (new, silent) or 15 (coupon): at 5 % it is 2 or 0.75 for a contact of 1
    assert found["stake"]["paying"] == 2
    assert [one["action"] for one in found["first_actions"]] == ["new"]
    assert found["stake"]["assumed"]["response"] == {"low": 0.01, "middle": 0.05, "high": 0.2}


def test_an_order_of_unknown_value_stakes_no_money():
    unknown = {"customers": 100, "revenue_per_customer": 1000.0, "order_value": None}
    table = economics.at_stake(advised(best=unknown), ECONOMICS).set_index("action")
    assert table.loc["new", ["gain", "break_even", "low", "middle", "high"]].isna().all()
    assert table.loc["coupon", "gain"] == pytest.approx(15)


@pytest.mark.parametrize(("cost", "gain"), [(1.0, 0.0), (1.0, -5.0), (10.0, 4.0)])
def test_some_actions_can_never_pay(cost, gain):
    assert economics.break_even_response(cost, gain) is None


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 1), st.floats(0, 5), st.floats(0, 0.5), st.floats(6, 900), st.booleans())
def test_at_the_break_even_response_nothing_is_left(margin, cost, depth, order, discount):
    free = Response(low=0.0, middle=0.0, high=0.0)
    assumed = Economics(margin=margin, contact_cost=cost, discount=depth, response=free)
    gain = economics.gain_per_response(order, assumed, discount=discount)
    even = economics.break_even_response(cost, gain)
    if even is None:
        assert gain <= cost
        return
    at = assumed.model_copy(update={"response": Response(low=even, middle=even, high=even)})
    one = Advised("Best", None, {"order_value": order}, (action("x", 1000, discount=discount),))
    table = economics.at_stake([one], at)
    assert table["middle"].tolist() == pytest.approx([0], abs=1e-6)


def test_no_supported_action():
    table = economics.at_stake([Advised("Best", None, {}), Advised("Gone", None, {})], ECONOMICS)
    found = economics.stake_metrics(table, ECONOMICS)
    assert (found["stake"]["actions"], found["stake"]["first"]) == (0, 0)
    assert found["first_actions"] == []
