"""Numbers keep their value in every form, or are refused with both readings."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core.errors import UserError
from segmentbook.ingest.numbers import read_number, recognise

MONEY = st.decimals(-(10**7), 10**7, places=2, allow_nan=False, allow_infinity=False)


def table(texts):
    return ibis.memtable(pa.table({"value": texts, "n": [1] * len(texts), "at": range(len(texts))}))


def parse(texts, declared=None, **others):
    columns = {"c": table(texts)} | {name: table(values) for name, values in others.items()}
    marks = recognise(columns, declared, "f.csv")
    values = columns["c"].select("at", read=read_number(columns["c"].value, marks["c"]))
    return values.order_by("at").to_pyarrow()["read"].to_pylist()


@settings(deadline=None, max_examples=30)
@given(
    st.lists(MONEY, min_size=1, max_size=5),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'"), (".", ""), (",", "\u00a0")]),
    st.sampled_from(["{}", "{} GBP", "€ {}", "${}", "{} kr"]),
)
def test_money_comes_back_exactly(amounts, marks, frame):
    decimal, thousands = marks
    swap = str.maketrans({".": decimal, ",": thousands})
    texts = [frame.format(f"{amount:,.2f}".translate(swap)) for amount in amounts]
    assert parse(texts) == amounts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("3-", "-3"), ("(4.50)", "-4.5"), ("\u22125.1", "-5.1"), ("1e3", "1000"), ("--3", None),
     ("SKU12", None), ("12 34", None), ("1,23", None), ("10" * 10, None), ("NA", None)],
)  # fmt: skip
def test_single_values(text, wanted):
    many = [f"{number}.25" for number in range(20)]
    assert parse([text, *many])[0] == (None if wanted is None else Decimal(wanted))


def test_thousands_or_fractions_are_refused_unless_something_tells():
    with pytest.raises(UserError, match=r"'1,234' is 1234 or 1\.234") as error:
        parse(["1,234", "2,345"])
    assert 'decimal: ","' in str(error.value)
    assert parse(["1,234"], price=["2.55"]) == [Decimal(1234)]
    assert parse(["1,234"], declared=",") == [Decimal("1.234")]
    assert parse(["1,234", "0,125"]) == [Decimal("1.234"), Decimal("0.125")]
