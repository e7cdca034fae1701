"""Inspect an unknown export and write a study for it."""
