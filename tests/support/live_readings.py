"""What the window reads of a video file, at every position of the grid."""

from pathlib import Path

import numpy as np

from core.capture.video_file import VideoFile
from core.model import Predictor
from core.pipeline import Pipeline


def readings(predictor: Predictor, path: Path) -> dict[int, np.ndarray]:
    """The window's posteriors by first frame, at every position."""
    source = VideoFile(path)
    pipeline, found = Pipeline(predictor, source.info, hop=1), {}
    while frame := source.read():
        pipeline.ingest(frame)
        found |= {reading.first_frame: reading.posterior for reading in pipeline.poll()}
    pipeline.close()
    source.close()
    return found
