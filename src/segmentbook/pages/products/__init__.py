"""The exhibits of the chapter on products."""
