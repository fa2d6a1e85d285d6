"""How fast the encoder in use is here, which hop a live run can keep up with, and the sentence that says so."""

import logging
from dataclasses import replace
from math import ceil

import numpy as np
import torch

from core.clips.sampling import TICKS_PER_SECOND
from core.errors import FerError
from core.model import load_bundle
from core.model.bundle.files import find_bundle, read_card
from core.model.speed import Setting, Speed, SpeedBook, measure, setting_of
from core.text import text

FAST_CLIPS = 5  # that are looked at before a figure is believed
SLOW_S = 1.0  # or so many seconds of clips
FIRST_S = 2.0  # a first clip that takes as long on a CPU counts itself; any other only warms everything up
CHANGED = 1.25  # by which factor a figure has to change to count as another one
SLACK = 1.25  # an encoder that hardly misses the hop is not worth a message
STARTER_S = 0.5  # to measure the starter in, which takes the encoder's own time

_log = logging.getLogger(__name__)


class Tempo:
    """Learns from the clips of a run, which costs it nothing, and from what earlier runs have left in the book.

    For the model thread, but for `hop`. seconds: what a clip takes; None until it is known.
    """

    def __init__(self, book: SpeedBook) -> None:
        self._book = book
        self._setting: Setting | None = None
        self._device = torch.device("cpu")
        self._kept: Speed | None = None  # in the book
        self._clips: list[float] | None = None  # since the last figure; None before the first clip
        self.seconds: float | None = None

    def begin(self, setting: Setting, device: torch.device) -> bool:
        """What is in use now. False when encoder, device and precision are as before, and so is what is known."""
        if setting == self._setting:
            return False
        self._setting, self._device, self._clips = setting, device, None
        self._kept = self._book.find(setting)
        self.seconds = self._kept.seconds_per_clip if self._kept else None
        return True

    def foresee(self, seconds: float, done: float) -> bool:
        """In the first pass: the share `done` of it has taken so many seconds. True when that is a figure, for now.

        On the CPU only: a GPU does the work after the block has returned.
        """
        if self.seconds is not None or self._device.type != "cpu" or not done or seconds < FIRST_S:
            return False
        self.seconds = seconds / done
        return True

    def take(self, seconds: float) -> bool:
        """What one more clip took. True when there is another figure now."""
        if self._clips is None:
            self._clips = []
            if seconds < FIRST_S or self._device.type != "cpu":
                return False
        self._clips.append(seconds)
        if len(self._clips) < FAST_CLIPS and sum(self._clips) < SLOW_S:
            return False
        figure, before = float(np.median(self._clips)), self.seconds
        self._clips = []
        self._keep(figure)
        if before is None or not 1 / CHANGED < figure / before < CHANGED:
            self.seconds = figure
        return self.seconds != before

    def hop(self, chosen: int, live: bool) -> int:
        """The hop in effect: at a live source at least what the encoder can keep up with. A file waits for it."""
        return max(chosen, self._needed()) if live else chosen

    def too_slow_for(self, chosen: int) -> str:
        """The sentence that says so; "" when the encoder keeps up, or nearly, or nobody knows yet."""
        if self.seconds is None or self._setting is None or self.seconds * TICKS_PER_SECOND <= SLACK * chosen:
            return ""
        return in_words(self.seconds, self._setting.precision, self._starter(self._setting))

    def _needed(self) -> int:
        return ceil(self.seconds * TICKS_PER_SECOND) if self.seconds else 1

    def _keep(self, figure: float) -> None:
        """The book has the fastest: other programs make an encoder slower than it is, and nothing makes it faster."""
        if self._setting and (self._kept is None or figure < self._kept.seconds_per_clip / CHANGED):
            self._kept = replace(self._kept, seconds_per_clip=figure) if self._kept else Speed(figure)
            self._book.add(self._setting, self._kept)

    def _starter(self, setting: Setting) -> float | None:
        """What a clip takes the starter's encoder on the same device; None when it is the one in use.

        Measured now if it never was, and None when even that fails.
        """
        digest = read_card(find_bundle("starter")).encoder_sha256.lower()
        if digest == setting.encoder_sha256:
            return None
        there = [entry for entry in self._book.entries(digest) if entry.setting.device == setting.device]
        try:
            return (there[0].speed if there else self._measured()).seconds_per_clip
        except FerError as error:
            _log.warning("the starter cannot be measured", exc_info=error)
            return None

    def _measured(self) -> Speed:
        starter = load_bundle("starter", str(self._device), precision="auto")
        speed = measure(starter, STARTER_S)
        self._book.add(setting_of(starter), speed)
        starter.close()
        return speed


def in_words(seconds: float, precision: str, starter: float | None) -> str:
    """How often an encoder gives a reading, beside the starter. Both in seconds per clip."""
    if seconds < 1:
        rate = _rate(1 / seconds)
        if starter is None:
            return text(
                "this encoder gives {rate} readings a second here in {precision}", rate=rate, precision=precision
            )
        return text(
            "this encoder gives {rate} readings a second here in {precision}; the starter gives {starter}",
            rate=rate,
            precision=precision,
            starter=_rate(1 / starter),
        )
    every = _rate(seconds)
    if starter is None:
        return text(
            "this encoder gives one reading every {seconds} s here in {precision}", seconds=every, precision=precision
        )
    return text(
        "this encoder gives one reading every {seconds} s here in {precision}; the starter gives {starter} a second",
        seconds=every,
        precision=precision,
        starter=_rate(1 / starter),
    )


def _rate(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"
