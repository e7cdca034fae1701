"""Find, download or generate the export of a study."""

from __future__ import annotations

import glob
import http.client
import importlib.util
import os
import shutil
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

from segmentbook.core.errors import UserError
from segmentbook.core.files import replacing, sha256
from segmentbook.core.language import gettext as _
from segmentbook.core.paths import ROOT, exports_folder, interim
from segmentbook.ingest.supported import READABLE, database_file
from segmentbook.params.source import Fingerprint, Source
from segmentbook.params.study import Study
from segmentbook.report.formats import NO_CURRENCY, Formats, count

DOWNLOAD_TIMEOUT = 30  # seconds without an answer

_UNREACHABLE = (
    urllib.error.URLError,
    http.client.HTTPException,  # an answer that is not HTTP
    TimeoutError,
    ConnectionError,
)


def locate(study: Study) -> list[Path]:
    """Return the files of a study's export, then one for each lookup, without reading them.

    A synthetic export is generated here, once.

    Raises:
        UserError: If a file is missing and cannot be downloaded.
    """
    found = _main(study) if study.source.generator is None else [_generated(study)]
    if found is None:
        raise _missing(study, _main_names(study))
    return [*found, *lookups(study)]


def lookups(study: Study) -> list[Path]:
    """Return the file of each lookup of a study.

    Raises:
        UserError: If one is missing.
    """
    found = [(_find(study, lookup.files), lookup) for lookup in study.source.lookups]
    for path, lookup in found:
        if path is None:
            raise _missing(study, lookup.files)
    return [path for path, _ in found if path is not None]


def available(study: Study) -> bool:
    """Return whether the export of a study is on this machine already."""
    lookups = (_find(study, lookup.files) for lookup in study.source.lookups)
    main = study.source.generator is not None or _main(study) is not None
    return main and all(path is not None for path in lookups)


def fetch(study: Study) -> list[Path]:
    """Return the files of a study's export; download them if the study has an address for them.

    Raises:
        UserError: If a file is missing and cannot be downloaded.
    """
    if not available(study) and study.source.url is not None:
        _download(study)
    return locate(study)


def describe_inputs(files: list[Path]) -> list[dict[str, Any]]:
    """Return name, size and SHA-256 of each file, for the manifest."""
    return [
        {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256(path)} for path in files
    ]


def difference(known: Fingerprint, rows: int, customers: int, money: float) -> str | None:
    """Say how an export differs from the known original, or None when it does not."""
    parts = []
    if rows != known.rows:
        numbers = {"number": count(rows), "known": count(known.rows)}
        parts.append(_("rows: {number}, not {known}", **numbers))
    if customers != known.customers:
        numbers = {"number": count(customers), "known": count(known.customers)}
        parts.append(_("customers: {number}, not {known}", **numbers))
    if abs(money - known.money) > 0.005:
        exact = Formats(NO_CURRENCY)
        numbers = {
            "number": exact.write(money, "money_exact"),
            "known": exact.write(known.money, "money_exact"),
        }
        parts.append(_("quantity x price: {number}, not {known}", **numbers))
    return "; ".join(parts) or None


def _generated(study: Study) -> Path:
    """Return the synthetic export of a study, which is kept with the tables between the chapters."""
    # Imported even where the file exists, so that the build sees what the export depends on.
    from pyarrow import parquet

    source = study.source
    from segmentbook.ingest.generators import ecommerce_members, health_products

    assert source.generator is not None
    assert source.rows is not None
    assert source.seed is not None
    modules = {"health_products": health_products, "ecommerce_members": ecommerce_members}
    module = modules[source.generator]
    code = sha256(Path(str(module.__file__)))[:8]
    folder = interim(study.name) / "raw" / f"{source.rows}-{source.seed}-{code}"
    path = folder / f"{source.generator}.parquet"
    if not path.is_file():
        print(
            f"Generating synthetic data: {source.rows:,} rows of {source.generator} ...", flush=True
        )
        make = getattr(module, source.generator)
        with replacing(path) as scratch:
            parquet.write_table(make(source.rows, source.seed), scratch, compression="zstd")
    return path


def _main(study: Study) -> list[Path] | None:
    """Return the files of the main table, none for a database on a server; None if it is missing."""
    names = _main_names(study)
    if not names:
        return []
    places = [(_folder(study), name) for name in names]
    if study.source.package is None:
        # Params that `make new` wrote name a path; the same file may since be in another folder.
        places += [(exports_folder(), Path(name).name) for name in names]
        places += [(ROOT, name) for name in names]
    return next((paths for folder, name in places if (paths := _matching(folder, name))), None)


def _main_names(study: Study) -> list[str]:
    if study.source.database is None:
        return study.source.files
    name = database_file(study.source.database.url)
    return [] if name is None else [name]


def _matching(folder: Path, name: str) -> list[Path]:
    """Return a file, the files of a folder, or those that a pattern such as `sales_*.csv` fits."""
    path = folder / name
    if path.is_file():
        return [path]
    if path.is_dir():
        # Hidden files and the locks of open workbooks are not exports.
        inside = [one for one in sorted(path.iterdir()) if not one.name.startswith((".", "~$"))]
        return [one for one in inside if one.is_file() and one.suffix.lower() in READABLE]
    # Path.glob takes no absolute pattern, and the params may name one.
    found = sorted(glob.glob(str(path))) if glob.has_magic(name) else []  # noqa: PTH207
    return [Path(one) for one in found if Path(one).is_file()]


def _find(study: Study, names: list[str]) -> Path | None:
    folder = _folder(study)
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _folder(study: Study) -> Path:
    package = study.source.package
    return exports_folder() if package is None else _package_folder(package)


def _package_folder(package: str) -> Path:
    # Looking the package up does not import it, which for a package of data would load the data.
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(
            f"the package {package!r} is not installed",
            where="source.package",
            todo="install it, or correct the name.",
        )
    return Path(spec.submodule_search_locations[0])


def _missing(study: Study, names: list[str], cause: str = "") -> UserError:
    source = study.source
    if source.package is not None:
        return UserError(
            f"the package {source.package!r} has no file {' or '.join(names)}",
            where=f"study {study.name}",
            todo="reinstall the package, or correct source.files in the params.",
        )
    get = f"get it from {source.homepage or source.url} and put it" if source.url else "put it"
    return UserError(
        f"the export is not in {exports_folder()}{cause}",
        where=f"study {study.name}",
        expected=f"a file named {' or '.join(names)}",
        todo=f"{get} there, or name its folder with DATA=<folder>.",
    )


def _download(study: Study) -> None:
    source, folder = study.source, exports_folder()
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
            reason = getattr(error, "reason", error)
            raise _missing(study, source.files, f"; the download failed: {reason}") from None
        found = _unpack(archive, source)
        _check_fingerprint(study, found)
        os.replace(found, folder / found.name)


def _unpack(archive: Path, source: Source) -> Path:
    try:
        with zipfile.ZipFile(archive) as file:
            name = next((n for n in file.namelist() if n in source.files), None)
            if name is None:
                raise UserError(
                    f"holds none of {source.files}", where=str(source.url), todo="look at the site."
                )
            return Path(file.extract(name, archive.parent))
    except zipfile.BadZipFile:
        raise UserError(
            "is not a ZIP archive",
            where=str(source.url),
            todo=f"get the file by hand from {source.homepage or source.url}.",
        ) from None


def _check_fingerprint(study: Study, path: Path) -> None:
    known = study.source.fingerprint
    if known is None:
        return
    # Only a fresh download is read here: finding a file must not cost the start of the engine.
    from segmentbook.core import engine
    from segmentbook.ingest import read

    table = read.read_export(engine.connect(), study, path)
    found = table.aggregate(
        rows=table.count(), customers=table.customer.nunique(), money=table.amount.sum()
    ).to_pandas()
    rows, customers, money = found.iloc[0]
    altered = difference(known, int(rows), int(customers), float(money))
    if altered:
        raise UserError(
            f"the download is not the known data set: {altered}",
            where=str(study.source.url),
            todo=f"get the file by hand from {study.source.homepage or study.source.url}.",
        )
