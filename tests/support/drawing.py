"""Draw a picture as the report does, and insist on a clean drawing."""

from __future__ import annotations

import io
import re
import warnings
from xml.etree import ElementTree

AWKWARD = ["Card $5_a^b$", "$\\frac{", "_hidden", "100 % {x} <b>", "Ω 🎁", "a" * 80, "$"]
"""Names that a plotting library would take for mathematics, for nothing, or for too long."""


def svg(picture):
    """Return the picture as SVG; a warning is an error, save that a font lacks a picture sign."""
    assert picture.alt.strip()
    buffer = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        picture.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(buffer.getvalue())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 3
    assert not cut(picture)
    return buffer.getvalue()


def cut(picture):
    """Return every text with a word in it that the edge of the figure cuts."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    canvas = FigureCanvasAgg(picture.figure)
    canvas.draw()
    paper = picture.figure.bbox.padded(1.0)
    # Numbers at ticks outside of what an axis shows are there, but not drawn.
    drawn = [
        one for one in picture.figure.findobj(Text) if re.search(r"[^\W\d]{3}", one.get_text())
    ]
    boxes = [(one.get_text(), one.get_window_extent(canvas.get_renderer())) for one in drawn]
    return [
        text
        for text, box in boxes
        if not (paper.contains(box.x0, box.y0) and paper.contains(box.x1, box.y1))
    ]


def texts(picture):
    """Return every text that stands in the drawing, legends included."""
    from matplotlib.text import Text

    return [text.get_text() for text in picture.figure.findobj(Text) if text.get_text()]
