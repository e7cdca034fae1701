"""The made-up members: the shape of the original, the same for the same seed, groups that differ."""

from __future__ import annotations

import pandas as pd
import pytest

from segmentbook.ingest.generators.ecommerce_members import PULLED, ecommerce_members

pytestmark = pytest.mark.whole

COLUMNS = [
    "user_id", "total_transaction", "total_money_spent", "tran_with_disc", "last_order_date",
    "created_at", "data_pulled_date",
]  # fmt: skip


def test_the_shape_is_that_of_the_original():
    table = ecommerce_members(24_354, 1)
    assert table.num_rows == 24_354
    assert table.column_names == COLUMNS
    members = table.to_pandas()
    assert members["user_id"].is_unique
    assert (members["tran_with_disc"] <= members["total_transaction"]).all()
    assert (members["total_transaction"] >= 1).all()
    assert (members["total_money_spent"] > 0).all()
    assert set(members["data_pulled_date"]) == {PULLED.isoformat()}
    created = pd.to_datetime(members["created_at"])
    last = pd.to_datetime(members["last_order_date"])
    assert created.is_monotonic_increasing
    assert (last.dropna() >= created.dt.normalize()[last.notna()]).all()
    assert last.max() < pd.Timestamp(PULLED)
    # Its dirt: dates that are missing, members who buy for shops of their own.
    assert 0.001 < last.isna().mean() < 0.01
    assert (members["total_transaction"] > 60).sum() >= 5
    # No single day stands out, as it would if values were cut off.
    assert created.dt.date.value_counts().iloc[0] < 0.01 * len(members)


def test_a_seed_repeats():
    assert ecommerce_members(300, 7).equals(ecommerce_members(300, 7))
    assert not ecommerce_members(300, 7).equals(ecommerce_members(300, 8))


def test_the_members_of_a_seed_do_not_change():
    """They are the input of a study, whose numbers would change with them."""
    members = ecommerce_members(600, 1).to_pandas()
    sums = members[["total_transaction", "total_money_spent", "tran_with_disc"]].sum()
    assert sums.to_dict() == pytest.approx(
        {"total_transaction": 1911, "total_money_spent": 846504000, "tran_with_disc": 841}, rel=1e-3
    )
    assert members["total_money_spent"].nunique() == 571
    assert members["last_order_date"].nunique() == 331
