"""Faces in a picture: where they are, whose they are, and the square that is cut out for the model."""
