"""Reports of the full studies: each is made once, by the command, for all tests that read it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from fixtures import real_export
from segmentbook.core import paths

EXPORTS = {"complete_journey": None, "online_retail": "online_retail.parquet"}
"""The studies, and the file of the folder of exports that each needs; None ships with a package."""

CLASSIC = {"online_retail": ["--set", "customers.monetary.revenue=gross"]}
"""Reports that are compared with published figures, which count orders though they were cancelled."""

SETTINGS = ("STUDY", "CHAPTER", "SET", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "GNU_MAKE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that read the same reports on one core, so that each is made once."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            shared = "reports" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("studies" if shared else item.path.stem))


@dataclass(frozen=True)
class Report:
    """A published report and the tables from which it was made."""

    study: str
    folder: Path
    interim: Path

    @cached_property
    def metrics(self) -> dict[str, Any]:
        return self.json("metrics.json")

    @cached_property
    def params(self) -> dict[str, Any]:
        return self.json("manifest.json")["params"]

    def json(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / name).read_text("utf-8"))

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def page(self) -> str:
        return (self.folder / "report.html").read_text("utf-8")

    @cached_property
    def page_without_pictures(self) -> str:
        """The HTML without what nobody reads: encoded pictures, styles and programs."""
        bare = re.sub(r"base64,[A-Za-z0-9+/=]+", "", self.page)
        bare = re.sub(
            r'<script type="text/plain" id="plotly">.*?</script>', "", bare, flags=re.DOTALL
        )
        return re.sub(r"<(style|script)>.*?</\1>", "", bare, flags=re.DOTALL)


class Reports:
    """Makes the report of a study when a test first asks for it; a failure is not tried again."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._made: dict[str, str] = {}

    def of(self, study: str) -> Report:
        export = EXPORTS[study]
        if export:
            real_export(export)
        if study not in self._made:
            self._made[study] = self._make(study)
        if self._made[study]:
            pytest.fail(f"the report of {study} was not made:\n{self._made[study]}", pytrace=False)
        return Report(study, self._top / "reports" / study, self._top / "interim" / study)

    def _make(self, study: str) -> str:
        """Run the command; return the end of what it printed if it failed, else nothing."""
        environment = {key: value for key, value in os.environ.items() if key not in SETTINGS}
        done = subprocess.run(
            [sys.executable, "-m", "segmentbook", "build", study, *CLASSIC.get(study, [])],
            cwd=paths.ROOT,
            env=environment
            | {
                "PYTHONPATH": str(paths.ROOT / "src"),
                "INTERIM": str(self._top / "interim"),
                "REPORTS": str(self._top / "reports"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=900,
            check=False,
        )
        return "" if done.returncode == 0 else f"exit code {done.returncode}\n{done.stdout[-3000:]}"


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    return Reports(tmp_path_factory.mktemp("studies"))


@pytest.fixture(scope="session", params=EXPORTS)
def report(request, reports):
    """Return the report of each study in turn."""
    return reports.of(request.param)


@pytest.fixture(scope="session")
def online_retail(reports):
    return reports.of("online_retail")


@pytest.fixture(scope="session")
def complete_journey(reports):
    return reports.of("complete_journey")
