"""What exports call the columns of an order line, in seven languages."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

# English; Indonesian; German; Spanish; Portuguese; French; Turkish. Written as `normal` writes them.
SPELLINGS: dict[str, str] = {
    "customer": """
        customer customerid customerno customernumber custid client clientid user userid member
        memberid household householdid buyer buyerid account accountid shopper
        pelanggan idpelanggan kodepelanggan nopelanggan anggota idanggota pembeli
        kunde kunden kundennummer kundennr kundenid kdnr
        cliente idcliente clienteid codcliente codigocliente numerocliente
        numeroclient noclient idclient codeclient
        musteri musterino musteriid musterikodu masterid""",
    "order": """
        order orderid orderno ordernumber invoice invoiceno invoiceid invoicenumber transaction
        transactionid transactionno receipt receiptno receiptid basket basketid bill billno
        faktur nofaktur idfaktur transaksi idtransaksi notransaksi kodetransaksi pesanan idpesanan
        nopesanan struk nostruk
        bestellung bestellnummer bestellnr auftrag auftragsnummer auftragsnr rechnung
        rechnungsnummer rechnungsnr beleg belegnummer belegnr bon bonnummer bonnr
        pedido idpedido numeropedido nopedido factura nofactura numerofactura ticket
        nota notafiscal numeronota fatura numerofatura codigopedido
        commande numerocommande nocommande idcommande facture numerofacture nofacture
        siparis siparisno siparisid siparisnumarasi faturano fis fisno""",
    "product": """
        product productid productno productcode stockcode sku item itemid itemno itemcode article
        articleno articleid articlecode ean upc gtin
        produk idproduk kodeproduk barang idbarang kodebarang
        artikel artikelnummer artikelnr artikelid produkt produktnummer produktnr produktid
        producto idproducto codigoproducto codproducto referencia
        produto idproduto codigoproduto codproduto
        produit idproduit codeproduit refproduit reference codearticle
        urun urunid urunkodu urunno stokkodu""",
    "product_name": """
        productname description itemname itemdescription productdescription articlename
        namaproduk namabarang deskripsi
        artikelbezeichnung bezeichnung produktname artikelname produktbezeichnung
        descripcion nombreproducto nombredeproducto nomeproduto descricao descricaoproduto
        designation libelle nomproduit nomduproduit description produitnom
        urunadi aciklama urunaciklamasi""",
    "category": """
        category productcategory department family producttype productgroup
        kategori kategoriproduk kategorie warengruppe produktgruppe abteilung
        categoria familia departamento categorie famille rayon urungrubu""",
    "timestamp": """
        date orderdate invoicedate transactiondate purchasedate saledate salesdate datetime
        timestamp time orderedat createdat paymentdate transactiontimestamp day
        tanggal tanggaltransaksi tanggalpembelian tanggalpesanan tgl tgltransaksi tglfaktur waktu
        datum bestelldatum rechnungsdatum belegdatum kaufdatum auftragsdatum
        fecha fechapedido fechafactura fechacompra fechaventa
        data datapedido datacompra datavenda datafatura
        datecommande datefacture dateachat datevente
        tarih siparistarihi faturatarihi islemtarihi satistarihi""",
    "quantity": """
        quantity qty units pieces unitssold quantitysold numberofitems
        jumlah kuantitas jumlahbarang banyaknya menge anzahl stueck stuck stueckzahl
        cantidad unidades quantidade qtd qtde quantite qte nombre adet miktar""",
    "price": """
        price unitprice priceperunit itemprice
        harga hargasatuan preis einzelpreis stueckpreis stuckpreis
        precio preciounitario preco precounitario valorunitario prix prixunitaire pu
        fiyat birimfiyat birimfiyati""",
    "amount": """
        amount total totalamount totalprice linetotal linevalue revenue sales salesvalue value
        dollarvalue turnover netamount grossamount ordervalue spend paidamount payment
        jumlahharga totalharga nilai omset omzet totalbelanja totalpembayaran
        betrag umsatz gesamtpreis gesamtbetrag summe nettobetrag bruttobetrag
        importe monto montototal importetotal ventas valor valortotal vendas
        montant montanttotal montantttc montantht chiffreaffaires prixtotal
        tutar toplamtutar toplam ciro satistutari""",
    "place": """
        country store storeid storename shop city region branch state market location
        negara toko kota cabang wilayah gerai land filiale stadt ort markt bundesland
        pais tienda ciudad sucursal loja cidade pays magasin ville ulke magaza sehir sube""",
    "discount": """
        discount discountamount rebate diskon potongan rabatt nachlass
        descuento desconto remise reduction indirim iskonto""",
}

_WORDS = {canonical: tuple(text.split()) for canonical, text in SPELLINGS.items()}
_CLOSE = 0.85
_LETTERS: dict[int, str] = {
    ord("ı"): "i", ord("ß"): "ss", ord("ø"): "o", ord("ł"): "l", ord("№"): "no",
}  # fmt: skip


def normal(name: str) -> str:
    """Return a column's name in lower case, without accents, blanks and punctuation.

    >>> normal("Código  Cliente")
    'codigocliente'
    """
    # Unicode does not decompose these letters.
    plain = name.translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", letters.lower())


def likeness(name: str, canonical: str) -> float:
    """Return how likely a column of this name is a canonical column, from 0 to 1.

    A known spelling has 1; a name that contains one, or nearly equals one, has less.
    """
    written = normal(name)
    if not written:
        return 0.0
    best = 0.0
    for word in _WORDS[canonical]:
        if written == word:
            return 1.0
        if len(word) >= 4 and word in written:
            # The more of the name is the word, the more certain.
            best = max(best, 0.55 + 0.35 * len(word) / len(written))
        elif len(word) >= 5:
            ratio = SequenceMatcher(None, written, word).ratio()
            best = max(best, 0.7 * ratio if ratio >= _CLOSE else 0.0)
    return best
