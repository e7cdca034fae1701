"""pyproject.toml, requirements.lock and environment.yml name the same dependencies."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from segmentbook.core import paths

ROOT = paths.ROOT
CONDA = {
    "python-duckdb": "duckdb",
    "ibis-duckdb": "ibis-framework",
    "matplotlib-base": "matplotlib",
}
CONDA_ONLY = {"python", "make", "pip"}


def declared() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    texts = [*project["dependencies"], *(text for extra in extras for text in extra)]
    requirements = [Requirement(text) for text in texts]
    return {canonicalize_name(one.name): one for one in requirements}


def locked() -> list[tuple[Requirement, str]]:
    """Return every requirement of the lock with the lines of its hashes."""
    text = (ROOT / "requirements.lock").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    parts = [line.partition(" --hash=") for line in lines]
    return [(Requirement(before.strip()), hashes) for before, _, hashes in parts]


@pytest.mark.parametrize("name", declared())
def test_every_dependency_is_locked_to_a_version_that_it_allows(name):
    pins = [one for one, _ in locked() if canonicalize_name(one.name) == name]
    assert pins, f"{name} is not in requirements.lock: run 'make lock'"
    for pin in pins:
        (exact,) = pin.specifier
        assert exact.operator == "=="
        assert declared()[name].specifier.contains(exact.version)


def test_every_locked_package_has_hashes():
    assert len(locked()) > 100
    for requirement, hashes in locked():
        assert re.match(r"sha256:[0-9a-f]{64}\b", hashes), requirement.name


def test_no_index_is_named():
    for file in ("requirements.lock", "pyproject.toml", "environment.yml", "Makefile"):
        text = (ROOT / file).read_text()
        assert "://" not in text, file
        assert "index-url" not in text, file


def test_the_build_system_is_locked_as_it_is_installed_without_isolation():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    pins = {canonicalize_name(one.name): one for one, _ in locked()}
    for text in build:
        (exact,) = pins[Requirement(text).name].specifier
        assert Requirement(text).specifier.contains(exact.version)


def test_the_conda_environment_has_the_same_names_and_specifiers():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    found = {}
    for text in [*conda, *pip["pip"]]:
        one = Requirement(text)
        found[CONDA.get(one.name, canonicalize_name(one.name))] = one.specifier
    python = found["python"]
    for name in CONDA_ONLY:
        del found[name]
    assert found == {name: one.specifier for name, one in declared().items()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert str(python) == project["requires-python"]
