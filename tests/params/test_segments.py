"""The params about the segments."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from segmentbook.params.segments import Explain, Segments, Sharing


def test_two_columns_cannot_have_one_role():
    assert Segments(roles={"Income": "income", "Spend": "spend"}).roles["Spend"] == "spend"
    with pytest.raises(ValidationError, match="two columns have the role 'income'"):
        Segments(roles={"Income": "income", "Wage": "income"})


@pytest.mark.parametrize("names", [["recency"], ["recency", "recency"], ["a", "b", "c"]])
def test_a_scatter_plot_has_two_different_features(names):
    with pytest.raises(ValidationError):
        Explain(scatter=names)
    assert Explain(scatter=["recency", "monetary"]).scatter == ["recency", "monetary"]


def test_the_smallest_group_is_at_least_one_customer():
    assert Sharing(minimum=1).minimum == 1
    with pytest.raises(ValidationError):
        Sharing(minimum=0)


def test_the_largest_least_group_is_a_thousand():
    assert Sharing(minimum=1_000).minimum == 1_000
    with pytest.raises(ValidationError):
        Sharing(minimum=1_001)
