"""What decides what the starter becomes: its stages, in order, and the settings of each before it."""

from dataclasses import asdict, dataclass, fields

from core.model.vit import EncoderConfig

CLASSES = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")  # FER2013's own order
FACE_MARGIN = 1.2  # a FER2013 picture is about 1.2 boxes of our detector wide (median box: 0.83 of the picture)
BOX_DROP = 0.07  # the detector's box sits this much of a picture's side below the picture's centre
ENCODER = EncoderConfig(resolution=96, width=192, depth=4, heads=6, patch=12)  # 64 tokens for two frames
STAGES = ("teacher", "pretraining", "frozen", "stills", "clips")


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the training. passes: over all training faces. rate: the highest of a warm-up and a cosine.

    frames: of each clip; where a short clip stands in the sixteen is random. clip_norm: of the gradient.
    """

    passes: float
    batch: int
    rate: float
    frames: int = 1
    weight_decay: float = 0.05
    clip_norm: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the starter is trained. A stage's outcome depends on what stands before it here, and on nothing after it."""

    seed: int = 0
    held_out: float = 0.05  # of the training faces: to watch the training
    warm_up: float = 0.08  # share of each stage's steps
    average_decay: float = 0.999  # the weights that are kept are a running average
    label_smoothing: float = 0.1
    teacher: Stage = Stage(passes=24, batch=128, rate=0.1, weight_decay=5e-4, clip_norm=5.0)  # convolutional; SGD

    encoder: EncoderConfig = ENCODER
    muon_rate: float = 20.0  # the blocks' matrices are Muon's, at so many times the rate of all else
    momentum: float = 0.998  # of the target encoder, rising to 1
    pretraining: Stage = Stage(passes=1, batch=64, rate=1e-3, frames=4)  # the V-JEPA objective, without labels
    frozen: Stage = Stage(passes=1, batch=128, rate=1e-3)  # a probe on what came out of it: only measured

    soft_weight: float = 0.7  # the teacher's soft labels against the labels
    soft_temperature: float = 2.0
    feature_weight: float = 1.0  # the tokens also learn the teacher's feature maps, place by place
    stills: Stage = Stage(passes=56, batch=128, rate=1e-3)  # encoder and probe learn from single pictures ...
    clips: Stage = Stage(passes=0.15, batch=32, rate=2e-4, frames=16)  # ... and in the end from whole clips

    def until(self, stage: str) -> str:
        """All that decides about a stage's outcome, in words that compare."""
        names = [field.name for field in fields(self)]
        settings = asdict(self)
        return repr({name: settings[name] for name in names[: names.index(stage) + 1]})
