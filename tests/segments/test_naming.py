"""Names: the archetype that a segment resembles most, whatever its number."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.segments.archetypes import load
from segmentbook.segments.naming import name_segments
from segmentbook.segments.profile import profile

PLAYBOOK = load("rfm", RFM)
COLUMNS = [f"{feature.name}_standing" for feature in RFM]


def standing(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def of_archetypes(*ids):
    known = {archetype.id: archetype for archetype in PLAYBOOK}
    return standing(*([known[i].standing[f.name] for f in RFM] for i in ids))


def test_each_archetype_is_recognised_by_its_own_standing():
    ids = [archetype.id for archetype in PLAYBOOK]
    names = name_segments(of_archetypes(*ids), PLAYBOOK, RFM)
    assert [name.archetype.id for name in names] == ids
    assert [name.name for name in names] == [a.name for a in PLAYBOOK]
    assert [name.match for name in names] == [1] * len(ids)


def test_planted_groups_get_the_names_one_expects():
    names = name_segments(profile(customer_view(), RFM, REFERENCE), PLAYBOOK, RFM)
    # 1: latest, often, most; 4: long ago, once, least (see fixtures).
    assert names[0].name == "Best Customers"
    assert names[3].archetype.id in {"passive_low", "lapsed"}
    assert len({name.name for name in names}) == 4


def test_an_archetype_is_given_to_one_segment_only():
    names = name_segments(of_archetypes("best", "best", "lapsed"), PLAYBOOK, RFM)
    given_ = [name.archetype.id for name in names if name.archetype]
    assert len(given_) == len(set(given_))
    assert {"best", "lapsed"} <= set(given_)


def test_a_segment_that_nothing_fits_is_described():
    [name] = name_segments(standing([0.0, 1.0, 0.0]), PLAYBOOK, RFM)
    assert name.archetype is None
    assert name.match == 0
    assert name.name == ("Customers with low recency, high frequency, low monetary value standing")


def test_equal_descriptions_are_numbered():
    odd = [0.0, 1.0, 0.0]
    names = [name.name for name in name_segments(standing(odd, odd), PLAYBOOK, RFM)]
    assert names[1] == f"{names[0]} (2)"


def test_more_segments_than_archetypes():
    names = name_segments(of_archetypes("best", "loyal", "lapsed"), PLAYBOOK[:2], RFM)
    assert [name.archetype.id if name.archetype else None for name in names] == [
        "best",
        "loyal",
        None,
    ]
    assert names[2].name.startswith("Customers with low recency")


def test_without_a_playbook_segments_are_described():
    names = name_segments(of_archetypes("best", "lapsed"), (), RFM)
    assert [name.archetype for name in names] == [None, None]
    assert names[0].name.startswith("Customers with high recency")


def test_of_many_features_a_description_names_the_most_telling():
    features = tuple(replace(RFM[0], name=f"f{n}", title=f"Feature {n}") for n in range(6))
    row = dict(
        zip((f"f{n}_standing" for n in range(6)), [0.5, 0.9, 0.52, 0.1, 0.6, 0.8], strict=True)
    )
    [name] = name_segments(pd.DataFrame([row]), (), features)
    assert name.name == "Customers with high feature 1, low feature 3, high feature 5 standing"


def test_the_fit_of_a_name_in_words():
    exact, near, none = (
        name_segments(standing(row), PLAYBOOK, RFM)[0].fit
        for row in ([0.85, 0.9, 0.9], [0.6, 0.75, 0.95], [0.0, 1.0, 0.0])
    )
    assert (exact, near) == ("fits closely", "fits loosely")
    assert none == "describes them, as no archetype fits"


SHARES = st.floats(0.01, 1).map(lambda share: round(share, 2))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=1, max_size=10, unique=True),
    shuffle=st.randoms(),
)
def test_names_do_not_depend_on_the_numbers_of_clusters(rows, shuffle):
    order = list(range(len(rows)))
    shuffle.shuffle(order)
    straight = name_segments(standing(*rows), PLAYBOOK, RFM)
    mixed = name_segments(standing(*(rows[n] for n in order)), PLAYBOOK, RFM)
    assert mixed == [straight[n] for n in order]
    assert len({name.name for name in mixed}) == len(mixed)


@pytest.mark.parametrize("turn", range(4))
def test_a_profile_in_another_order_has_the_same_names(turn):
    profiles = profile(customer_view(), RFM, REFERENCE)
    turned = pd.concat([profiles.iloc[turn:], profiles.iloc[:turn]], ignore_index=True)
    names = [name.name for name in name_segments(profiles, PLAYBOOK, RFM)]
    assert [name.name for name in name_segments(turned, PLAYBOOK, RFM)] == (
        names[turn:] + names[:turn]
    )
