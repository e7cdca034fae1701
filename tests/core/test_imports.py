from __future__ import annotations

import os
import subprocess
import sys

from segmentbook.core import paths

CODE = """
import sys
from segmentbook.core.imports import skip_slow_imports
skip_slow_imports()
import nbformat
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
nbformat.validate(notebook)
print(any(name.startswith("lark") for name in sys.modules))
"""


def test_notebooks_are_validated_without_the_grammar_of_addresses():
    environment = os.environ | {"PYTHONPATH": str(paths.ROOT / "src")}
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
