"""What bands of value are called, and what does not apply to them."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.segments import bands
from segmentbook.segments.naming import Name

WORDS = {"high": "High ({value})", "middle": "Middle ({value})", "low": "Low ({value})"}
GIVEN = [Name("A", None, 0.0), Name("B", None, 0.0), Name("C", None, 0.0)]
PROFILES = pd.DataFrame({"monetary_median": [5.0, 90.0, 20.0]})


def test_bands_are_named_by_their_value():
    found = bands.names(GIVEN, PROFILES, RFM, {"banded": True}, WORDS)
    title = next(one.title for one in RFM if one.name == "monetary")
    assert [one.name for one in found] == [
        f"{word} ({title.lower()})" for word in ("Low", "High", "Middle")
    ]
    two = bands.names(GIVEN[:2], PROFILES[:2], RFM, {"banded": True}, WORDS)
    assert [one.name.split()[0] for one in two] == ["Low", "High"]


def test_segments_keep_their_names():
    assert bands.names(GIVEN, PROFILES, RFM, {"banded": False}, WORDS) == GIVEN


def test_what_is_about_segments_does_not_apply_to_bands():
    assert bands.of_segments("lines", {"banded": False}) == "lines"
    assert bands.of_segments("lines", {"banded": True}) is bands.NO_SEGMENTS
    missing = NotApplicable("no lines")
    assert bands.of_segments(missing, {"banded": True}) is missing
