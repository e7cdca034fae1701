"""Foundations that every layer uses, and that use no other."""
