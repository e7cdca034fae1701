"""Download an export that is published as a file in a ZIP archive."""

from __future__ import annotations

import http.client
import os
import shutil
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from segmentbook.core.errors import UserError
from segmentbook.ingest.fingerprint import difference
from segmentbook.params.source import Source
from segmentbook.params.study import Study

DOWNLOAD_TIMEOUT = 30  # seconds without an answer

_UNREACHABLE = (
    urllib.error.URLError,
    http.client.HTTPException,  # an answer that is not HTTP
    TimeoutError,
    ConnectionError,
)
_DIFFERENCES = {
    "rows": "rows: {:,}, not {:,}",
    "customers": "customers: {:,}, not {:,}",
    "money": "quantity x price: {:,.2f}, not {:,.2f}",
}


def download(study: Study, folder: Path) -> None:
    """Download the export of a study into a folder; nothing is kept of a download that is refused.

    Args:
        study: A study whose `source.url` is the address of a ZIP archive.
        folder: Where the export goes; it is created if need be.

    Raises:
        ConnectionError: If the server cannot be reached or does not send the archive, with the reason.
        UserError: If the answer is not the known data set.
    """
    source = study.source
    assert source.url is not None
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Downloading {source.url} ...", flush=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".download-") as scratch:
        archive = Path(scratch) / "archive.zip"
        try:
            answer = urllib.request.urlopen(source.url, timeout=DOWNLOAD_TIMEOUT)  # noqa: S310 - from params
            with answer, archive.open("wb") as file:
                shutil.copyfileobj(answer, file)
        except _UNREACHABLE as error:
            raise ConnectionError(str(getattr(error, "reason", error))) from None
        unpacked = _unpack(archive, source)
        _require_known(study, unpacked)
        os.replace(unpacked, folder / unpacked.name)


def _unpack(archive: Path, source: Source) -> Path:
    try:
        with zipfile.ZipFile(archive) as file:
            name = next((n for n in file.namelist() if n in source.files), None)
            if name is None:
                raise UserError(
                    f"holds none of {source.files}",
                    where=str(source.url),
                    todo="check the address in source.url, and the files published there.",
                )
            return Path(file.extract(name, archive.parent))
    except zipfile.BadZipFile:
        raise UserError(
            "is not a ZIP archive", where=str(source.url), todo=_by_hand(source)
        ) from None


def _require_known(study: Study, path: Path) -> None:
    source = study.source
    if source.fingerprint is None:
        return
    # Only a fresh download is read here: finding a file must not cost the start of the engine.
    from segmentbook.core import engine
    from segmentbook.ingest import read

    table = read.read_export(engine.connect(), study, path)
    [found] = (
        table.aggregate(
            rows=table.count(), customers=table.customer.nunique(), money=table.amount.sum()
        )
        .to_pyarrow()
        .to_pylist()
    )
    differing = difference(
        source.fingerprint, found["rows"], found["customers"], float(found["money"] or 0)
    )
    if differing:
        listed = "; ".join(_DIFFERENCES[name].format(*pair) for name, pair in differing.items())
        raise UserError(
            f"the download is not the known data set: {listed}",
            where=str(source.url),
            todo=_by_hand(source),
        )


def _by_hand(source: Source) -> str:
    return f"get the file by hand from {source.homepage or source.url}."
