"""Downloading exports."""

from __future__ import annotations

import io
import socket
import threading
import time
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from fixtures import EXPORT, STUDY, study
from segmentbook.core.errors import UserError
from segmentbook.ingest import download, locate


@contextmanager
def server(answer):
    """Serve one answer on this machine: (status, body), or a function of the handler."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if callable(answer):
                answer(self)
                return
            status, body = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/shop.zip"
        listening.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


def zipped(content, name="shop.csv"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def csv_bytes(table=EXPORT):
    buffer = io.BytesIO()
    dates = table["InvoiceDate"].dt.strftime("%m/%d/%Y %H:%M")
    table.assign(InvoiceDate=dates).to_csv(buffer, index=False)
    return buffer.getvalue()


def downloadable(url):
    # Counted and added up by hand from the twelve lines.
    known = {"rows": 12, "customers": 5, "money": 138.84}
    source = {"url": url, "homepage": "https://example.org/data", "fingerprint": known}
    return study(source={**STUDY["source"], **source})


def assert_nothing_is_left(folder):
    assert list(folder.iterdir()) == []


def test_a_good_archive_is_kept_and_not_fetched_again(exports):
    with server((200, zipped(csv_bytes()))) as url:
        one = downloadable(url)
        assert not locate.available(one)
        assert locate.fetch(one) == [exports / "shop.csv"]
    assert [path.name for path in exports.iterdir()] == ["shop.csv"]
    assert locate.available(one)
    assert locate.fetch(one) == [exports / "shop.csv"]  # the server is gone


def test_the_folder_of_exports_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path / "new" / "folder"))
    with server((200, zipped(csv_bytes()))) as url:
        [path] = locate.fetch(downloadable(url))
    assert path == tmp_path / "new" / "folder" / "shop.csv"


def test_an_altered_data_set_is_refused(exports):
    with server((200, zipped(csv_bytes(EXPORT.iloc[:-1])))) as url:
        with pytest.raises(UserError) as error:
            locate.fetch(downloadable(url))
        text = str(error.value)
        assert url in text
        assert "rows: 11, not 12" in text
        assert "https://example.org/data" in text
    assert_nothing_is_left(exports)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Sign in first</html>", "not a ZIP archive"),
        (zipped(csv_bytes())[:-40], "not a ZIP archive"),
        (zipped(b"hello", "readme.txt"), "holds none of"),
    ],
    ids=["a page", "cut short", "other files"],
)
def test_another_answer_is_refused(exports, body, said):
    with server((200, body)) as url:
        with pytest.raises(UserError, match=said) as error:
            locate.fetch(downloadable(url))
        assert url in str(error.value)
    assert_nothing_is_left(exports)


def assert_says_where_to_get_it(error, exports):
    text = str(error.value)
    assert "get it from https://example.org/data" in text
    assert str(exports) in text
    assert "shop.parquet or shop.xlsx or shop.csv" in text
    assert "DATA=<folder>" in text


def test_a_404_says_where_to_get_the_file(exports, capsys):
    with server((404, b"gone")) as url:
        with pytest.raises(UserError) as error:
            locate.fetch(downloadable(url))
        assert f"Downloading {url}" in capsys.readouterr().out
        assert "the download failed: Not Found" in str(error.value)
    assert_says_where_to_get_it(error, exports)
    assert_nothing_is_left(exports)


def test_a_refused_connection_says_where_to_get_the_file(exports):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UserError) as error:
        locate.fetch(downloadable(f"http://127.0.0.1:{port}/shop.zip"))
    assert_says_where_to_get_it(error, exports)
    assert "refused" in str(error.value)
    assert_nothing_is_left(exports)


def test_a_server_that_does_not_speak_http_says_where_to_get_the_file(exports):
    def babble(handler):
        handler.wfile.write(b"220 mail.example.org ESMTP\r\n\r\n")

    with server(babble) as url, pytest.raises(UserError) as error:
        locate.fetch(downloadable(url))
    assert_says_where_to_get_it(error, exports)


def test_a_silent_server_is_given_up(exports, monkeypatch):
    monkeypatch.setattr(download, "DOWNLOAD_TIMEOUT", 0.2)
    with server(lambda _: time.sleep(1)) as url, pytest.raises(UserError) as error:
        locate.fetch(downloadable(url))
    assert_says_where_to_get_it(error, exports)
