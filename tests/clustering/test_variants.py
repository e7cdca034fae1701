"""The segments under other choices."""

from __future__ import annotations

import ibis
import pandas as pd

from benchmarks.worlds import buyers
from benchmarks.worlds.naming import alike_poisson, segmented, study_of
from segmentbook.clustering.variants import variants
from segmentbook.core.engine import MONEY
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.study import load_study

NONE = NotApplicable(reason=mark("the export has no cancellations"))


def found_of(data, taken_back=NONE, study=None):
    study = study or study_of(data.k, 1)
    view, lines = segmented(data, study)
    return variants(study, lines, taken_back, view, data.k, buyers.reference(data.frame)), view


def test_cancellations_that_move_nobody_are_not_applicable():
    found, _ = found_of(alike_poisson(1, 300))
    assert found["gross"].reason == "the export has no cancellations"


def taken_back_of(matched):
    back = pd.DataFrame(
        {"customer": ["c000001", "c000002"], "cancelled": [5.0, 1e6], "matched": matched}
    )
    table = ibis.memtable(back)
    return table.mutate(cancelled=table.cancelled.cast(MONEY), matched=table.matched.cast(MONEY))


def test_with_what_cancellations_took_back_the_customers_are_the_same():
    found, view = found_of(alike_poisson(1, 300), taken_back_of([5.0, 1e6]))
    assert {*found["gross"].index} == {*view["customer"]}
    groups = found["gross"].groupby(found["gross"]).size()
    assert (
        found["gross"]["c000002"] == found["gross"][view.loc[view["monetary"].idxmax(), "customer"]]
    )
    assert groups.sum() == len(view)


def test_net_of_cancellations_the_customers_are_the_same():
    study = study_of(4, 1)
    monetary = study.customers.monetary.model_copy(update={"revenue": "gross"})
    customers = study.customers.model_copy(update={"monetary": monetary})
    data = alike_poisson(1, 300)
    gross = study_of(data.k, 1).model_copy(update={"customers": customers})
    found, view = found_of(data, taken_back_of([0.0, 0.0]), gross)
    assert {*found["net"].index} == {*view["customer"]}


def test_customers_with_extreme_orders_are_set_apart():
    data = alike_poisson(1, 300)
    rich = data.frame["customer"].isin([f"c{n:06d}" for n in range(12)])
    data.frame.loc[rich, "amount"] = 1e6
    found, _ = found_of(data)
    assert not {*found["wholesalers"].index} & {*data.frame.loc[rich, "customer"]}


def test_a_study_that_groups_by_scores_is_compared_with_values():
    settings = {"clustering.k": 4, "clustering.reason": "a trial", "clustering.n_init": 2}
    names = ["recency_score", "frequency_score", "monetary_score"]
    study = load_study("complete_journey", {**settings, "customers.use": names})
    data = alike_poisson(1, 300)
    lines = buyers.lines(data.frame)
    from segmentbook.core.engine import frame
    from segmentbook.features import customer_view

    reference = buyers.reference(data.frame)
    view = frame(customer_view(study, lines, NONE, NONE, reference))
    found = variants(study, lines, NONE, view.assign(segment=1), 4, reference)
    assert "scores" not in found
    assert found["values"].nunique() == 4
    assert found["earlier"].nunique() == 4
