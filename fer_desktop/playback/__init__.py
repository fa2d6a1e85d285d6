"""The playback page: a film and all that was read in it, to be looked at again and again."""
