"""What a reader must know of the export before she trusts the figures."""

from segmentbook.cleaning.findings import (
    FINDING_COLUMNS,
    finding_metrics,
    findings,
    lacking,
    under,
)
from segmentbook.cleaning.known import (
    fingerprint,
    fingerprint_sentences,
    unnamed_items,
    unnamed_sentences,
)

__all__ = [
    "FINDING_COLUMNS",
    "finding_metrics",
    "findings",
    "fingerprint",
    "fingerprint_sentences",
    "lacking",
    "under",
    "unnamed_items",
    "unnamed_sentences",
]
