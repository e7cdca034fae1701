"""The exhibits of the chapter on actions."""
