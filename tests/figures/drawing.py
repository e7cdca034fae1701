"""Draw a picture as the report does, and insist on a clean drawing."""

from __future__ import annotations

import io
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
    return buffer.getvalue()


def texts(picture):
    """Return every text that stands in the drawing, legends included."""
    from matplotlib.text import Text

    return [text.get_text() for text in picture.figure.findobj(Text) if text.get_text()]
