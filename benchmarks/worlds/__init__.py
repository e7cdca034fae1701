"""Synthetic exports in which it is known whether a claim of the report is true."""
