"""The exhibits of the chapter on summary."""
