"""The exhibits of the chapter on cleaning."""
