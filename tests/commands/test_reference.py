"""The reference of the params: complete, true, and with examples that the models accept."""

from __future__ import annotations

import re

import pytest
import yaml
from pydantic import TypeAdapter

from segmentbook.commands import reference
from segmentbook.params.study import Study


def test_the_page_is_what_the_models_say():
    assert reference.FILE.read_text("utf-8") == reference.reference(), "make docs"


def test_every_key_is_described():
    assert reference.missing_descriptions() == []


def test_keys_that_were_hard_to_find_are_there():
    page = reference.reference()
    assert re.search(r"^## `source\.text`$", page, flags=re.MULTILINE)
    assert re.search(r"^## `source\.lookups`$", page, flags=re.MULTILINE)
    assert re.search(r"^## `source\.database`$", page, flags=re.MULTILINE)
    for key in ("header", "sheet", "lookups", "database"):
        assert f"\n| `{key}` |" in page


@pytest.mark.parametrize(
    ("model", "name", "example"), reference.declared_examples(), ids=lambda value: str(value)
)
def test_declared_examples_are_allowed(model, name, example):
    field = model.model_fields[name]
    TypeAdapter(field.rebuild_annotation()).validate_python(yaml.safe_load(example))


def test_a_table_row_has_type_default_meaning_and_example():
    rows = [line for line in reference.reference().splitlines() if line.startswith("| `k_max` |")]
    assert rows == [
        "| `k_max` | whole number, at most 20 | `10` | Largest number that is tried. |  |"
    ]
    assert Study.model_fields["language"].default == "en"
