"""The exhibits of the chapter on actions."""

from segmentbook.pages.actions.cards import cards
from segmentbook.pages.actions.evidence import evidence
from segmentbook.pages.actions.stake import stake

__all__ = ["cards", "stake", "evidence"]
