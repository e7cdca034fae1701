"""Every plot of the report: a function takes a small table and returns a Picture."""
