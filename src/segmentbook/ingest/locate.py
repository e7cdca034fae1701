"""Find, download or generate the export of a study."""

from __future__ import annotations

import glob
import importlib.util
from pathlib import Path
from typing import Any

from segmentbook.core.errors import UserError
from segmentbook.core.files import replacing, sha256
from segmentbook.core.paths import ROOT, exports_folder, interim
from segmentbook.ingest.download import download
from segmentbook.ingest.supported import READABLE, database_file
from segmentbook.params.study import Study


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
    return [_file_of(study, lookup.files) for lookup in study.source.lookups]


def customer_lookups(study: Study) -> list[Path]:
    """Return the file of each table about customers of a study.

    Raises:
        UserError: If one is missing.
    """
    return [_file_of(study, lookup.files) for lookup in study.source.customer_lookups]


def _file_of(study: Study, names: list[str]) -> Path:
    path = _find(study, names)
    if path is None:
        raise _missing(study, names)
    return path


def available(study: Study) -> bool:
    """Return whether the export of a study is on this machine already."""
    source = study.source
    names = [one.files for one in source.lookups] + [one.files for one in source.customer_lookups]
    lookups = (_find(study, files) for files in names)
    main = study.source.generator is not None or _main(study) is not None
    return main and all(path is not None for path in lookups)


def fetch(study: Study) -> list[Path]:
    """Return the files of a study's export; download them if the study has an address for them.

    Raises:
        UserError: If a file is missing and cannot be downloaded.
    """
    if not available(study) and study.source.url is not None:
        try:
            download(study, exports_folder())
        except ConnectionError as error:
            raise _missing(study, study.source.files, f"; the download failed: {error}") from None
    return locate(study)


def describe_inputs(files: list[Path]) -> list[dict[str, Any]]:
    """Return name, size and SHA-256 of each file, for the manifest."""
    return [
        {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256(path)} for path in files
    ]


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
