"""One module per command: `add_arguments` says what follows its name, `run` returns the exit code.

A module imports what is heavy in `run`, so that a wrong argument or param is reported at once.
"""
