"""Words and scales that exhibits of customers share."""

from __future__ import annotations

import customer_table
from fixtures import study
from segmentbook.core import language
from segmentbook.features import RFM
from segmentbook.features.demographic import declared_features
from segmentbook.features.single_view import SINGLE_VIEW
from segmentbook.params.customers import Declared
from segmentbook.report import labels
from segmentbook.report.formats import NO_CURRENCY


def test_titles_have_units():
    assert [labels.titled(feature, "GBP") for feature in RFM] == [
        "Recency, days",
        "Frequency, orders",
        "Monetary value, GBP",
    ]
    assert labels.titled(RFM[2], NO_CURRENCY) == "Monetary value"


def test_features_are_translated_once():
    declared = [Declared(column="town", definition="the {town}", values=["Kota {x}"])]
    features = [*RFM, *SINGLE_VIEW, *declared_features(declared, {})]
    language.set_language("id")
    translated = labels.in_language(features)
    assert labels.in_language(translated) == translated
    assert translated[0].definition != RFM[0].definition
    by_name = {feature.name: feature for feature in translated}
    assert "30" in by_name["arpu"].definition
    assert "{" not in by_name["arpu"].definition
    assert by_name["town=Kota {x}"].title == "town: Kota {x}"
    assert "the {town}" in by_name["town=Kota {x}"].definition


def test_titles_of_columns_are_translated():
    language.set_language("id")
    columns = customer_table.study({"titles": {"income": "Wine", "note": "{x}"}}).columns
    translated = labels.titles_in_language(columns)
    assert translated.label("income") == language.gettext("Wine") != "Wine"
    assert (translated.label("note"), translated.label("town")) == ("{x}", "town")
    assert columns.label("income") == "Wine"
    of_lines = study().columns
    assert labels.titles_in_language(of_lines) is of_lines


def test_in_english_features_stay_as_they_are_but_for_their_values():
    assert labels.in_language(RFM) == RFM
    [level] = declared_features([Declared(column="a", definition="b", values=["c"])], {})
    assert labels.in_language([level]) == (level,)
