"""How many different products an order contains."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import products, sales
from segmentbook.pages.eda import order_sizes
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_orders_of_one_product():
    lines = in_engine(order_lines(150))
    table = products.order_sizes(lines)
    shown = order_sizes(table)
    svg(picture_of(shown))
    one = table.loc[table["products"] == 1, "orders"].sum() / table["orders"].sum()
    assert f"{one:.0%} have one" in picture_of(shown).alt
    title = texts_of(shown, sales.headline(lines))[0]
    assert title == f"{one:.0%} of orders contain a single product"


@pytest.mark.parametrize("sizes", [[1], [30], [2, 7]])
def test_orders_of_few_sizes(sizes):
    picture = picture_of(order_sizes(pd.DataFrame({"products": sizes, "orders": 3})))
    svg(picture)
    assert ("100% have one" in picture.alt) == (sizes == [1])
    assert ("30+" in texts(picture)) == (sizes == [30])


def test_without_products_the_exhibit_is_not_applicable():
    missing = NotApplicable(reason="the export does not say what was bought")
    [block] = blocks_of(order_sizes(missing))
    assert block["what"] == "Products on an order"
