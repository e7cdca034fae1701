"""Products with the highest revenue."""

from __future__ import annotations

import pandas as pd

from drawing import AWKWARD, svg
from exhibits import blocks_of, picture_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.cleaning import catalogue
from segmentbook.eda import products
from segmentbook.pages.eda import best_products
from segmentbook.report import theme


def table(names):
    revenue = [100.0 * (len(names) - place) for place in range(len(names))]
    rows = pd.DataFrame({"name": names, "revenue": revenue, "customers": 1200})
    return rows.assign(share=rows["revenue"] / 1000, leads=True, excluded_share=0.0)


def test_the_first_two_are_in_words():
    assert texts_of(best_products(table(["Tea", "Mug", "Bag"]), "GBP")) == [
        "Tea leads with 30% of all revenue",
        "Products by revenue",
        "1,200 customers bought it.",
        "Next on the list is Mug with 20%.",
    ]
    assert len(texts_of(best_products(table(["Tea"]), "GBP"))) == 3


def test_the_title_speaks_of_the_list_where_another_product_leads():
    found = table(["Tea", "Mug"]).assign(leads=False, excluded_share=0.084)
    assert texts_of(best_products(found, "GBP")) == [
        "Of the products listed, Tea leads with 20% of all revenue",
        "Products by revenue",
        "1,200 customers bought it.",
        "Next on the list is Mug with 10%.",
        "Not listed are products that the params exclude, and those that few customers bought.",
        "8.4% of revenue comes from products that are excluded.",
    ]


def test_a_product_that_is_excluded_leads_all_the_same():
    lines = in_engine(order_lines(150))
    every = products.best_items(lines, catalogue.items(lines), [])
    assert every["leads"].all()
    rest = products.best_items(lines, catalogue.items(lines), [every["item"][0]])
    assert not rest["leads"].any()
    assert rest["excluded_share"][0] == every["share"][0]


def test_names_are_data():
    theme.apply()
    shown = best_products(table(AWKWARD), "GBP")
    svg(picture_of(shown))
    assert texts_of(shown)[0].startswith(f"{AWKWARD[0]} leads with")


def test_where_no_product_has_enough_customers_none_is_named():
    lines = in_engine(order_lines(9))
    none = products.best_items(lines, catalogue.items(lines), [])
    [block] = blocks_of(best_products(none, "GBP"))
    assert block["what"] == "Products by revenue"
    assert block["reason"] == "no product was bought by 10 customers or more"
