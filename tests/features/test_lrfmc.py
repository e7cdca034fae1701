"""Length and use of discounts, against a second computation in pandas."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import REFERENCE, floats
from order_view import lines, view
from segmentbook import features

pytestmark = pytest.mark.whole


def test_lrfmc():
    found, one = view(lines(), features="lrfmc")
    names = [feature.name for feature in features.chosen(one)]
    assert names == ["length", "recency", "frequency", "monetary", "discount_share"]
    plain = floats(lines())
    first = plain.groupby("customer")["timestamp"].min().dt.normalize()
    wanted = (pd.Timestamp(REFERENCE) - first).dt.days
    assert found["length"].tolist() == wanted.loc[found.index].tolist()
    for customer, own in plain.groupby("customer"):
        share = own.groupby("order")["discount"].max().gt(0).mean()
        assert found.loc[customer, "discount_share"] == pytest.approx(share, rel=1e-12)


def test_without_discounts_there_is_no_share_of_them():
    found, _ = view(lines().drop(columns="discount"), features="rfm")
    assert "discount_share" not in found.columns
