"""Synthetic exports in place of private ones."""
