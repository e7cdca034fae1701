"""A params file as a study."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.core.errors import UserError
from segmentbook.params import study as module
from segmentbook.params.study import known_studies, load_study, parse_study


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A params file of its own, and a function that loads it with changes."""
    values = {
        "title": "Shop",
        "subtitle": "Who buys",
        "description": "A shop.",
        "source_note": "An example",
        "currency": "EUR",
        "source": {"files": ["shop.csv"]},
        "columns": {
            "customer": "c",
            "order": "o",
            "product": "p",
            "timestamp": "t",
            "quantity": "q",
            "price": "e",
        },
        "cleaning": [{"rule": "drop_missing", "columns": ["c"], "reason": "nobody"}],
    }
    monkeypatch.setattr(module, "PARAMS", tmp_path)

    def load(changes=None, **overrides):
        (tmp_path / "shop.yaml").write_text(yaml.safe_dump(values | (changes or {})))
        return load_study("shop", {key.replace("__", "."): v for key, v in overrides.items()})

    return load


def test_a_study_has_the_name_of_its_file_and_the_defaults(shop):
    study = shop()
    assert (study.name, study.clustering.k, study.clustering.seed) == ("shop", "auto", 42)


def test_overrides_replace_keys_of_sections_and_make_sections(shop):
    study = shop(clustering__k_max=6, products__exclude=["FUEL"])
    assert study.clustering.k_max == 6
    assert study.products.exclude == ["FUEL"]


ECONOMICS = {
    "margin": 0.3,
    "contact_cost": 1.0,
    "response": {"low": 0.1, "middle": 0.2, "high": 0.3},
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titel": "x"}, ["unknown key 'titel'", "did you mean 'title'?"]),
        ({"clustering": {"kmax": 3}}, ["unknown key 'clustering.kmax'", "'k_max'"]),
        ({"clustering": {"k": "five"}}, ["clustering.k = 'five'", "integer", "'auto'"]),
        ({"clustering": {"k": 99}}, ["clustering.k = 99", "less than or equal to 12"]),
        ({"clustering": {"k": True}}, ["clustering.k = True"]),
        ({"clustering": {"k": 4}}, ["clustering: wrong combination", "needs a 'reason'"]),
        (
            {"clustering": {"k": 3, "reason": "x", "split": {"segment": 4, "k": 2}}},
            ["clustering: wrong combination", "'split.segment' must not be above 'k'"],
        ),
        (
            {"clustering": {"split": {"segment": "Loyal", "k": 2}}},
            ["clustering.split.segment = 'Loyal'", "the number that stands beside the name"],
        ),
        (
            {"clustering": {"algorithm": "hdbscan", "k": 3, "reason": "x"}},
            ["clustering: wrong combination", "'hdbscan' finds the number of groups itself"],
        ),
        (
            {"clustering": {"algorithm": "hdbscan", "split": {"segment": 1, "k": 2}}},
            ["clustering: wrong combination", "so it cannot 'split' a segment"],
        ),
        ({"clustering": {"scaler": "max_min"}}, ["clustering.scaler = 'max_min'", "'min_max'"]),
        ({"clustering": {"minimum_share": float("nan")}}, ["clustering.minimum_share = nan"]),
        ({"currency": "euro"}, ["currency = 'euro'"]),
        ({"products": 3}, ["products = 3 is not allowed"]),
        ({"language": "de"}, ["language = 'de'", "'en' or 'id'"]),
        ({"segments": {"roles": {"a": "wine", "b": "wine"}}}, ["two columns have the role 'wine'"]),
        ({"economics": {"margin": 0.3}}, ["key 'economics.contact_cost' is missing"]),
        (
            {"economics": {**ECONOMICS, "response": {"low": 0.2, "middle": 0.1, "high": 0.3}}},
            ["economics.response: wrong combination", "must rise"],
        ),
        ({"economics": {**ECONOMICS, "margins": 0.3}}, ["did you mean 'margin'?"]),
        ({"cleaning": [{"rule": "drop_mising"}]}, ["unknown rule", "'drop_missing'"]),
        (
            {"cleaning": [{"rule": "drop_missing", "colums": ["c"], "reason": "x"}]},
            ["unknown key 'cleaning.0.colums'", "did you mean 'columns'?", "(1 more"],
        ),
        ({"columns": {"customer": "c"}}, ["key 'columns.timestamp' is missing"]),
        ({"name": "other"}, ["'name' cannot be set"]),
    ],
)
def test_one_message_names_file_key_value_and_what_is_allowed(shop, changes, said):
    with pytest.raises(UserError) as caught:
        shop(changes)
    text = str(caught.value)
    assert text.startswith("params/shop.yaml: ")
    for part in said:
        assert part in text
    assert "Traceback" not in text


def test_an_override_below_something_that_is_no_section_is_refused(shop):
    with pytest.raises(UserError, match="'cleaning' is not a section"):
        shop(cleaning__0__reason="x")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title: [open", "not valid YAML"),
        (b"- a\n- list\n", "holds no keys"),
        (b"", "holds no keys"),
        (b"title: \xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_params_file_is_a_users_mistake(tmp_path, monkeypatch, content, said):
    monkeypatch.setattr(module, "PARAMS", tmp_path)
    (tmp_path / "shop.yaml").write_bytes(content)
    with pytest.raises(UserError, match=said):
        load_study("shop")


def test_an_unknown_study_brings_the_nearest_name():
    with pytest.raises(UserError, match="did you mean 'online_retail'"):
        load_study("online_retial")


def test_reading_is_remembered_by_top_level_section(shop):
    study = shop()
    assert study.sections_read == []
    assert study.clustering.k == "auto"
    assert study.products.top == 5
    assert study.sections_read == ["clustering", "products"]


def test_telling_the_sections_is_not_reading_them(shop):
    study = shop()
    texts = study.section_texts()
    assert study.sections_read == []
    assert json.loads(texts["products"])["top"] == 5
    assert texts == shop().section_texts()


@pytest.mark.parametrize("name", known_studies())
def test_every_params_file_of_the_project_is_valid(name):
    assert load_study(name).name == name


def test_a_time_zone_is_one_of_iana(shop):
    assert shop({"timezone": "Asia/Jakarta"}).timezone == "Asia/Jakarta"
    with pytest.raises(UserError, match="did you mean 'Asia/Jakarta'"):
        shop({"timezone": "Asia/Jakrta"})


@given(st.dictionaries(st.text(min_size=1), st.integers(), max_size=3), st.text(max_size=20))
def test_any_params_are_a_study_or_a_users_mistake(values, where):
    with pytest.raises(UserError) as error:
        parse_study(values, where)
    assert str(error.value).startswith(where)


def test_an_error_of_yaml_is_its_problem_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr("segmentbook.params.study.PARAMS", tmp_path)
    (tmp_path / "shop.yaml").write_text("title: [a\nsubtitle: b\n")
    with pytest.raises(UserError) as error:
        load_study("shop")
    first, *_ = str(error.value).splitlines()
    assert first == "params/shop.yaml, line 2: not valid YAML: expected ',' or ']', but got ':'"
