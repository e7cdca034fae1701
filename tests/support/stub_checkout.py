"""A checkout with stubs for notebooks and renderers and the real build."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from segmentbook.core import paths
from segmentbook.pipeline import graph

ROOT = paths.ROOT
REAL_MODULES = (
    "__init__",
    "__main__",
    "cli",
    "commands/*",
    "core/*",
    "params/*",
    "pipeline/*",
    "report/render/formats",
)

STUB_MODULES = {
    "ingest/locate": """
def fetch(study): return []
def locate(study): return []
def available(study): return True
""",
    "pipeline/preflight": (
        "def check_choices(study): pass\n"
        "def check_columns(study, files): return 0\n"
        "def report(study, files): return []\n"
    ),
    "ingest/__init__": "",
    "alpha": "VALUE = 1\n",
    "maps": "MEMBERS = 'all'\n",
    "report/__init__": "",
    "report/render/__init__": "",
    "report/render/document": """
from dataclasses import dataclass
@dataclass
class Meta:
    title: str
    subtitle: str
    author: str
    date: object
    language: str
    source: str
    period: object
""",
    "report/render/content": """
def read_document(notebooks, meta):
    return [meta.title, str(meta.date), *(path.stem for path in notebooks)]
""",
    "report/render/html": "def render_html(document): return '\\n'.join(document)\n",
    "report/render/a4": "def render_a4(document): return repr(document).encode()\n",
    "report/render/deck": "def render_deck(document): return repr(document).encode()\n",
}

PARAMETERS = 'study = "shop"\noverrides = {}'

OPEN = """
import json, time
from pathlib import Path
from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.params.study import load_study
from segmentbook.pipeline import depfile, results

params = load_study(study, overrides)
folder = paths.interim(study)
outputs = folder / "outputs"
outputs.mkdir(parents=True, exist_ok=True)
results_of, outputs_of = [], []
mood = paths.ROOT / "mood.json"
mood = json.loads(mood.read_text()).get({name!r}) if mood.exists() else None
"""

BEHAVE = """# Behave as the test wants.
if mood == "fail":
    raise ZeroDivisionError("nothing to divide")
if mood == "user":
    raise UserError("the column 'price' is missing", where="export", todo="name it.")
if mood == "sleep":
    (paths.ROOT / "asleep").touch()
    time.sleep(60)
if mood == "wait":
    (paths.ROOT / "asleep").touch()
    while not (paths.ROOT / "go").exists():
        time.sleep(0.05)
"""

WORK = {
    "1_cleaning": """
params.cleaning
(outputs / "customers.csv").write_text("id,segment\\n")
outputs_of.append("customers.csv")
(folder / "inputs.json").write_text('[{"name": "a.csv", "bytes": 1, "sha256": "00"}]')
""",
    "2_eda": """
from segmentbook import alpha
results_of.append(folder / "metrics.json")
results_of[0].write_text(str(alpha.VALUE))
""",
    "4_clustering": "params.clustering",
    "5_segments": """
from segmentbook import maps
results_of.append(folder / "members.json")
results_of[0].write_text(f"segments of {maps.MEMBERS}")
""",
    "7_products": "params.products",
    "9_summary": """
(outputs / "metrics.json").write_text('{"reference_date": "2018-01-01"}')
outputs_of.append("metrics.json")
""",
}

CLOSE = """
depfile.write(study, {name!r}, depfile.modules(), params.sections_read)
results.write(study, {name!r}, results_of, outputs_of)
"""


def create(folder: Path) -> None:
    """Write the checkout."""
    for file in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / file, folder / file)
    package = folder / "src" / "segmentbook"
    real = ROOT / "src" / "segmentbook"
    for name in REAL_MODULES:
        for file in real.glob(f"{name}.py"):
            _copy(file, package / file.relative_to(real))
    _copy(ROOT / "tools" / "bootstrap.py", folder / "tools" / "bootstrap.py")
    for name, text in STUB_MODULES.items():
        stub = package / f"{name}.py"
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text(text)
    (package / "report" / "render" / "templates").mkdir(parents=True)
    (package / "report" / "render" / "templates" / "page.html").write_text("")
    (folder / "params").mkdir()
    for study in ("shop", "market"):
        shutil.copy2(ROOT / "params" / "online_retail.yaml", folder / "params" / f"{study}.yaml")
    (folder / "notebooks").mkdir()
    for chapter in graph.CHAPTERS:
        write_notebook(folder / "notebooks" / f"{chapter}.ipynb", chapter)
    borrow_environment(folder / ".venv")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def write_notebook(path: Path, name: str) -> None:
    """Write the stub of a chapter."""
    sources = [OPEN.format(name=name), BEHAVE, WORK.get(name, "pass"), CLOSE.format(name=name)]
    cells = [_cell(PARAMETERS, "parameters"), *(_cell(source) for source in sources)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(content))


def _cell(source: str, *tags: str) -> dict:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"tags": list(tags)},
        "outputs": [],
        "source": source,
    }


def borrow_environment(folder: Path) -> None:
    """Link to the packages of the real environment in a way that nothing can harm it."""
    folder.mkdir()
    for part in ("bin", "lib", "share", "pyvenv.cfg"):
        (folder / part).symlink_to(ROOT / ".venv" / part)
    lock = (ROOT / "requirements.lock").read_bytes()
    (folder / "installed").write_text(hashlib.sha256(lock).hexdigest() + "\n")
