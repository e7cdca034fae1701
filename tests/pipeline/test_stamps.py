from __future__ import annotations

import json

import pytest

from segmentbook.core import paths
from segmentbook.params.study import known_studies, load_study
from segmentbook.pipeline import stamps


def test_every_section_has_a_stamp_and_so_have_data_and_reports(run_folders):
    study = load_study("online_retail")
    stamps.write(study, {})
    folder = paths.interim("online_retail") / "stamps"
    assert {path.name for path in folder.iterdir()} == {
        *study.section_texts(),
        "DATA",
        "REPORTS",
        "SET",
    }
    assert json.loads((folder / "products").read_text())["months"] == 2


def test_only_stamps_whose_content_changes_are_touched(run_folders, monkeypatch):
    monkeypatch.setenv("DATA", "somewhere")
    assert "cleaning" in stamps.write(load_study("online_retail"), {})
    before = {p.name: p.stat().st_mtime_ns for p in _folder("online_retail").iterdir()}
    assert stamps.write(load_study("online_retail"), {}) == []
    changed = {"products.top": 3}
    assert stamps.write(load_study("online_retail", changed), changed) == ["SET", "products"]
    after = {p.name: p.stat().st_mtime_ns for p in _folder("online_retail").iterdir()}
    assert {name for name in after if after[name] != before[name]} == {"SET", "products"}


@pytest.mark.parametrize("name", known_studies())
def test_data_of_a_package_or_a_generator_do_not_depend_on_the_folder_of_exports(
    run_folders, monkeypatch, name
):
    study = load_study(name)
    stamps.write(study, {})
    monkeypatch.setenv("DATA", "elsewhere")
    changed = stamps.write(study, {})
    assert changed == ([] if study.source.package or study.source.generator else ["DATA"])


def _folder(name: str):
    return paths.interim(name) / "stamps"
