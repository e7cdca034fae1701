"""The published reports of the full studies: complete, right, and of one mind with themselves."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections import Counter
from datetime import date
from html import unescape

import duckdb
import ibis
import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread
from pypdf import PdfReader
from sklearn.cluster import KMeans

from segmentbook.clustering.assignment import assign
from segmentbook.clustering.published import read
from segmentbook.core.metrics import resolve
from segmentbook.pipeline.publish import READING_ORDER
from segmentbook.report.blocks import plain
from segmentbook.report.render.content import read_document
from segmentbook.report.render.document import Meta

pytestmark = pytest.mark.studies

OUTPUTS = {
    "report.html",
    "report.pdf",
    "deck.pdf",
    "customers.csv",
    "segments.csv",
    "product_recommendations.csv",
    "model.json",
    "metrics.json",
    "ledger.csv",
    "manifest.json",
    "notebooks",
}
NUMBERS = {
    "rows_in", "rows_out", "customers", "orders", "revenue", "k", "silhouette", "davies_bouldin",
    "calinski_harabasz", "inertia",
}  # fmt: skip
FEATURES = ("recency", "frequency", "monetary")
OF_A_SEGMENT = {
    "segment", "name", "customers", "customer_share", "revenue", "revenue_share",
    *(f"{feature}_{kind}" for feature in FEATURES for kind in ("mean", "median")),
}  # fmt: skip
SMALL = 10
"""Groups with fewer customers are not shown."""


def pdf(report, name):
    return PdfReader(report.folder / name)


def pdf_text(report, name):
    return "\n".join(page.extract_text() for page in pdf(report, name).pages)


def segment_of(report):
    return {row["customer"]: row["segment"] for row in report.rows("customers.csv")}


# ---------------------------------------------------------------- what is promised is there


def test_every_output_is_there(report):
    there = {path.name for path in report.folder.iterdir()}
    assert there >= OUTPUTS
    notebooks = sorted(path.stem for path in (report.folder / "notebooks").iterdir())
    assert notebooks == sorted(READING_ORDER)


def test_metrics_have_the_promised_names(report):
    metrics = report.metrics
    assert {type(metrics[name]) for name in NUMBERS} <= {int, float}
    date.fromisoformat(metrics["reference_date"])
    for rule in metrics["ledger"]:
        assert rule.keys() >= {"rule", "rows", "customers", "orders", "money"}
    assert len(metrics["segments"]) == metrics["k"]
    for segment in metrics["segments"]:
        assert segment.keys() >= OF_A_SEGMENT
        assert None not in [segment[name] for name in OF_A_SEGMENT]


def test_manifest_has_the_hashes_of_the_files(report):
    listed = {one["path"]: one["sha256"] for one in report.json("manifest.json")["outputs"]}
    found = {
        path.relative_to(report.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in report.folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert listed == found


# ---------------------------------------------------------------- reference numbers


def test_online_retail_against_reference_numbers(online_retail):
    # reference facts: Online Retail, cleaning table and RFM after step 5
    metrics = online_retail.metrics
    removed = [rule["rows"] for rule in metrics["ledger"]]
    left = [metrics["rows_in"] - gone for gone in itertools.accumulate(removed, initial=0)]
    assert left == [541_909, 406_829, 397_924, 397_884, 392_692]
    assert metrics["rows_out"] == 392_692
    assert (metrics["customers"], metrics["orders"]) == (4_338, 18_532)
    assert metrics["revenue"] == pytest.approx(8_887_208.89, abs=0.006)
    assert metrics["recency_mean"] == pytest.approx(93.06, abs=0.006)
    assert metrics["frequency_mean"] == pytest.approx(4.27, abs=0.006)
    assert metrics["monetary_mean"] == pytest.approx(2_048.69, abs=0.006)
    assert metrics["reference_date"] == "2011-12-10"


def test_online_retail_has_the_four_classic_segments(online_retail):
    # reference facts: Online Retail, k = 4, and the profiles of the four groups
    metrics = online_retail.metrics
    assert metrics["k"] == 4
    assert metrics["silhouette"] == pytest.approx(0.333, abs=0.005)
    sizes = {one["name"]: one["customers"] for one in metrics["segments"]}
    assert sizes == {
        "Best Customers": pytest.approx(718, rel=0.03),
        "Middle-Spending Active Customers": pytest.approx(1_174, rel=0.03),
        "New Customers with Low Spending": pytest.approx(897, rel=0.03),
        "Low-Spending Passive Customers": pytest.approx(1_549, rel=0.03),
    }


def test_online_retail_prints_the_advice_that_its_data_support(online_retail):
    segments = {one["archetype"]: one for one in online_retail.metrics["segments"]}
    # published: 38 % of the new ones first bought over 90 days ago
    assert segments["new_low"]["newcomer_share"] == pytest.approx(0.62, abs=0.01)
    assert "62% of them placed their first order in the last quarter" in plain_page(online_retail)
    advised = online_retail.metrics["segment_actions"]
    told = {
        kind: [action["id"] for action in one["actions"]]
        for kind, one in zip(segments, advised, strict=True)
    }
    assert told["best"] == ["new_products", "personal_contact"]
    # Nobody is flagged as overdue in these data, so nobody is won back.
    assert told["middle_active"] == ["points"]
    assert told["new_low"] == ["popular_products", "points_next_order", "welcome"]
    assert told["passive_low"] == ["follow_up", "growing_discount"]
    # No margin and no costs are known: no money is invented.
    assert online_retail.metrics["stake"]["assumed"] is None
    assert online_retail.metrics["stake"]["first_middle"] is None


def plain_page(report):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", report.page_without_pictures))


def test_complete_journey_against_reference_numbers(complete_journey):
    metrics = complete_journey.metrics
    assert metrics["rows_in"] == 1_469_307
    assert metrics["customers"] == 2_469


def test_complete_journey_sells_nothing_after_its_year(complete_journey):
    # in UTC 534 lines would fall into January 2018
    months = duckdb.sql(
        "SELECT strftime(timestamp, '%Y-%m'), sum(amount)"
        f" FROM '{complete_journey.interim}/order_lines.parquet'"
        " WHERE removed_by = 0 GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [month for month, _ in months] == [f"2017-{number:02d}" for number in range(1, 13)]
    revenue = sum(float(money) for _, money in months)
    assert complete_journey.metrics["revenue"] == pytest.approx(revenue, rel=1e-9)
    best = max(months, key=lambda one: one[1])
    assert complete_journey.metrics["best_month"][:7] == best[0]
    assert complete_journey.metrics["best_month_revenue"] == pytest.approx(float(best[1]), rel=1e-9)
    assert complete_journey.metrics["last_day"] == "2017-12-31"


# ---------------------------------------------------------------- the outputs agree


def test_rows_and_money_add_up(report):
    metrics = report.metrics
    ledger = metrics["ledger"]
    assert metrics["rows_in"] == metrics["rows_out"] + sum(rule["rows"] for rule in ledger)
    money = metrics["revenue"] + sum(rule["money"] for rule in ledger)
    assert metrics["money_in"] == pytest.approx(money, rel=1e-9)
    written = report.rows("ledger.csv")
    told = [metrics["rows_in"], *(rule["rows"] for rule in ledger), metrics["rows_out"]]
    assert [int(row["rows"]) for row in written] == told
    assert float(written[-1]["money"]) == pytest.approx(metrics["revenue"], rel=1e-9)
    counted = duckdb.sql(
        'SELECT count(*), count(DISTINCT "order"), count(DISTINCT customer), sum(amount)'
        f" FROM '{report.interim}/order_lines.parquet' WHERE removed_by = 0"
    ).fetchone()
    names = ("rows_out", "orders", "customers", "revenue")
    assert [float(value) for value in counted] == pytest.approx(
        [metrics[name] for name in names], rel=1e-9
    )


def test_customers_agree_with_the_metrics(report):
    metrics = report.metrics
    customers = report.rows("customers.csv")
    assert len(customers) == metrics["customers"]
    assert len({row["customer"] for row in customers}) == len(customers)
    assert sum(float(row["monetary"]) for row in customers) == pytest.approx(
        metrics["revenue"], rel=1e-9
    )
    assert sum(int(row["frequency"]) for row in customers) == metrics["orders"]
    told = {(str(one["segment"]), one["name"]): one["customers"] for one in metrics["segments"]}
    assert Counter((row["segment"], row["name"]) for row in customers) == told
    for segment in metrics["segments"]:
        own = [row for row in customers if row["segment"] == str(segment["segment"])]
        revenue = sum(float(row["monetary"]) for row in own)
        assert segment["revenue"] == pytest.approx(revenue, rel=1e-9)
        for feature in FEATURES:
            values = [float(row[feature]) for row in own]
            assert segment[f"{feature}_mean"] == pytest.approx(np.mean(values), rel=1e-9)
            assert segment[f"{feature}_median"] == pytest.approx(np.median(values), rel=1e-9)


def test_segments_agree_with_the_metrics(report):
    segments = report.metrics["segments"]
    for share, total in (("customer_share", "customers"), ("revenue_share", "revenue")):
        assert sum(one[share] for one in segments) == pytest.approx(1, rel=1e-9)
        for one in segments:
            assert one[share] == pytest.approx(one[total] / report.metrics[total], rel=1e-9)
    written = report.rows("segments.csv")
    assert len(written) == len(segments)
    for row, told in zip(written, segments, strict=True):
        assert row.keys() >= OF_A_SEGMENT
        for name, text in row.items():
            value = told[name]
            if isinstance(value, dict):  # a share of too few, which only this file tells
                continue
            assert text == value if isinstance(value, str) else float(text) == value, name


def test_model_puts_every_customer_into_her_segment(report):
    model = read(report.folder / "model.json")
    assert list(model.names.values()) == [one["name"] for one in report.metrics["segments"]]
    view = pd.read_csv(report.folder / "customers.csv", dtype={"customer": str})
    # Scikit-learn's own nearest centroid, of the coordinates that the model gives.
    centroids = model.segmentation.centroids
    means = KMeans(len(centroids), init=centroids, n_init=1, max_iter=1)
    points = model.segmentation.scaling.coordinates(view)
    means.fit(points).cluster_centers_ = centroids
    predicted = np.asarray(model.segmentation.numbers)[means.predict(points)]
    assert predicted.tolist() == view["segment"].tolist()
    # And the engine's, which `make score` uses.
    features = ["customer", *model.segmentation.scaling.features]
    scored = assign(ibis.memtable(view[features]), model.segmentation, model.names, model.seen)
    scored = scored.to_pandas().set_index("customer").loc[view["customer"]]
    assert scored["segment"].tolist() == view["segment"].tolist()
    assert scored["name"].tolist() == view["name"].tolist()
    assert not scored["outside_range"].any()


def test_recommendations_are_new_to_the_customer(report):
    products = report.params["products"]
    rows = report.rows("product_recommendations.csv")
    segments = segment_of(report)
    for customer, group in itertools.groupby(rows, key=lambda row: row["customer"]):
        own = list(group)
        assert len(own) <= products["top"]
        assert [int(row["rank"]) for row in own] == list(range(1, len(own) + 1))
        assert {row["segment"] for row in own} == {segments[customer]}
        buyers = [int(row["buyers"]) for row in own]
        assert buyers == sorted(buyers, reverse=True)
    assert min(int(row["buyers"]) for row in rows) >= SMALL
    assert not {row["item"] for row in rows} & set(products["exclude"])
    item = report.params["columns"]["item"]
    known, bought = duckdb.sql(
        f"""
        WITH recommended AS (
            FROM read_csv('{report.folder}/product_recommendations.csv', all_varchar=true)
        ), lines AS (
            SELECT DISTINCT customer, trim({item}) AS item
            FROM '{report.interim}/order_lines.parquet'
            WHERE removed_by = 0
        )
        SELECT
            count(*) FILTER (item IN (SELECT item FROM lines)),
            count(*) FILTER ((customer, item) IN (SELECT (customer, item) FROM lines)),
        FROM recommended
        """
    ).fetchone()
    assert known == len(rows)  # else the next line would prove nothing
    assert bought == 0


def test_recommendations_count_their_buyers(report):
    """The buyers of each item in its segment, counted from lines and customers alone."""
    item = report.params["columns"]["item"]
    counted = {
        (segment, product): buyers
        for segment, product, buyers in duckdb.sql(
            f"""
            SELECT segment, trim({item}), count(DISTINCT customer)
            FROM '{report.interim}/order_lines.parquet'
            JOIN read_csv('{report.folder}/customers.csv', all_varchar=true) USING (customer)
            WHERE removed_by = 0 AND timestamp >= DATE '{report.metrics["recommended_since"]}'
            GROUP BY ALL
            """
        ).fetchall()
    }
    everybody = Counter()
    for (_, product), buyers in counted.items():
        everybody[product] += buyers
    rows = report.rows("product_recommendations.csv")
    told = {(row["segment"], row["item"], row["basis"], row["buyers"]) for row in rows}
    for segment, product, basis, buyers in told:
        own = counted.get((segment, product), 0)
        right = own if basis == "segment" else everybody[product]
        assert int(buyers) == right, (segment, product)


# ---------------------------------------------------------------- what the report says


QUOTE = re.compile(r'<span data-metric="([^"]+)">([^<]*)</span>')
WRITTEN = re.compile(r"([-\u2212]?)[^\d\w]*(\d[\d,]*)(\.\d+)?([KMB%]?)")
UNITS = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "%": 0.01}


def test_every_quoted_number_is_the_metric(report):
    quotes = QUOTE.findall(report.page)
    assert len(quotes) > 100
    numbers = 0
    for name, text in quotes:
        value = resolve(report.metrics, name)
        if isinstance(value, dict):  # a bound: test_tokens compares it
            continue
        if isinstance(value, str):
            dated = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
            words = [dated[1]] if dated else [value]
            assert all(word in unescape(text) for word in words), name
            continue
        written = WRITTEN.fullmatch(text)
        assert written, (name, text)
        sign, whole, decimals, unit = written.groups(default="")
        shown = float(whole.replace(",", "") + decimals) * UNITS[unit] * (-1 if sign else 1)
        precision = UNITS[unit] / 10 ** max(0, len(decimals) - 1)
        assert abs(shown - value) <= 0.5001 * precision, (name, text, value)
        numbers += 1
    assert numbers > 60


def customer_numbers(text, ids):
    """The customer numbers in a text; a count of five digits has a mark for thousands."""
    return set(re.findall(r"(?<!\d)\d{5}(?!\d)", text)) & ids


WORDS = re.compile(r"<!-- (.*?) -->", flags=re.DOTALL)


def stills(report):
    """The pictures of the HTML, which are those of the PDFs, as SVG."""
    for packed in re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", report.page):
        yield b64decode(packed).decode()


def interactive_figures(report):
    found = re.findall(r'<script type="application/json">(.*?)</script>', report.page)
    return [json.loads(text) for text in found]


def told(value, key=""):
    """Every text of an interactive figure, and the numbers that stand for something: no places."""
    if isinstance(value, dict) and "bdata" in value:
        value = np.frombuffer(b64decode(value["bdata"]), value["dtype"]).tolist()
    if isinstance(value, dict):
        for name, item in value.items():
            yield from told(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from told(item, key)
    elif isinstance(value, str) or key in ("customdata", "ids", "text", "hovertext", "label"):
        yield str(value)


def test_what_an_interactive_figure_tells_is_found():
    packed = {"dtype": "i4", "bdata": b64encode(np.array([[12346, 1]], "i4").tobytes()).decode()}
    trace = {"x": [17850.5], "name": "13047", "customdata": packed, "text": [[12583]]}
    found = "\n".join(told({"data": [trace]}))
    assert customer_numbers(found, {"12346", "13047", "12583", "17850"}) == {
        "12346", "13047", "12583",
    }  # fmt: skip


def test_nothing_names_a_customer(online_retail):
    # The customers of Online Retail have five digits. Nothing else that is shown has five digits
    # in a row: numbers have a mark for thousands, products are shown by name.
    ids = set(segment_of(online_retail))
    assert {len(name) for name in ids} == {5}
    some = sorted(ids)[:3]
    # the search finds what it looks for
    assert customer_numbers(f"a {some[0]}, b={some[1]}; {some[2]}.", ids) == set(some)
    texts = {
        "report.html": unescape(online_retail.page_without_pictures),
        "report.pdf": pdf_text(online_retail, "report.pdf"),
        "deck.pdf": pdf_text(online_retail, "deck.pdf"),
    }
    for name, text in texts.items():
        assert len(text) > 5_000
        assert not customer_numbers(text, ids), name
    # what a picture says: its letters are drawn, each text stands beside them as a comment
    drawn = [word for picture in stills(online_retail) for word in WORDS.findall(picture)]
    assert {"United Kingdom", "Recency, days"} <= set(drawn)
    assert not customer_numbers("\n".join(drawn), ids)
    for number, plot in enumerate(interactive_figures(online_retail)):
        assert not customer_numbers("\n".join(told(plot)), ids), f"interactive figure {number}"
    # what a PDF says besides its pages: alternative texts, title, bookmarks
    for name in ("report.pdf", "deck.pdf"):
        reader = pdf(online_retail, name)
        spoken = [item.get("/Alt", "") for item in _structure(reader)]
        assert len([text for text in spoken if text]) > 5
        assert not customer_numbers(" ".join(spoken), ids), name
        titles = re.findall("'/Title': '([^']*)'", f"{reader.metadata} {reader.outline}")
        assert len(titles) > 10
        assert not customer_numbers(" ".join(titles), ids), name


def _structure(reader):
    """Walk the structure tree of a PDF."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop().get_object()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            if "/K" in item:
                waiting.append(item["/K"])


def tables(page):
    """Each table of a page as its caption, heads and rows of plain text."""
    for table in re.findall(r"<table>.*?</table>", page, flags=re.DOTALL):
        [caption] = re.findall(r"<caption[^>]*>(.*?)</caption>", table, flags=re.DOTALL)
        lines = [
            [
                unescape(re.sub(r"<[^>]+>", "", cell))
                for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, flags=re.DOTALL)
            ]
            for line in re.findall(r"<tr.*?</tr>", table, flags=re.DOTALL)
        ]
        yield unescape(re.sub(r"<[^>]+>", "", caption)), lines[0], lines[1:]


def test_small_groups_are_not_shown(report):
    counts = []
    for caption, heads, rows in tables(report.page_without_pictures):
        if "Step" in heads:
            continue  # the ledger tells what rules removed, not who somebody is
        for place, head in enumerate(heads):
            if not re.search("customers|buyers", head, flags=re.IGNORECASE):
                continue
            for row in rows:
                if re.fullmatch(r"[\d,]+", row[place]):
                    counts.append(int(row[place].replace(",", "")))
                    assert counts[-1] >= SMALL, (caption, row)
    assert len(counts) > 20


# ---------------------------------------------------------------- the PDFs


@pytest.mark.parametrize("name", ["deck.pdf", "report.pdf"])
def test_pdf_declares_its_standards(report, name):
    reader = pdf(report, name)
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert reader.metadata.title == report.params["title"]
    figures = [item for item in _structure(reader) if item.get("/S") == "/Figure"]
    assert len(figures) > 5
    assert all(len(item.get("/Alt", "")) > 20 for item in figures)


def test_deck_has_a_page_for_each_slide(report):
    reader = pdf(report, "deck.pdf")
    for page in reader.pages:
        assert float(page.mediabox.width / page.mediabox.height) == pytest.approx(16 / 9, rel=1e-3)
    notebooks = [report.folder / "notebooks" / f"{name}.ipynb" for name in READING_ORDER]
    meta = Meta(title="", subtitle="", author="", date=date(2000, 1, 1))
    slides = read_document(notebooks, meta).slides
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(texts) == 1 + len(slides)
    assert report.params["title"] in texts[0]
    year = report.metrics["last_day"][:4]
    for number, (slide, text) in enumerate(zip(slides, texts[1:], strict=True), start=2):
        assert plain(slide.title) in text, number
        assert f"{year} {number} " in text, number  # the footer: period and page


def test_a4_pages_are_a4(report):
    for page in pdf(report, "report.pdf").pages:
        size = float(page.mediabox.width), float(page.mediabox.height)
        assert size == pytest.approx((595.28, 841.89), abs=1)


def pictures(path):
    """Each page of a PDF as a grey picture, 0 black to 1 white."""
    if not shutil.which("pdftoppm"):
        pytest.skip("needs pdftoppm (package poppler-utils)")
    count = len(PdfReader(path).pages)
    for number in range(1, count + 1):
        drawn = subprocess.run(
            ["pdftoppm", "-r", "60", "-png", "-f", str(number), "-l", str(number), str(path)],
            capture_output=True,
            check=True,
        )
        yield imread(io.BytesIO(drawn.stdout))[..., :3].mean(axis=2)


FOOTER = 44 / 473.6  # of the height of a slide
INK = 0.8  # darker than the background of a panel


def lower_third(slide):
    """How much of the lower third of a slide, without its footer, has ink: area, and lines."""
    height = len(slide)
    ink = slide[height * 2 // 3 : int(height * (1 - FOOTER))] < INK
    return ink.mean(), ink.any(axis=1).mean()


def test_no_slide_has_an_empty_lower_third(report):
    content = 0
    for number, slide in enumerate(pictures(report.folder / "deck.pdf"), start=1):
        if slide[0, 0] < INK:
            continue  # the title page and those of the sections are dark
        content += 1
        area, lines = lower_third(slide)
        assert area > 0.01, f"page {number}"
        assert lines > 0.15, f"page {number}"
    assert content > 10


def test_an_empty_lower_third_would_be_seen():
    slide = np.ones((600, 1067))
    slide[20:400, 40:1000] = 0.2
    slide[400:540, 40:1000] = 0.95  # the background of an empty panel
    slide[570:580, 40:300] = 0.3  # the footer
    assert lower_third(slide) == (0, 0)


def printed_lines(page):
    """How many lines of ink are between header and footer of an A4 page."""
    height = len(page)
    body = page[int(height * 26 / 297) + 2 : int(height * (297 - 22) / 297) - 1]
    inked = (body < INK).any(axis=1).astype(int)
    return int((np.diff(inked, prepend=0) == 1).sum())


def test_no_a4_page_holds_a_line_or_two_only(report):
    for number, page in enumerate(pictures(report.folder / "report.pdf"), start=1):
        assert printed_lines(page) >= 5, f"page {number}"
