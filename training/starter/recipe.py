"""Every number that decides what the starter becomes."""

from dataclasses import dataclass

from core.model.vit import EncoderConfig

CLASSES = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")  # FER2013's own order
FACE_MARGIN = 1.2  # a FER2013 picture is about 1.2 boxes of our detector wide (median box: 0.83 of the picture)
BOX_DROP = 0.07  # the detector's box sits this much of a picture's side below the picture's centre
ENCODER = EncoderConfig(resolution=96, width=192, depth=4, heads=6, patch=12)  # 64 tokens for two frames


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the training. passes: over all training faces. rate: the highest of a warm-up and a cosine.

    frames: of each clip; the position of a short clip in the sixteen is random.
    """

    passes: float
    batch: int
    rate: float
    frames: int = 1
    weight_decay: float = 0.05


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the starter is trained, stage after stage."""

    seed: int = 0
    encoder: EncoderConfig = ENCODER
    held_out: float = 0.05  # of the training faces: for the temperature, and to watch the training
    warm_up: float = 0.08  # share of each stage's steps
    average_decay: float = 0.999  # the weights that are kept are a running average
    label_smoothing: float = 0.1

    teacher: Stage = Stage(passes=24, batch=128, rate=0.1, weight_decay=5e-4)  # a convolutional network, SGD

    pretraining: Stage = Stage(passes=1, batch=64, rate=1e-3, frames=4)  # the V-JEPA objective, without labels
    momentum: float = 0.998  # of the target encoder, rising to 1
    frozen: Stage = Stage(passes=1, batch=128, rate=1e-3)  # a probe on the frozen, pre-trained encoder: only measured

    stills: Stage = Stage(passes=56, batch=128, rate=1e-3)  # encoder and probe learn from single pictures ...
    clips: Stage = Stage(passes=0.35, batch=32, rate=2e-4, frames=16)  # ... and in the end from whole clips
    muon_rate: float = 20.0  # the blocks' matrices are Muon's, at so many times the rate of all else
    soft_weight: float = 0.7  # the teacher's soft labels against the labels
    soft_temperature: float = 2.0
    feature_weight: float = 1.0  # the tokens also learn the teacher's feature maps, place by place
