"""The caveat on segments that are not separate groups."""

from __future__ import annotations

from segmentbook.core.claims import kind_of
from segmentbook.pages.clustering.caveat import caveat_of_all, caveat_of_one


def test_only_separate_groups_need_none():
    assert caveat_of_one("separate") is None
    assert kind_of(caveat_of_one("continuum") or "") == "groups.slices"
    assert kind_of(caveat_of_one("none") or "") == "groups.none"
    assert caveat_of_all({"structure": "separate"}) is None
    assert kind_of(caveat_of_all({"structure": "continuum"}) or "") == "groups.slices"
    assert kind_of(caveat_of_all({"structure": "none"}) or "") == "groups.none"
