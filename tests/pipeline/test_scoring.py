"""Scoring a new export: what is read, refused, written and told."""

from __future__ import annotations

from datetime import timedelta

import ibis
import pandas as pd
import pytest

from fixtures import floats, order_lines, study
from segmentbook.clustering import published
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.transform import Scaling
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.files import write_json
from segmentbook.features import RFM
from segmentbook.params.clustering import Clustering
from segmentbook.pipeline import scoring
from segmentbook.segments import profile

pytestmark = pytest.mark.whole

NAMES = [feature.name for feature in RFM]


def export(lines: pd.DataFrame) -> pd.DataFrame:
    """Return order lines in the form that the test study reads."""
    return pd.DataFrame(
        {
            "InvoiceNo": lines["order"],
            "StockCode": lines["product"],
            "Description": lines["product_name"],
            "Quantity": lines["quantity"],
            "InvoiceDate": lines["timestamp"],
            "UnitPrice": floats(lines)["price"],
            "CustomerID": lines["customer"],
            "Country": lines["place"],
        }
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The folder of a study with an export and a report, and the customers of the model."""
    folder = tmp_path_factory.mktemp("shop")
    export(order_lines()).to_parquet(folder / "export.parquet")
    view = frame(scoring.customers_of(study(), folder / "export.parquet", None))
    reference = view["last_order"].max().date() + timedelta(days=1)
    params = Clustering(n_init=2)
    scaling = Scaling.fit(view, NAMES, params)
    model = segment(fit_points(view, scaling, params), scaling, 3, params)
    view["segment"] = model.assign(view)
    profiles = profile.profile(view, RFM, reference).assign(name=["A", "B", "C"])
    document = published.complete(model.to_json(), view, profiles, reference)
    write_json(document, folder / "reports" / "shop" / "model.json")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTS", str(folder / "reports"))
        yield folder, view


@pytest.fixture
def ask(shop, tmp_path):
    """Return a function that scores an export and returns what was told and written."""

    def asked(table=None, **changes):
        file = shop[0] / "export.parquet"
        if table is not None:
            file = tmp_path / "new.parquet"
            table.to_parquet(file)
        values = {"file": str(file), "out": str(tmp_path / "out.csv"), **changes}
        told = scoring.score(study(), scoring.Request(**values))
        out = tmp_path / "out.csv"
        return told, pd.read_csv(out, dtype={"customer": str}) if out.is_file() else None

    return asked


def segments(table: pd.DataFrame) -> dict[str, int]:
    return table.set_index("customer")["segment"].to_dict()


def test_the_export_of_the_model_gets_the_same_segments(shop, ask, tmp_path):
    _, view = shop
    told, found = ask()
    assert list(found) == ["customer", *NAMES, "segment", "name", "outside_range"]
    assert found["customer"].tolist() == sorted(view["customer"])
    wanted = view.set_index("customer").loc[found["customer"]]
    for column in (*NAMES, "segment"):
        assert found[column].tolist() == pytest.approx(wanted[column].tolist()), column
    assert (found["name"] == found["segment"].map({1: "A", 2: "B", 3: "C"})).all()
    assert not found["outside_range"].any()
    counts = view["segment"].value_counts()
    assert f"  1 A: {counts[1]} ({counts[1] / len(view):.0%})" in told
    assert "60 customers" in told
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_later_export_is_counted_from_its_own_last_order(shop, ask):
    later = order_lines().assign(timestamp=lambda t: t["timestamp"] + timedelta(days=400))
    _, found = ask(export(later))
    assert segments(found) == segments(shop[1])


def test_customers_unlike_any_seen_are_flagged(ask):
    rich = export(order_lines())
    rich.loc[rich["CustomerID"] == "10003", "UnitPrice"] = 1e5
    told, found = ask(rich)
    assert found.loc[found["outside_range"], "customer"].tolist() == ["10003"]
    assert any(line.startswith("1 (1.7%) have a value outside") for line in told)


def test_an_export_of_another_length_is_refused_unless_told_otherwise(ask, tmp_path):
    lines = order_lines()
    short = lines[lines["timestamp"] < lines["timestamp"].min() + timedelta(days=90)]
    with pytest.raises(UserError, match="ANY_WINDOW=1") as error:
        ask(export(short))
    assert "its orders span 90 days, those of the model 1" in str(error.value)
    assert not (tmp_path / "out.csv").exists()
    _, found = ask(export(short), any_window=True)
    assert len(found) == short["customer"].nunique()


@pytest.mark.parametrize(("days", "fits"), [(90, True), (110, True), (89, False), (111, False)])
def test_the_window_may_differ_by_a_tenth(days, fits):
    start = pd.Timestamp("2023-01-01").date()
    end = start + timedelta(days=100)
    window = published.Window(start, end, end + timedelta(days=1))
    if fits:
        scoring.check_window(days, window, "x.csv")
        return
    with pytest.raises(
        UserError, match=f"x.csv: its orders span {days} days, those of the model 100"
    ):
        scoring.check_window(days, window, "x.csv")


def test_the_rules_of_the_params_clean_the_new_export(shop, ask):
    dirty = export(order_lines())
    extra = dirty.head(2).assign(InvoiceNo="C1", Quantity=-1)
    _, found = ask(pd.concat([dirty, extra, dirty.head(3)]))
    wanted = shop[1].set_index("customer")["monetary"].to_dict()
    assert found.set_index("customer")["monetary"].to_dict() == pytest.approx(wanted)


def test_without_a_wish_the_customers_go_beside_the_report(shop, ask):
    told, _ = ask(out="")
    assert (shop[0] / "reports" / "shop.scored" / "export.csv").is_file()
    assert told[-1].endswith("reports/shop.scored/export.csv")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": ""}, "no export is given"),
        ({"file": "nowhere.csv"}, "there is no such file"),
        ({"model": "nowhere.json"}, "there is no model"),
        ({"out": "/proc/out.csv"}, "cannot be written"),
    ],
)
def test_what_is_not_there_is_told(ask, changes, said):
    with pytest.raises(UserError, match=said):
        ask(**changes)


def test_the_export_is_not_overwritten(shop, ask):
    with pytest.raises(UserError, match="would be overwritten"):
        ask(out=str(shop[0] / "export.parquet"))


def test_a_feature_that_the_study_does_not_make_is_named(shop, ask, tmp_path):
    text = (shop[0] / "reports" / "shop" / "model.json").read_text()
    model = tmp_path / "model.json"
    model.write_text(text.replace('"recency"', '"recenzy"'))
    with pytest.raises(UserError, match="did you mean 'recency'"):
        ask(model=str(model))


def test_no_text_is_a_formula(tmp_path):
    table = pd.DataFrame({"customer": ["=1+1", "-2", "b"], "name": ["@x", "fine", None]})
    scoring.write_csv(ibis.memtable(table), tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines == ["customer,name", "'-2,fine", "'=1+1,'@x", "b,"]
