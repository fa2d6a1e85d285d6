"""Every number that decides what the starter becomes."""

from dataclasses import dataclass

from core.model.vit import EncoderConfig

CLASSES = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")  # FER2013's own order
FACE_MARGIN = 1.2  # a FER2013 picture is about 1.2 boxes of our detector wide (median box: 0.83 of the picture)
BOX_DROP = 0.07  # the detector's box sits this much of a picture's side below the picture's centre
ENCODER = EncoderConfig(resolution=96, width=192, depth=4, heads=3)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the starter is trained. Lengths are in passes over the 28,709 training faces."""

    seed: int = 0
    encoder: EncoderConfig = ENCODER
    batch: int = 64
    teacher_batch: int = 128
    teacher_passes: int = 12  # a small convolutional network learns in minutes what the transformer needs hours for
    teacher_rate: float = 2e-3
    still_passes: int = 14  # two-frame clips: one token column in time, an eighth of the cost
    still_rate: float = 1e-3
    clip_passes: float = 0.2  # whole 16-frame clips, so that all time positions are seen together
    clip_batch: int = 32
    clip_rate: float = 2e-4
    warm_up: float = 0.05  # share of each stage's steps
    weight_decay: float = 0.05
    feature_weight: float = 1.0  # the encoder's tokens learn the teacher's feature map, place by place
    soft_weight: float = 0.7  # soft labels of the teacher against hard labels
    temperature: float = 2.0
    label_smoothing: float = 0.1
    average_decay: float = 0.999  # the weights that are kept are a running average
