"""`python -m benchmarks.training`: what evaluation and training cost, against the usual ways. Prints Markdown.

With --encoders also what training from stored features means in hours, at the rates of the published encoders here.
"""

import argparse
import sys

import torch

from benchmarks import attention_gradient, machine, training_loop, whole_video
from benchmarks.child import private_environment
from benchmarks.table import Result, Row, markdown
from core.model.cards import PUBLISHED_ENCODERS
from core.model.computation import Computation
from core.model.precision import choose
from core.model.vit import Encoder, EncoderConfig
from core.offline.estimates import seconds_per_clip

DATA_SETS = {"RAVDESS": 2880, "CREMA-D": 7442}
FOLDS, EPOCHS, SEGMENTS = 5, 20, 8  # of the study
FEWER = 20
ENCODERS = ("vitl16", "vith16", "vith16-384")


def main() -> int:
    """Returns 0 when everything could be measured, whether or not the targets are met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("--encoders", action="store_true", help="measure the published encoders, too (random weights)")
    options = parser.parse_args()
    described = machine.describe()
    with private_environment() as environment:
        results = [whole_video.measure(), passes(), training_loop.measure(environment), attention_gradient.measure()]
    print(markdown(described, results))
    if options.encoders:
        print(hours())
    return 0


def passes() -> Result:
    """How many training clips go through the encoder, online and into a store with one view."""
    rows = []
    for name, videos in DATA_SETS.items():
        stored, online = SEGMENTS * videos, encoder_passes(videos)
        rows.append(
            Row(
                f"Training passes of the encoder, {name}, {FOLDS} folds x {EPOCHS} epochs",
                f"{online / stored:.0f} times fewer ({stored:,} clips against {online:,})",
                f"≥ {FEWER} times",
                online >= FEWER * stored,
            )
        )
    note = (
        "Passes: arithmetic, which a test counts on a small study. Online, every epoch of every fold encodes the clips "
        "of the videos that it trains on; a store holds each clip once for each of its K views, here one."
    )
    return Result(rows, [note])


def encoder_passes(videos: int, folds: int = FOLDS, epochs: int = EPOCHS, segments: int = SEGMENTS) -> int:
    """Clips that online training encodes, each fold being held out once."""
    return epochs * segments * (folds - 1) * videos


def hours() -> str:
    """A Markdown table: hours of encoding, by data set and encoder."""
    lines = [
        "| encoder | s per clip | data set | stored, K = 1 | online | features, bf16 |",
        "|---|---:|---|---:|---:|---:|",
    ]
    for name in ENCODERS:
        card = PUBLISHED_ENCODERS[name]
        with torch.device("cpu"):
            config = EncoderConfig(card.resolution, card.width, card.depth, card.heads)
            precision = choose("auto", torch.device("cpu"), config.block_parameters)
            encoder = Encoder(config).to(precision.dtype).eval().requires_grad_(False)
        seconds = seconds_per_clip(Computation(encoder, torch.device("cpu"), precision), card.resolution)
        for data_set, videos in DATA_SETS.items():
            stored, online = (clips * seconds / 3600 for clips in (SEGMENTS * videos, encoder_passes(videos)))
            size = SEGMENTS * videos * card.tokens * card.width * 2 / 1e9
            cells = (
                f"{name} ({precision})",
                f"{seconds:.2f}",
                data_set,
                f"{stored:,.0f} h",
                f"{online:,.0f} h",
                f"{size:.0f} GB",
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
