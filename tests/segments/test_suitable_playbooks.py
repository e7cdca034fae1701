"""What is refused before a notebook runs."""

from __future__ import annotations

import pytest

from fixtures import EXPORT, study, write_csv
from segmentbook.core.errors import UserError
from segmentbook.pipeline import preflight


@pytest.fixture
def files(tmp_path):
    write_csv(tmp_path / "shop.csv")
    return [tmp_path / "shop.csv"]


def test_a_study_without_mistakes_passes(files):
    assert preflight.check_columns(study(), files) == len(EXPORT)


@pytest.mark.parametrize(
    ("segments", "said"),
    [
        ({"playbook": "rmf"}, "did you mean 'rfm'"),
        ({"playbook": "demographic"}, "no feature of the study is the 'income'"),
        ({"roles": {"recency": "recencey"}}, "did you mean 'recency'"),
        ({"roles": {"Wein": "wine"}}, "customers have no column 'Wein'"),
    ],
)
def test_a_playbook_that_does_not_suit_the_study_is_refused(segments, said):
    with pytest.raises(UserError, match=said):
        preflight.check_choices(study(segments=segments))
