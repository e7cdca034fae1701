"""The exhibits of the chapter on segments."""
