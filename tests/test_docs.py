"""What the documents say about the code is true of it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from segmentbook.core.paths import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "src" / "segmentbook").rglob("README.md"))


def resolve(name: str) -> object:
    """Return what a dotted name below the package stands for."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(["segmentbook", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise AttributeError(name)


def test_every_function_of_the_architecture_exists():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    packages = {path.name for path in (ROOT / "src" / "segmentbook").iterdir() if path.is_dir()}
    names = [
        name
        for name in re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", page)
        if name.split(".")[0] in packages
    ]
    assert len(names) > 15
    for name in names:
        resolve(name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), link


def test_targets_that_are_named_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z-]+)", page.read_text("utf-8")))
        assert named <= targets, page


def test_the_picture_of_the_house_is_made_from_the_code():
    house = Path(ROOT / "docs" / "house.svg").read_text("utf-8")
    from tools.house import svg

    assert house == svg(), "make docs"
