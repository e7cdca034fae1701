"""The exhibits of the chapter on customers."""
