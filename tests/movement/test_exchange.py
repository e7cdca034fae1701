"""Whether a change between two periods exceeds what chance gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from segmentbook.movement.exchange import LEVEL, QUANTITIES, exchange
from segmentbook.movement.transitions import ABSENT, CAME


def moved(up=0, down=0, came=0, absent=0, stayed=0):
    rows = [(2, 1, 10.0, 30.0)] * up + [(1, 2, 30.0, 10.0)] * down + [(1, 1, 20.0, 20.0)] * stayed
    rows += [(CAME, 2, 0.0, 5.0)] * came + [(2, ABSENT, 5.0, 0.0)] * absent
    return pd.DataFrame(rows, columns=["from", "to", "before", "after"])


def weeks(before=100.0, after=100.0, noise=1.0, number=13, seed=0):
    random = np.random.default_rng(seed)
    rows = [
        (later, week, *(mean + noise * random.standard_normal(3)))
        for later, mean in ((False, before), (True, after))
        for week in range(number)
    ]
    return pd.DataFrame(rows, columns=["later", "week", "customers", "revenue", "capped"])


def judged(pair, by_week, *, paired=False):
    return exchange(pair, by_week, 42, paired=paired).set_index("quantity")


def test_what_has_changed():
    found = judged(moved(up=60, down=20, came=50, absent=10, stayed=100), weeks(after=200.0))
    assert tuple(found.index) == QUANTITIES
    assert found["change"].tolist() == [40, 800, 40, 1000]
    assert found["direction"].tolist() == ["up"] * 4
    fell = judged(moved(up=20, down=60, came=10, absent=50), weeks(before=200.0))
    assert fell["direction"].tolist() == ["down"] * 4
    assert fell["change"].tolist() == [-40, -800, -40, -1000]
    assert fell["size"].tolist() == [40, 800, 40, 1000]


def test_numbers_of_customers_follow_the_sign_test():
    found = judged(moved(up=60, down=40), weeks(after=200.0, noise=0.1))
    single = binomtest(60, 100).pvalue
    assert 2 * single < found.loc["level", "p"] < 4.01 * single
    assert found.loc["active", "p"] == 1
    # 100 signs: 99.5 % of their sums are within 28.
    assert found.loc["level", ["low", "high"]].tolist() == [-28, 28]
    assert found.loc["movers", "high"] == pytest.approx(560, abs=60)


def test_as_many_up_as_down_is_chance():
    found = judged(moved(up=40, down=38, came=20, absent=22), weeks(after=200.0))
    assert found["direction"].tolist() == [""] * 4
    assert (found["change"] <= found["high"]).all()


def test_a_change_that_is_no_larger_than_that_of_weeks_is_chance():
    pair = moved(up=60, down=20, came=50, absent=10)
    assert (judged(pair, weeks(noise=30.0))["direction"] == "").all()
    assert (judged(pair, weeks().query("later"))["p"] == 1).all()


def test_weeks_of_a_season_are_compared_with_those_of_the_year_before():
    season = np.linspace(50, 500, 13)
    by_week = weeks(after=120.0)
    by_week[["customers", "revenue", "capped"]] += np.tile(season, 2)[:, None]
    pair = moved(up=60, down=20, came=50, absent=10)
    assert (judged(pair, by_week)["direction"] == "").all()
    assert (judged(pair, by_week, paired=True)["direction"] == "up").all()
    same = weeks(noise=0.0)
    assert (judged(pair, same, paired=True)["p"] == 1).all()
    assert (judged(pair, same)["p"] == 1).all()


def test_the_order_of_customers_does_not_matter():
    pair = moved(up=30, down=20, came=12, absent=10)
    pair["after"] += np.arange(len(pair))
    shuffled = pair.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(judged(pair, weeks()), judged(shuffled, weeks()))


def test_exchanged_periods_are_rarely_beyond_chance():
    claims = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        spent = random.lognormal(3, 1.5, (150, 2))
        levels = 1 + (spent < 20).astype(int)
        pair = pd.DataFrame(
            {"from": levels[:, 0], "to": levels[:, 1], "before": spent[:, 0], "after": spent[:, 1]}
        ).astype({"from": object, "to": object})
        claims += (
            exchange(pair, weeks(seed=seed, noise=5.0), seed, paired=False)["p"] < LEVEL
        ).any()
    assert claims <= 3
