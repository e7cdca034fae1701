"""The params file of a new study is valid, whatever its file and columns are called."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.commands.new import params_file
from segmentbook.commands.new.mapping import Mapping
from segmentbook.params.study import parse_study

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(NAMES, NAMES, NAMES, NAMES, st.sampled_from([None, "EUR"]))
def test_any_name_comes_back_from_the_file(file, customer, day, money, currency):
    columns = {"customer": customer, "timestamp": day, "amount": money}
    mapping = Mapping(columns, unsure=("amount",), other=(file,))
    rule = {"rule": "drop_missing", "columns": ["customer"], "reason": money}
    text = params_file.write("my-shop", file, mapping, currency, [params_file.Rule(rule, 7)])
    values = yaml.safe_load(text)
    study = parse_study({"name": "my-shop", **values}, "params/my-shop.yaml")
    assert study.source.files == [file]
    assert values["columns"] == columns
    assert values["cleaning"] == [rule]
    assert study.currency == (currency or "XXX")
    assert study.title == "My shop: who our customers are"


def test_guesses_and_unused_columns_are_comments():
    columns = {"customer": "c", "timestamp": "t", "amount": "a"}
    mapping = Mapping(columns, unsure=("amount",), other=("note", "b"))
    rules = [params_file.Rule({"rule": "drop_duplicates", "reason": "twice"}, 1234)]
    lines = params_file.write("shop", "a.csv", mapping, None, rules).splitlines()
    assert '  amount: "a"   # a guess: check it' in lines
    assert '  # not used: "note", "b"' in lines
    assert "  - rule: drop_duplicates   # would remove 1,234 rows" in lines
    assert "currency: XXX   # not found in the file" in lines
