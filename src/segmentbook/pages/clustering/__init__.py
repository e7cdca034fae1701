"""The exhibits of the chapter on clustering."""
