"""Run the chapters of a study in order, and publish its report."""
