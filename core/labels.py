"""The label names used everywhere: cards, CSV columns, manifests. Readers of data sets map their own names to these."""

LABELS = ("angry", "calm", "disgust", "fear", "happy", "neutral", "sad", "surprise")
