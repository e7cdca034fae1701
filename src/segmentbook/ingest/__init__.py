"""From the export as it is to canonical tables."""
