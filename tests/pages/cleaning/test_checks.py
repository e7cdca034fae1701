"""What the checks found, in words and under its heading."""

from __future__ import annotations

import pytest

from exhibits import blocks_of
from faulty_lines import found, planted
from fixtures import study
from segmentbook.cleaning import faults
from segmentbook.pages import cleaning as pages
from segmentbook.pages.cleaning.checks import FAULTS, HEADINGS, worded

RULES = study().cleaning
PAGES = {
    "missing": pages.missing_values,
    "periods": pages.incomplete_periods,
    "special": pages.special_formats,
    "formats": pages.incorrect_formats,
    "duplicates": pages.duplicates,
    "impossible": pages.impossible_values,
}


@pytest.fixture(scope="module")
def findings():
    return found(planted()[1], RULES)


def test_every_fault_and_every_heading_has_words():
    assert set(FAULTS) == set(faults.Fault)
    assert list(HEADINGS) == list(faults.HEADINGS)


@pytest.mark.whole
def test_faults_in_words(findings):
    words = set(worded(findings, RULES)["finding"])
    assert {
        "category is empty",
        "category holds JSON",
        "category holds lists",
        "place holds a placeholder for missing values",
        "place starts or ends with blanks",
        "place could run as a spreadsheet formula",
        "product is a word, not a code with digits",
        "quantity is below 0",
        "price is 0",
        "price is below 0",
        "timestamp is before 1990 or after 2100",
        "order belongs to several customers",
        "row repeats another in every column",
        "product codes differ in capital letters only",
        "months without rows",
    } <= words


@pytest.mark.whole
def test_the_rules_that_deal_with_a_finding_are_named(findings):
    actions = worded(findings, RULES).set_index("finding")["action"]
    assert actions["row repeats another in every column"] == "drop exact duplicates"
    assert actions["price is 0"] == "keep quantity and price above 0"
    assert actions["category is empty"] == "no action declared"
    assert actions["quantity is below 0"] == (
        "drop cancelled orders (C...), then keep quantity and price above 0"
    )


@pytest.mark.whole
def test_examples_show_a_value_and_its_row(findings):
    examples = worded(findings, RULES).set_index("finding")["example"]
    assert examples["category is empty"] == "data row 4"
    assert examples["place starts or ends with blanks"] == " North (data row 7)"
    assert examples["order belongs to several customers"] == "–"
    assert examples["months without rows"].startswith("1970-02 to 20")


@pytest.mark.whole
@pytest.mark.parametrize("heading", PAGES)
def test_each_heading_shows_its_findings(findings, heading):
    [block] = blocks_of(PAGES[heading](findings, RULES))
    assert block["kind"] == "table"
    assert len(block["rows"]) == (findings["heading"] == heading).sum()


@pytest.mark.whole
@pytest.mark.parametrize("heading", PAGES)
def test_a_heading_without_findings_is_not_applicable(findings, heading):
    [block] = blocks_of(PAGES[heading](findings[findings["heading"] != heading], RULES))
    assert block == {"kind": "not_applicable", "what": HEADINGS[heading], "reason": "nothing found"}


@pytest.mark.whole
def test_all_findings_are_recorded(findings):
    [exhibit] = pages.findings(findings, RULES)
    assert exhibit.parts == []
    assert len(exhibit.metrics["findings"]) == len(findings)
    unanswered = findings[(findings["heading"] != "lacking") & (findings["rules"].str.len() == 0)]
    assert exhibit.metrics["findings_without_action"] == len(unanswered)


@pytest.mark.whole
def test_partial_months_show_the_day():
    lines = planted()[0]
    inside = lines[(lines["timestamp"] >= "2023-02-10") & (lines["timestamp"] < "2023-05-11")]
    [block] = blocks_of(pages.incomplete_periods(found(inside.reset_index(drop=True)), []))
    assert [row[0] for row in block["rows"]] == [
        "the first month is incomplete", "the last month is incomplete",
    ]  # fmt: skip
    assert [row[3].split(" on ")[0] for row in block["rows"]] == ["begins", "ends"]
