"""Draw the packages of Segmentbook and what imports what, from the code: `docs/house.svg`.

An arrow that follows from two others is left out, so that the picture stays readable: what a package
can reach, it may import.
"""

from __future__ import annotations

import html
import inspect
import tomllib
from importlib import import_module
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "house.svg"
PACKAGE = "segmentbook"

_WIDTH, _HEIGHT, _GAP, _ROW, _MARGIN = 196, 58, 26, 104, 24
_INK, _MUTED, _LINE, _FILL = "#1b2a33", "#5b6b75", "#8aa0ab", "#eef4f5"


def layers() -> list[list[str]]:
    """Return the packages row by row, the highest layer first, as the import contract names them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [contract] = [one for one in settings["contracts"] if one["type"] == "layers"]
    return [[name.strip() for name in row.split("|")] for row in contract["layers"]]


def arrows(rows: list[list[str]]) -> list[tuple[str, str]]:
    """Return which package imports which, without what follows from two other arrows."""
    graph = grimp.build_graph(PACKAGE)
    names = [name for row in rows for name in row]
    floor = {name: number for number, row in enumerate(rows) for name in row}
    direct = {
        one: {other for other in names if floor[other] > floor[one] and _imports(graph, one, other)}
        for one in names
    }

    def reached(one: str) -> set[str]:
        return set().union(*({other} | reached(other) for other in direct[one]), set())

    return [
        (one, other)
        for one in names
        for other in names
        if other in direct[one]
        and not any(other in reached(between) for between in direct[one] - {other})
    ]


def _imports(graph: grimp.ImportGraph, one: str, other: str) -> bool:
    modules = {f"{PACKAGE}.{one}", *graph.find_descendants(f"{PACKAGE}.{one}")}
    wanted = f"{PACKAGE}.{other}"
    return any(
        found == wanted or found.startswith(f"{wanted}.")
        for module in modules
        for found in graph.find_modules_directly_imported_by(module)
    )


def purpose(name: str) -> str:
    """Return the first line of a package's docstring."""
    text = inspect.getdoc(import_module(f"{PACKAGE}.{name}")) or ""
    return text.splitlines()[0].rstrip(".")


def svg() -> str:
    """Return the picture."""
    rows = layers()
    wide = max(len(row) for row in rows)
    width = 2 * _MARGIN + wide * _WIDTH + (wide - 1) * _GAP + 860
    height = 2 * _MARGIN + (len(rows) - 1) * _ROW + _HEIGHT
    places = {
        name: (_MARGIN + column * (_WIDTH + _GAP), _MARGIN + number * _ROW)
        for number, row in enumerate(rows)
        for column, name in enumerate(row)
    }
    lines = [_arrow(places[one], places[other]) for one, other in arrows(rows)]
    boxes = [_box(name, *place) for name, place in places.items()]
    beside = wide * (_WIDTH + _GAP) + _MARGIN + 110
    boxes += [
        _words(name, beside, places[name][1] + 26 + 22 * place)
        for row in rows
        for place, name in enumerate(row)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'font-family="Inter, sans-serif" role="img" aria-label="Packages and imports">',
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="{_LINE}"/></marker></defs>',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *lines,
            *boxes,
            "</svg>\n",
        ]
    )


def _box(name: str, x: int, y: int) -> str:
    words = html.escape(purpose(name))
    return (
        f'<g><title>{words}</title><rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="8" '
        f'fill="{_FILL}" stroke="{_LINE}"/><text x="{x + _WIDTH / 2}" y="{y + 35}" '
        f'text-anchor="middle" font-size="18" font-weight="600" fill="{_INK}">{name}</text></g>'
    )


def _words(name: str, x: int, y: int) -> str:
    text = html.escape(f"{name}: {purpose(name)}")
    return f'<text x="{x}" y="{y}" font-size="14" fill="{_MUTED}">{text}</text>'


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + _WIDTH / 2, start[1] + _HEIGHT
    x2, y2 = end[0] + _WIDTH / 2, end[1]
    far = (end[1] - start[1]) // _ROW
    bend = 150 + 26 * far if far > 1 else 0
    middle = (y1 + y2) / 2
    path = (
        f"M{x1} {y1}C{x1} {y1 + 30} {x2} {y2 - 30} {x2} {y2 - 2}"
        if not bend
        else f"M{x1 + 60} {y1}C{x1 + bend} {middle - 40} {x2 + bend} {middle + 40} {x2 + 60} {y2 - 2}"
    )
    return f'<path d="{path}" fill="none" stroke="{_LINE}" stroke-width="1.4" marker-end="url(#head)"/>'


def main() -> None:
    """Write the picture."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(svg(), "utf-8")


if __name__ == "__main__":
    main()
