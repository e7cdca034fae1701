from __future__ import annotations

import pytest

from segmentbook.core import paths
from segmentbook.pipeline import results


@pytest.fixture
def folder(run_folders):
    """The interim folder of a study whose first three chapters are done."""
    folder = paths.interim("shop")
    folder.mkdir(parents=True)
    for started, chapter in enumerate(("1_cleaning", "3_customers", "4_clustering"), 1):
        (folder / f"{chapter}.parquet").write_text(chapter)
        results.write("shop", chapter, [folder / f"{chapter}.parquet"], [f"{chapter}.csv"])
        found = results.built_on("shop", chapter)
        results.mark_done("shop", chapter, started * 10**9, found)
    return folder


def rewrite(folder, chapter, text):
    (folder / f"{chapter}.parquet").write_text(text)
    results.write("shop", chapter, [folder / f"{chapter}.parquet"], [])


def test_a_chapter_is_unchanged_while_those_before_it_leave_the_same(folder):
    assert results.is_unchanged("shop", "4_clustering")
    rewrite(folder, "3_customers", "3_customers")
    results.write("shop", "3_customers", [folder / "3_customers.parquet"], ["3_customers.csv"])
    assert results.is_unchanged("shop", "4_clustering")
    rewrite(folder, "1_cleaning", "other")
    assert not results.is_unchanged("shop", "4_clustering")


def test_a_chapter_that_is_not_done_or_whose_sources_are_missing_is_changed(folder):
    assert not results.is_unchanged("shop", "5_segments")
    results.record("shop", "3_customers").unlink()
    assert not results.is_unchanged("shop", "4_clustering")


def test_the_first_chapter_builds_on_nothing_that_could_be_the_same(folder):
    assert not results.is_unchanged("shop", "1_cleaning")


def test_a_chapter_that_is_kept_is_dated_like_the_latest_before_it(folder):
    done = folder / "done"
    results.mark_done("shop", "3_customers", 7 * 10**9, {})
    results.keep_done("shop", "4_clustering")
    assert (done / "4_clustering").stat().st_mtime == 7
    results.mark_done("shop", "4_clustering", 9 * 10**9, {})
    results.keep_done("shop", "4_clustering")
    assert (done / "4_clustering").stat().st_mtime == 9
    assert not list(done.glob(".*"))


def test_the_outputs_are_those_that_the_chapters_made_last(folder, monkeypatch):
    monkeypatch.setattr(results.graph, "CHAPTERS", ("1_cleaning", "3_customers"))
    outputs = folder / "outputs"
    assert results.outputs("shop") == [outputs / "1_cleaning.csv", outputs / "3_customers.csv"]
    rewrite(folder, "3_customers", "same")
    assert results.outputs("shop") == [outputs / "1_cleaning.csv"]
