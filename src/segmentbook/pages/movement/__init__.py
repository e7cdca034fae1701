"""The exhibits of the chapter on movement."""

from segmentbook.pages.movement.changes import changes
from segmentbook.pages.movement.hindsight import hindsight, hindsight_table
from segmentbook.pages.movement.moves import moves
from segmentbook.pages.movement.revenue_by_move import revenue_by_move
from segmentbook.pages.movement.segment_means import segment_means

__all__ = ["changes", "hindsight", "hindsight_table", "moves", "revenue_by_move", "segment_means"]
