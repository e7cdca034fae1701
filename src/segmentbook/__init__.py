"""Segmentbook: from a sales export to a customer-segmentation report that can be regenerated."""

__version__ = "0.1.0"
