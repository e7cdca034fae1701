"""What the study is about."""

from __future__ import annotations

from segmentbook.core.language import gettext
from segmentbook.core.message import literal, mark
from segmentbook.report.exhibit import Exhibit, Text, page


@page(mark("About the study"))
def about(description: str) -> Exhibit:
    """Show the description of the study.

    Args:
        description: In English or the study's language, as the params have it.
    """
    return Exhibit(parts=[Text(literal(gettext(description)))])
