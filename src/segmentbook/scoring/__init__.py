"""Give customers of a new export the segments of a published model."""
