"""The exhibits of the summary."""

from segmentbook.pages.summary.about import about
from segmentbook.pages.summary.actions import actions
from segmentbook.pages.summary.findings import findings

__all__ = ["about", "findings", "actions"]
