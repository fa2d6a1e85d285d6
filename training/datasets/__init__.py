"""Data sets as they lie on a disk -> rows of a manifest. One module for each."""
