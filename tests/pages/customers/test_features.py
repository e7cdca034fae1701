"""The table of features, and the words of features and feature sets."""

from __future__ import annotations

from typing import get_args

import pytest

import customer_table
from exhibits import blocks_of
from fixtures import study
from segmentbook import features as methods
from segmentbook.core import language
from segmentbook.features import RFM
from segmentbook.features.lrfmc import LENGTH
from segmentbook.features.sets import SETS as REGISTRY
from segmentbook.pages.customers import features
from segmentbook.pages.customers.features import DIRECTIONS, SETS, UNITS
from segmentbook.params.customers import FeatureSetName


def test_every_set_of_the_params_has_a_title_and_no_other():
    assert set(SETS) == set(get_args(FeatureSetName)) == set(REGISTRY)


@pytest.mark.parametrize("name", REGISTRY)
def test_the_words_of_every_feature_are_known(name):
    for feature in REGISTRY[name].features(RFM, ()):
        assert feature.unit in (*UNITS, "")
        assert feature.better in DIRECTIONS


def test_what_makes_segments_is_marked():
    one = study(
        customers={"features": "lrfmc", "use": ["recency", "monetary"]},
        columns={"discounts": ["discount"]},
    )
    [table] = blocks_of(features("lrfmc", methods.described(one), methods.chosen(one)))
    assert [row[0] for row in table["rows"]][:2] == ["Length", "Recency"]
    assert [row[4] for row in table["rows"]] == ["no", "yes", "no", "yes", "no"]
    assert table["rows"][1][1:4] == [
        "calendar days from the last order to the reference date", "days", "low",
    ]  # fmt: skip


def test_every_definition_is_complete():
    one = study(customers={"features": "single_view"}, columns={"discounts": ["discount"]})
    [table] = blocks_of(features("single_view", methods.described(one), methods.chosen(one)))
    definitions = {row[0]: row[1] for row in table["rows"]}
    assert definitions["ARPU"].startswith("revenue per 30 days since the first order")
    assert not any("{" in text for text in definitions.values())


def test_features_are_in_the_language_of_the_report():
    one = customer_table.study(customers={"features": "lrfmc"})
    described, chosen = methods.described(one), methods.chosen(one)
    [english] = blocks_of(features("lrfmc", described, chosen))
    language.set_language("id")
    [indonesian] = blocks_of(features("lrfmc", described, chosen))
    ours, theirs = english["rows"][0], indonesian["rows"][0]
    assert ours[:2] == ["Length", LENGTH.definition]
    assert theirs[1] != ours[1]
