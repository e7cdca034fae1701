"""How customers move between segments from one period to the next."""
