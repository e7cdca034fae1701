"""What columns are called, in seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.commands.new.names import SPELLINGS, likeness, normal


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("CustomerID", "customer"),
        ("household_id", "customer"),
        ("ID Pelanggan", "customer"),
        ("Kundennr.", "customer"),
        ("Código Cliente", "customer"),
        ("Müşteri No", "customer"),
        ("basket_id", "order"),
        ("N° commande", "order"),
        ("Sipariş No", "order"),
        ("Artikelbezeichnung", "product_name"),
        ("Data da compra", "timestamp"),
        ("Tanggal Transaksi", "timestamp"),
        ("Rechnungsdatum", "timestamp"),
        ("Quantité", "quantity"),
        ("Birim Fiyatı", "price"),
        ("Precio unitario", "price"),
        ("Montant TTC", "amount"),
        ("sales_value", "amount"),
        ("Şehir", "place"),
    ],
)
def test_the_likeliest_canonical_column(name, canonical):
    assert max(SPELLINGS, key=lambda one: likeness(name, one)) == canonical
    assert likeness(name, canonical) >= 0.5


@given(st.text(max_size=30), st.sampled_from(sorted(SPELLINGS)))
def test_any_name_has_a_likeness(name, canonical):
    assert 0 <= likeness(name, canonical) <= 1
    assert normal(normal(name)) == normal(name)


def test_a_name_that_says_nothing_is_like_nothing():
    assert all(likeness("xyzzy", canonical) == 0 for canonical in SPELLINGS)
    assert all(likeness("", canonical) == 0 for canonical in SPELLINGS)
