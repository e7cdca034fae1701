"""A checkout whose notebooks and renderers are stubs, and whose build is the real one."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from segmentbook import workspace

ROOT = workspace.ROOT
REAL_MODULES = [
    "__init__",
    "__main__",
    "bootstrap",
    "build",
    "cli",
    "customer_params",
    "depfile",
    "errors",
    "guard",
    "isolation",
    "language",
    "locks",
    "manifest",
    "mistakes",
    "overrides",
    "pipeline",
    "publish",
    "rules",
    "section",
    "segment_params",
    "source_params",
    "stamps",
    "study",
    "workspace",
]

STUB_MODULES = {
    "sources": """
def fetch(study): return []
def locate(study): return []
def available(study): return True
""",
    "preflight": (
        "def choices(study): pass\n"
        "def look(study, files): return 0\n"
        "def tell(study, files): return []\n"
    ),
    "alpha": "VALUE = 1\n",
    "report/__init__": "",
    "report/document": """
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
    "report/content": """
def read_document(notebooks, meta):
    return [meta.title, str(meta.date), *(path.stem for path in notebooks)]
""",
    "report/html": "def render_html(document): return '\\n'.join(document)\n",
    "report/a4": "def render_a4(document): return repr(document).encode()\n",
    "report/deck": "def render_deck(document): return repr(document).encode()\n",
}

PARAMETERS = 'study = "shop"\noverrides = {}'

OPEN = """
import json, time
from pathlib import Path
from segmentbook import depfile, workspace
from segmentbook.errors import UserError
from segmentbook.study import load_study

params = load_study(study, overrides)
folder = workspace.interim(study)
outputs = folder / "outputs"
outputs.mkdir(parents=True, exist_ok=True)
mood = workspace.ROOT / "mood.json"
mood = json.loads(mood.read_text()).get({name!r}) if mood.exists() else None
"""

BEHAVE = """# What the test wants to happen.
if mood == "fail":
    raise ZeroDivisionError("nothing to divide")
if mood == "user":
    raise UserError("the column 'price' is missing", where="export", todo="name it.")
if mood == "sleep":
    (workspace.ROOT / "asleep").touch()
    time.sleep(60)
"""

WORK = {
    "1_cleaning": """
params.cleaning
(outputs / "customers.csv").write_text("id,segment\\n")
(folder / "inputs.json").write_text('[{"name": "a.csv", "bytes": 1, "sha256": "00"}]')
""",
    "2_eda": "from segmentbook import alpha",
    "4_clustering": "params.clustering",
    "6_products": "params.products",
    "7_summary": """
(outputs / "metrics.json").write_text('{"reference_date": "2018-01-01"}')
""",
}

CLOSE = "depfile.write(study, {name!r}, depfile.modules(), params.sections_read)"


def create(folder: Path) -> None:
    """Write the checkout."""
    for file in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / file, folder / file)
    package = folder / "src" / "segmentbook"
    (package / "report" / "templates").mkdir(parents=True)
    for file in [*(f"{name}.py" for name in REAL_MODULES), "graph.mk"]:
        shutil.copy2(ROOT / "src" / "segmentbook" / file, package / file)
    for name, text in STUB_MODULES.items():
        (package / f"{name}.py").write_text(text)
    (package / "report" / "templates" / "page.html").write_text("")
    (folder / "params").mkdir()
    for study in ("shop", "market"):
        shutil.copy2(ROOT / "params" / "online_retail.yaml", folder / "params" / f"{study}.yaml")
    (folder / "notebooks").mkdir()
    for chapter in workspace.CHAPTERS:
        write_notebook(folder / "notebooks" / f"{chapter}.ipynb", chapter)
    borrow_environment(folder / ".venv")


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
