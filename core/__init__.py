"""FER Desktop's engine: capture, faces, clips, the V-JEPA model, voting, sessions and the one path that joins them.

Importing `core` is light: nothing heavy (torch, OpenCV, mediapipe) is loaded before it is needed.
"""

__version__ = "0.1.0"
