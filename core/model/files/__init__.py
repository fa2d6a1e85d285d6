"""Weights files, none of which is believed: read one tensor at a time, and nothing in them is ever run."""
