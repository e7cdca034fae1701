"""Names: the archetype that a segment resembles most, whatever its number."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.segments import naming
from segmentbook.segments.archetypes import load
from segmentbook.segments.naming import Name, segment_metrics
from segmentbook.segments.profile import profile

ARCHETYPES = load("rfm", RFM)
COLUMNS = [f"{feature.name}_standing" for feature in RFM]


def described(levels):
    """Return a description as a page would word it."""
    return ", ".join(f"{level} {feature.title}" for feature, level in levels)


class Everything:
    """Facts of which every condition holds."""

    def verdict(self, *_):
        return "holds"


def name_segments(profiles, archetypes, features, found=None):
    numbered = profiles.assign(segment=range(1, len(profiles) + 1))
    return naming.name_segments(numbered, archetypes, features, described, found or Everything())


def standing(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def of_archetypes(*ids):
    known = {archetype.id: archetype for archetype in ARCHETYPES}
    return standing(*([known[i].standing[f.name] for f in RFM] for i in ids))


def test_each_archetype_is_recognised_by_its_own_standing():
    ids = [archetype.id for archetype in ARCHETYPES]
    names = name_segments(of_archetypes(*ids), ARCHETYPES, RFM)
    assert [name.archetype.id for name in names] == ids
    assert [name.name for name in names] == [a.name for a in ARCHETYPES]
    assert {name.fit for name in names} == {"holds"}


def test_planted_groups_get_the_names_one_expects():
    names = name_segments(profile(customer_view(), RFM, REFERENCE), ARCHETYPES, RFM)
    # 1: latest, often, most; 4: long ago, once, least (see fixtures).
    assert names[0].name == "Best Customers"
    assert names[3].archetype.id in {"passive_low", "lapsed"}
    assert len({name.name for name in names}) == 4


def test_an_archetype_is_given_to_one_segment_only():
    names = name_segments(of_archetypes("best", "best", "lapsed"), ARCHETYPES, RFM)
    given_ = [name.archetype.id for name in names if name.archetype]
    assert len(given_) == len(set(given_))
    assert {"best", "lapsed"} <= set(given_)


def test_a_segment_that_nothing_fits_is_described():
    [name] = name_segments(standing([0.0, 1.0, 0.0]), ARCHETYPES, RFM)
    assert name.archetype is None
    assert name.fit == "none"
    assert name.name == "low Recency, high Frequency, low Monetary value"


def test_equal_descriptions_are_numbered():
    odd = [0.0, 1.0, 0.0]
    names = [name.name for name in name_segments(standing(odd, odd), ARCHETYPES, RFM)]
    assert names[1] == f"{names[0]} (2)"


def test_more_segments_than_archetypes():
    names = name_segments(of_archetypes("best", "loyal", "lapsed"), ARCHETYPES[:2], RFM)
    assert [name.archetype.id if name.archetype else None for name in names] == [
        "best",
        "loyal",
        None,
    ]
    assert names[2].name.startswith("low Recency")


def test_without_a_playbook_segments_are_described():
    names = name_segments(of_archetypes("best", "lapsed"), (), RFM)
    assert [name.archetype for name in names] == [None, None]
    assert names[0].name.startswith("high Recency")


def test_of_many_features_a_description_names_those_furthest_from_the_middle():
    features = tuple(replace(RFM[0], name=f"f{n}", title=f"Feature {n}") for n in range(6))
    row = dict(
        zip((f"f{n}_standing" for n in range(6)), [0.5, 0.9, 0.52, 0.1, 0.6, 0.8], strict=True)
    )
    [name] = name_segments(pd.DataFrame([row]), (), features)
    assert name.name == "high Feature 1, low Feature 3, high Feature 5"


def test_where_a_condition_fails_the_name_is_a_description_and_the_advice_stays():
    class Nothing:
        def verdict(self, *_):
            return "fails"

    [name] = name_segments(of_archetypes("best"), ARCHETYPES, RFM, Nothing())
    assert (name.archetype.id, name.fit) == ("best", "resembles")
    assert name.name == "high Recency, high Frequency, high Monetary value"
    row = pd.DataFrame([{"segment": 1, "customers": 30, "customer_share": 1.0}])
    [recorded] = segment_metrics(row, row, [name])["segments"]
    assert (recorded["archetype"], recorded["who"]) == ("best", None)


def test_an_archetype_whose_name_holds_goes_before_a_nearer_one():
    class OnlyLoyal:
        def verdict(self, condition, _):
            loyal = next(one for one in ARCHETYPES if one.id == "loyal")
            return "holds" if condition in loyal.conditions else "fails"

    [name] = name_segments(of_archetypes("best"), ARCHETYPES, RFM, OnlyLoyal())
    assert name.name == "Loyal Regulars"


def test_without_facts_no_name_is_given():
    numbered = of_archetypes("best").assign(segment=1)
    [name] = naming.name_segments(numbered, ARCHETYPES, RFM, described)
    assert (name.fit, {*name.verdicts}) == ("resembles", {"unknown"})


SHARES = st.floats(0.01, 1).map(lambda share: round(share, 2))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=1, max_size=10, unique=True),
    shuffle=st.randoms(),
)
def test_names_do_not_depend_on_the_numbers_of_clusters(rows, shuffle):
    order = list(range(len(rows)))
    shuffle.shuffle(order)
    straight = name_segments(standing(*rows), ARCHETYPES, RFM)
    mixed = name_segments(standing(*(rows[n] for n in order)), ARCHETYPES, RFM)
    assert mixed == [straight[n] for n in order]
    assert len({name.name for name in mixed}) == len(mixed)


@pytest.mark.parametrize("turn", range(4))
def test_a_profile_in_another_order_has_the_same_names(turn):
    profiles = profile(customer_view(), RFM, REFERENCE)
    turned = pd.concat([profiles.iloc[turn:], profiles.iloc[:turn]], ignore_index=True)
    names = [name.name for name in name_segments(profiles, ARCHETYPES, RFM)]
    assert [name.name for name in name_segments(turned, ARCHETYPES, RFM)] == (
        names[turn:] + names[:turn]
    )


def test_segment_metrics_hold_profile_and_name():
    view = customer_view()
    profiles = profile(view, RFM, REFERENCE)
    everybody = profile(view.assign(segment=0), RFM, REFERENCE)
    names = name_segments(profiles, ARCHETYPES, RFM)
    recorded = segment_metrics(profiles, everybody, names)
    for row, found, name in zip(
        recorded["segments"], profiles.to_dict("records"), names, strict=True
    ):
        assert {key: row[key] for key in found} == found
        assert (row["name"], row["archetype"]) == (name.name, name.archetype.id)
        assert row["who"] == name.archetype.who
    assert recorded["all_customers"]["customers"] == len(view)
    assert "segment" not in recorded["all_customers"]
    assert recorded["largest_segment_share"] == profiles["customer_share"].max()


def test_of_a_segment_without_archetype_nothing_is_known():
    view = customer_view().assign(segment=1)
    one = profile(view, RFM, REFERENCE)
    [row] = segment_metrics(one, one, [Name("Odd", None)])["segments"]
    assert (row["archetype"], row["who"], row["fit"]) == (None, None, "none")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(1, 50), st.randoms())
def test_shares_of_few_customers_are_recorded_as_bounds(size, minimum, random):
    few = random.randint(0, size)
    row = {"segment": 1, "customers": size, "customer_share": 1.0, "newcomer_share": few / size}
    one = pd.DataFrame([row])
    [found] = segment_metrics(one, one, [Name("A", None)], minimum)["segments"]
    if isinstance(found["newcomer_share"], float):
        assert few in (0, size) or minimum <= few <= size - minimum
    else:
        assert 0 <= few < minimum or size - minimum < few <= size
