"""The pages of chapter 5: how large the segments are, what they are like, what distinguishes them."""

from segmentbook.pages.segments.against_all import against_all
from segmentbook.pages.segments.answers import answers
from segmentbook.pages.segments.boxes import boxes
from segmentbook.pages.segments.channels import channels
from segmentbook.pages.segments.description import bands, describe
from segmentbook.pages.segments.importance import importance
from segmentbook.pages.segments.names import names
from segmentbook.pages.segments.outside import outside
from segmentbook.pages.segments.outside_columns import outside_columns
from segmentbook.pages.segments.plane import plane
from segmentbook.pages.segments.profile_table import profile_table
from segmentbook.pages.segments.radar import radar
from segmentbook.pages.segments.rule_table import rule_table
from segmentbook.pages.segments.rules import rules
from segmentbook.pages.segments.scatter import scatter
from segmentbook.pages.segments.sizes import sizes
from segmentbook.pages.segments.snake import snake
from segmentbook.pages.segments.space import space
from segmentbook.pages.segments.spending import spending

__all__ = [
    "against_all",
    "answers",
    "boxes",
    "channels",
    "bands",
    "describe",
    "importance",
    "names",
    "outside",
    "outside_columns",
    "plane",
    "profile_table",
    "radar",
    "rule_table",
    "rules",
    "scatter",
    "sizes",
    "snake",
    "space",
    "spending",
]
