"""What a notebook talks to: tables between chapters, metrics, files that leave with the report."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from fixtures import in_engine, order_lines
from segmentbook.core.errors import UserError
from segmentbook.core.metrics import MetricError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pipeline import chapter
from segmentbook.report.exhibit import Exhibit


def start(name, **overrides):
    return chapter.start(name, "online_retail", overrides)


def test_an_unknown_chapter_is_a_fault(run_folders):
    with pytest.raises(ValueError, match="no chapter '8_more'"):
        start("8_more")


def test_overrides_reach_the_study(run_folders):
    started = chapter.start("1_cleaning", "online_retail", {"products.top": 7})
    assert started.study.products.top == 7
    with pytest.raises(UserError, match=r"unknown key 'products\.topp'"):
        chapter.start("1_cleaning", "online_retail", {"products.topp": 7})


def test_tables_and_documents_reach_later_chapters(run_folders):
    first = start("1_cleaning")
    lines = order_lines(20)
    back = first.save_table("order_lines", in_engine(lines))
    assert back.count().to_pandas() == len(lines)
    first.save_frame("labels", lines[["customer", "quantity"]])
    first.save_document("inputs", [{"name": "a.csv"}])

    later = start("3_customers")
    found = later.table("order_lines").order_by("export_row").to_pandas()
    assert found["order"].tolist() == lines["order"].tolist()
    assert found["amount"].sum() == lines["amount"].sum()
    assert_frame_equal(later.frame("labels"), lines[["customer", "quantity"]], check_dtype=False)
    assert later.document("inputs") == [{"name": "a.csv"}]


def test_rows_that_a_rule_removed_are_no_order_lines_of_a_later_chapter(run_folders):
    first, lines = start("1_cleaning"), order_lines(20)
    marked = in_engine(lines.assign(removed_by=[n % 3 for n in range(len(lines))]))
    assert first.save_table("order_lines", marked).count().to_pandas() == len(lines)
    first.finish()
    later = start("2_eda").table("order_lines")
    assert "removed_by" not in later.columns
    wanted = sorted(lines["export_row"].iloc[::3])
    assert sorted(later["export_row"].to_pandas()) == wanted


def test_a_table_that_is_not_there_says_what_to_run(run_folders):
    with pytest.raises(UserError) as error:
        start("2_eda").table("order_lines")
    text = str(error.value)
    assert "order_lines.parquet" in text
    assert "chapter 2_eda" in text
    assert "make report STUDY=online_retail" in text


def test_metrics_reach_the_chapters_that_build_on_them(run_folders):
    first = start("1_cleaning")
    first.show(Exhibit(name="ledger", metrics={"customers": 3, "share": float("nan")}))
    first.show(Exhibit(name="places", what="Places", missing=NotApplicable(reason="none")))
    first.finish()
    second = start("2_eda")
    second.show(Exhibit(name="orders", metrics={"revenue": 5}))
    assert second.metrics == {"customers": 3, "revenue": 5, "share": None}
    assert start("3_customers").metrics == {"customers": 3, "share": None}
    second.finish()
    assert start("9_summary").metrics == {"customers": 3, "revenue": 5, "share": None}
    file = run_folders / "interim/online_retail/metrics/2_eda.json"
    assert json.loads(file.read_text()) == {"revenue": 5}


def test_two_exhibits_cannot_record_one_metric(run_folders):
    first = start("1_cleaning")
    first.show(Exhibit(name="ledger", metrics={"customers": 3}))
    first.show(Exhibit(name="ledger", metrics={"customers": 4}))
    assert first.metrics["customers"] == 4
    first.show(Exhibit(name="result", metrics={"customers": 4}))
    with pytest.raises(MetricError, match="'customers' is recorded by ledger and result"):
        _ = first.metrics
    first.show(Exhibit(name="result"))
    first.finish()
    second = start("2_eda")
    second.show(Exhibit(name="sales", metrics={"customers": 5}))
    with pytest.raises(MetricError, match="'customers' is recorded by 1_cleaning and sales"):
        _ = second.metrics


def test_a_chapter_that_starts_is_no_longer_done(run_folders):
    done = run_folders / "interim/online_retail/done/2_eda"
    done.parent.mkdir(parents=True)
    done.touch()
    start("2_eda")
    assert not done.exists()


def test_the_depfile_names_what_was_read(run_folders):
    chapter = start("1_cleaning")
    export = run_folders / "exports" / "data.csv"
    chapter.reads(export)
    assert chapter.study.clustering.seed == 42
    chapter.finish()
    text = (run_folders / "interim/online_retail/deps/1_cleaning.d").read_text()
    assert "exports/data.csv" in text
    assert "src/segmentbook/pipeline/chapter.py" in text
    assert "stamps/clustering" in text
    assert "stamps/products" not in text


def test_published_files_lie_apart_until_the_report_is_published(run_folders):
    chapter = start("5_segments")
    chapter.publish_table(
        "segments.csv", pd.DataFrame({"name": ["=1+1", "Best, or so"], "n": [1, 2]})
    )
    chapter.publish_document("model.json", {"k": 4})
    outputs = run_folders / "interim/online_retail/outputs"
    assert (outputs / "segments.csv").read_bytes() == b'name,n\n\'=1+1,1\n"Best, or so",2\n'
    assert json.loads((outputs / "model.json").read_text()) == {"k": 4}
    assert sorted(path.name for path in outputs.iterdir()) == ["model.json", "segments.csv"]
    assert not (run_folders / "reports").exists()


def test_what_a_study_has_not_reaches_later_chapters_with_its_reason(run_folders):
    missing = NotApplicable(reason="one row for each customer")
    first = start("1_cleaning")
    assert first.save_table("order_lines", missing) is missing
    assert start("2_eda").table("order_lines") == missing
    lines = order_lines(5)
    first.save_table("order_lines", in_engine(lines))
    assert start("2_eda").table("order_lines").count().to_pandas() == len(lines)


def test_what_is_not_applicable_leaves_no_file_of_an_earlier_run(run_folders):
    chapter = start("7_products")
    chapter.publish_table("offers.csv", pd.DataFrame({"a": [1]}))
    path = chapter.folder / "outputs" / "offers.csv"
    assert path.is_file()
    chapter.finish()
    assert _recorded(run_folders, "7_products")["outputs"] == ["offers.csv"]
    chapter.publish_table("offers.csv", NotApplicable(reason="no orders"))
    chapter.finish()
    assert _recorded(run_folders, "7_products")["outputs"] == []


def test_the_record_holds_what_later_chapters_may_read(run_folders):
    first = start("1_cleaning")
    first.save_table("order_lines", in_engine(order_lines(5)))
    first.save_table("items", NotApplicable(reason="none"))
    first.save_document("inputs", [])
    first.publish_document("model.json", {})
    first.finish()
    before = _recorded(run_folders, "1_cleaning")
    assert sorted(before["files"]) == [
        "inputs.json",
        "items.not-applicable.json",
        "metrics/1_cleaning.json",
        "order_lines.parquet",
    ]
    first.save_document("inputs", ["other.csv"])
    first.finish()
    after = _recorded(run_folders, "1_cleaning")
    changed = {name for name in after["files"] if after["files"][name] != before["files"][name]}
    assert changed == {"inputs.json"}


def _recorded(folder, name):
    return json.loads((folder / f"interim/online_retail/results/{name}.json").read_text())
