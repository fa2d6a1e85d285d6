"""The program `fer-desktop`: a window on `core`, and the same work without one. Importing this imports no Qt."""
