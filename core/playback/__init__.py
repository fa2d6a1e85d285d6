"""Looking at a video file again and again: any picture at once, and what was measured in it."""
