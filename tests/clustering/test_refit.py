"""Groups of another view, matched with the segments."""

from __future__ import annotations

import pandas as pd

from benchmarks.worlds import buyers
from benchmarks.worlds.naming import study_of
from segmentbook.clustering.refit import LEAST_DAYS, matched, refit, view_at
from segmentbook.core.not_applicable import NotApplicable

NAMES = ["recency", "frequency", "monetary"]


def labels(values):
    return pd.Series(values, index=pd.Index([f"c{n}" for n in range(len(values))], name="customer"))


def test_groups_are_matched_whatever_their_numbers():
    main = labels([1, 1, 2, 2, 3, 3])
    assert matched(labels([7, 7, 5, 5, 6, 5]), main).tolist() == [1, 1, 2, 2, 3, 2]


def test_an_earlier_view_needs_days():
    frame = buyers.gamma_poisson(1, 100)
    lines, study = buyers.lines(frame), study_of(4, 1)
    day = (frame["timestamp"].min() + pd.Timedelta(days=LEAST_DAYS - 1)).date()
    assert isinstance(view_at(study, lines, day), NotApplicable)


def test_the_view_of_an_earlier_day_knows_nothing_later():
    frame, study = buyers.gamma_poisson(1, 200), study_of(4, 1)
    day = (frame["timestamp"].min() + pd.Timedelta(days=200)).date()
    earlier = view_at(study, buyers.lines(frame), day)
    expected = buyers.rfm_view(frame[frame["timestamp"] < pd.Timestamp(day)], day)
    assert earlier["customer"].tolist() == expected["customer"].tolist()
    assert earlier["recency"].tolist() == expected["recency"].tolist()
    assert earlier["frequency"].tolist() == expected["frequency"].tolist()


def test_too_few_customers_are_not_grouped():
    view = pd.DataFrame({"customer": ["a", "b"], **{name: [1.0, 2.0] for name in NAMES}})
    assert isinstance(refit(view, NAMES, study_of(4, 1).clustering, 4), NotApplicable)
