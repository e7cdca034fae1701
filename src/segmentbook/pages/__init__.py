"""One module per exhibit: what the report says about the tables of the methods."""
