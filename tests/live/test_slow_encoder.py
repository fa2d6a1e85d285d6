"""An encoder that needs seconds for a clip."""

import time

import pytest
import torch

from core.errors import Cancelled
from core.live import EventKind
from core.live.interruption import break_off_when
from core.model.vit import Block
from support.live_runs import run_live, until
from support.small_inputs import tiny_bundle
from support.tiny_models import tiny_encoder

BLOCKS, SECONDS = 6, 0.4  # for each


@pytest.fixture
def slow(tmp_path, monkeypatch):
    """A bundle whose encoder needs 2.4 s for a clip."""
    whole = Block.forward

    def forward(block, tokens):
        time.sleep(SECONDS)
        return whole(block, tokens)

    monkeypatch.setattr(Block, "forward", forward)
    return tiny_bundle(tmp_path / "slow", depth=BLOCKS)


def test_it_reads_the_newest_clip_says_how_slow_it_is_and_stops_in_the_middle_of_one(slow):
    with run_live("demo:", slow) as (engine, heard):
        assert until(lambda: heard.readings)
        assert heard.readings[0].latency > 2.4
        assert engine.stats().stages["wait"].p95_s < 0.5  # its last frame was the newest when it was begun
        assert until(lambda: EventKind.SPEED in heard.kinds)
        assert heard.events[-1].message.startswith("this encoder gives one reading every 2.")
        assert heard.states[-1].hop >= 72
        assert engine.hop == 4
        assert until(lambda: engine._analysis.pipeline.scoring_since)  # the next clip is in the encoder
        began = time.monotonic()
        assert engine.stop(timeout=2)
        assert time.monotonic() - began < 1.0
    assert heard.ends == [None]
    assert EventKind.FAULT not in heard.kinds


def test_a_forward_pass_ends_at_the_next_block():
    encoder = tiny_encoder(depth=3)
    asked = []
    break_off_when(encoder, lambda: bool(asked.append(1)) or len(asked) == 2)
    with pytest.raises(Cancelled):
        encoder(torch.zeros(1, 3, 16, 32, 32))
    assert len(asked) == 2
