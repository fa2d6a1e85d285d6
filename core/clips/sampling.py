"""Which frames make a clip: the published rules by index, and their offsets for choosing by time. Pure functions.

Two rules, named by recipe: "as-run" is what the public code does, "paper" what the text says.
"""

import numpy as np

from core.errors import SourceError

CLIP_FRAMES = 16
WINDOW = 64  # frames that an as-run clip reaches over
FRAME_STEP = 4
TICKS_PER_SECOND = 30.0  # one tick is a frame of the data sets' 30-fps videos; clip offsets and hops count ticks
RULES = ("as-run", "paper")

_TIE = 0.05  # ticks (1.7 ms): containers round time stamps to milliseconds, and a tie must not hang on that


def clip_offsets(rule: str = "as-run") -> np.ndarray:
    """Where a clip's frames lie after its start: (16,) int64, in ticks of 1/30 s (frames, near 30 fps).

    "as-run": linspace(0, 64, 16), truncated and kept inside the window: 0, 4, 8, 12, 17 ... 59, 63.
    "paper": 0, 4, 8 ... 60.
    Raises ValueError for an unknown rule.
    """
    if rule not in RULES:
        raise ValueError(f"clip rule {rule!r} is not one of {', '.join(RULES)}")
    if rule == "paper":
        return np.arange(CLIP_FRAMES) * FRAME_STEP
    return _truncated(0, WINDOW, CLIP_FRAMES, last=WINDOW - 1)


def evaluation_clips(num_frames: int, rule: str = "as-run") -> np.ndarray:
    """Every clip of a video for whole-video evaluation: (n, 16) int64 frame indices in [0, num_frames - 1], n >= 1.

    "as-run": starts 0 ... num_frames - 65; 64 frames or fewer are spread over one clip and padded with the last frame.
    "paper": starts 0 ... num_frames - 61; a shorter video gives one clip padded with its last frame.
    Raises SourceError when there are no frames, ValueError for an unknown rule.
    """
    _require_frames(num_frames)
    offsets = clip_offsets(rule)
    starts = num_frames - (WINDOW if rule == "as-run" else offsets[-1])
    if starts > 0:
        return np.arange(starts)[:, None] + offsets
    if rule == "paper":
        return np.minimum(offsets, num_frames - 1)[None]
    return _padded(num_frames, last=num_frames - 1)[None]


def training_clips(num_frames: int, segments: int = 8, rng: np.random.RandomState | None = None) -> np.ndarray:
    """The clips of a video that training looks at, as-run rule: (segments, 16) int64 indices in [0, num_frames - 1].

    Videos of up to 64 frames per segment give evenly shifted windows. Longer ones are cut into segments with one window
    each: at its beginning without `rng`, else at a place drawn as the published code draws it (one draw per segment).
    Raises SourceError when there are no frames, ValueError when segments < 1.
    """
    _require_frames(num_frames)
    if segments < 1:
        raise ValueError(f"segments must be at least 1, not {segments}")
    partition = num_frames // segments
    shifts = np.arange(segments)[:, None]
    if partition > WINDOW:
        ends = [WINDOW if rng is None else int(rng.randint(WINDOW, partition)) for _ in range(segments)]
        windows = [_truncated(end - WINDOW, end, CLIP_FRAMES, last=end - 1) for end in ends]
        return np.stack(windows) + shifts * partition
    length = min(WINDOW, num_frames) - 1
    step = max(0, num_frames - WINDOW) // max(1, segments - 1)
    # The public code gives index -1 for a 1-frame video; its only frame is 0.
    return _padded(length, last=max(0, length - 1)) + shifts * step


def random_clips(num_frames: int, segments: int = 8, rng: np.random.RandomState | None = None) -> np.ndarray:
    """The clips of a video that training looks at, paper rule: (segments, 16) int64 indices in [0, num_frames - 1].

    Each starts anywhere where it fits, drawn from `rng`; without one, they are spread evenly. A video shorter than a
    clip is padded with its last frame. Raises SourceError when there are no frames, ValueError when segments < 1.
    """
    _require_frames(num_frames)
    if segments < 1:
        raise ValueError(f"segments must be at least 1, not {segments}")
    offsets = clip_offsets("paper")
    last = max(0, num_frames - 1 - int(offsets[-1]))
    starts = np.linspace(0, last, segments).astype(np.int64) if rng is None else rng.randint(0, last + 1, segments)
    return np.minimum(starts[:, None] + offsets, num_frames - 1)


def nearest_frames(ticks: np.ndarray, start: float, rule: str = "as-run") -> np.ndarray:
    """The frames nearest in time to the rule's 16 places after `start`: (16,) int64 indices into `ticks`.

    ticks: (n,) float, when each frame came, in 1/30 s, non-decreasing, n >= 1. Of two frames equally near the later one
    is taken. Raises ValueError when there are no ticks or the rule is unknown.
    """
    return nearest(ticks, start + clip_offsets(rule))


def nearest(ticks: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Index of the tick nearest to each target, the later one of two equally near. ticks: non-decreasing, not empty."""
    if len(ticks) == 0:
        raise ValueError("there are no frames to choose from")
    after = np.searchsorted(ticks, targets).clip(max=len(ticks) - 1)
    before = (after - 1).clip(min=0)
    return np.where(ticks[after] - targets <= targets - ticks[before] + _TIE, after, before)


def _require_frames(num_frames: int) -> None:
    if num_frames < 1:
        raise SourceError("the video has no frames", hint="Check that the file plays in a video player")


def _truncated(start: int, stop: int, count: int, *, last: int) -> np.ndarray:
    return np.linspace(start, stop, count).clip(start, last).astype(np.int64)


def _padded(length: int, *, last: int) -> np.ndarray:
    """As many frames as `length` has steps of 4, spread over it, then the last one until there are 16."""
    spread = np.linspace(0, length, length // FRAME_STEP)
    padding = np.full(CLIP_FRAMES - len(spread), float(length))
    return np.concatenate([spread, padding]).clip(0, last).astype(np.int64)
