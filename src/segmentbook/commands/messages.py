"""`make messages`: collect the texts of the report and bring the catalogues up to date."""

from __future__ import annotations

import ast
import io
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from segmentbook.core import language, paths
from segmentbook.report.blocks import SENTENCE_STYLES
from segmentbook.report.render.markdown import texts

LANGUAGES = {"id": "nplurals=1; plural=0"}
"""The languages and their plural forms, in the syntax of gettext."""

STUDIES = (
    "complete_journey",
    "customer_personality",
    "ecommerce_members",
    "health_products",
    "online_retail",
    "online_shop",
)
"""The studies whose texts are translated; those of other studies are shown as written."""

_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals};\\n"

"""
_MARKERS = {"_": None, "gettext": None, "mark": None, "claim": (2,), "ngettext": (1, 2)}
_DISPLAYS = ("show", "part")
_PARAMS = ("title", "subtitle", "description", "source_note", "place_noun")
_PARAMS_BELOW = ("reason", "definition", "unit", "titles")

Message = str | tuple[str, str]
"""The English text, or its singular and plural."""


def collect() -> list[Message]:
    """Return every text of the code, the notebooks and the shipped studies, sorted, each once."""
    notebooks = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
    found: set[Message] = {
        *_of_modules(Path(__file__).parents[1]),
        *(text for path in notebooks for text in _of_notebook(path)),
        *(text for name in STUDIES for text in _of_params(paths.PARAMS / f"{name}.yaml")),
    }
    return sorted(found, key=lambda one: (one,) if isinstance(one, str) else one)


def updated(old: bytes, name: str, wanted: Sequence[Message]) -> bytes:
    """Return the file of a catalogue with just the texts that are wanted.

    Args:
        old: The file as it is; its translations are kept.
        name: Code of the language.
        wanted: The texts.
    """
    before = read_po(io.BytesIO(old), locale=name)
    after = Catalog(locale=name)
    after.mime_headers = [("Plural-Forms", LANGUAGES[name])]
    for message in wanted:
        known = before.get(message)
        after.add(message, known.string if known else "")
    text = io.BytesIO()
    write_po(text, after, omit_header=True, sort_output=True, width=100)
    head = _HEADER.format(language=name, plurals=LANGUAGES[name])
    return head.encode() + text.getvalue().strip() + b"\n"


def _of_modules(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text("utf-8")
        if (
            "core.language" in text or "core.message" in text or "core.claims" in text
        ):  # most modules show nothing
            for _, message, _, _ in extract_from_file("python", path, keywords=_MARKERS):
                yield message


def _of_notebook(path: Path) -> Iterator[str]:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from texts(source)
        else:
            yield from _of_code(source)


def _of_code(source: str) -> Iterator[str]:
    """Find what a cell shows: texts of more than a word, arguments of displays, heads of columns."""
    code = "\n".join(line for line in source.splitlines() if not line.startswith("%"))
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if isinstance(node.func.value, ast.Name) and node.func.value.id in _DISPLAYS:
                yield from (text for text in _literals(node.args) if text not in SENTENCE_STYLES)
        elif isinstance(node, ast.Dict):
            for value in node.values:
                if isinstance(value, ast.Tuple):
                    yield from _literals(value.elts[:1])


def _literals(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _of_params(path: Path) -> Iterator[str]:
    values = yaml.safe_load(path.read_text("utf-8"))
    yield from (values[key] for key in _PARAMS if key in values)
    for section in ("columns", "cleaning", "customers", "clustering"):
        yield from _below(values.get(section))


def _below(value: Any) -> Iterator[str]:
    """Find the texts of the params under keys that hold words, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from _below(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _PARAMS_BELOW:
                yield from _below(item)
            elif isinstance(item, str):
                yield item
            else:
                yield from item.values()


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: it is for all languages."""


def run(arguments: Namespace) -> int:  # noqa: ARG001
    """Update every catalogue and print how many texts have no translation yet."""
    wanted = collect()
    for name in LANGUAGES:
        [path] = language.files(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = updated(path.read_bytes() if path.is_file() else b"", name, wanted)
        path.write_bytes(text)
        with path.open("rb") as file:
            missing = [
                one for one in read_po(file, locale=name) if one.id and not _is_translated(one)
            ]
        print(f"{path.name} ({name}): {len(wanted)} texts, {len(missing)} not translated")
    return 0


def _is_translated(message: Any) -> bool:
    return all(message.string) if message.pluralizable else bool(message.string)
