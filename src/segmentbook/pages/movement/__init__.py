"""The exhibits of the chapter on movement."""
