"""An encoder that needs seconds for a clip."""

import copy
import time

import pytest
import torch

from core.live import EventKind
from core.live.between_blocks import look_between_blocks
from core.model.vit import Block
from support.live_runs import run_live, until
from support.small_inputs import tiny_bundle, video
from support.tiny_models import tiny_encoder

BLOCKS, SECONDS = 6, 0.4  # for each
TOKENS = 8  # of its clips; the starter has more, and is as fast as ever


@pytest.fixture
def slow(tmp_path, monkeypatch):
    """A bundle whose encoder needs 2.4 s for a clip."""
    whole = Block.forward

    def forward(block, tokens):
        time.sleep(SECONDS if tokens.shape[1] == TOKENS else 0)
        return whole(block, tokens)

    monkeypatch.setattr(Block, "forward", forward)
    return tiny_bundle(tmp_path / "slow", depth=BLOCKS)


def test_it_reads_the_newest_clip_says_how_slow_it_is_and_stops_in_the_middle_of_one(slow):
    with run_live("demo:", slow) as (engine, heard):
        assert until(lambda: EventKind.SPEED in heard.kinds)
        assert not heard.readings  # told before anyone waits in vain
        said = next(event.message for event in heard.events if event.kind is EventKind.SPEED)
        assert said.startswith("this encoder gives one reading every 2.")
        assert "; the starter gives " in said
        assert until(lambda: heard.readings)
        assert heard.readings[0].latency > 2.4
        assert engine.stats().stages["wait"].p95_s < 0.5  # its last frame was the newest when it was begun
        assert heard.states[-1].hop >= 72
        assert engine.hop == 4
        assert until(lambda: engine._analysis.pipeline.scoring_since)  # the next clip is in the encoder
        began = time.monotonic()
        assert engine.stop(timeout=2)
        assert time.monotonic() - began < 1.0
    assert heard.ends == [None]
    assert EventKind.FAULT not in heard.kinds
    assert heard.kinds.count(EventKind.SPEED) == 1


def test_another_bundle_does_not_wait_for_the_clip_in_work_which_it_takes_over(slow, tmp_path):
    slower = tiny_bundle(tmp_path / "slower", depth=3 * BLOCKS)
    other = tiny_bundle(tmp_path / "other", resolution=32, labels=("calm", "fear"))
    with run_live(video(tmp_path / "video.avi", 70), slower, hop=1) as (engine, heard):
        assert until(lambda: engine._analysis.pipeline and engine._analysis.pipeline.scoring_since)
        engine.switch(bundle=other)
        assert heard.ended.wait(20)
    assert [(reading.clip_index, len(reading.posterior)) for reading in heard.readings] == [(i, 2) for i in range(7)]
    assert heard.kinds == [EventKind.SWITCHED]


def test_a_forward_pass_is_looked_at_before_each_block_and_ends_when_the_look_raises():
    seen = []

    def look(done, clips):
        seen.append((done, clips))
        if done > 0.3:
            raise StopIteration

    encoder = tiny_encoder(depth=4)
    look_between_blocks(encoder, look)
    encoder = copy.deepcopy(encoder)  # as one does that goes to another device
    look_between_blocks(encoder, look)
    with pytest.raises(StopIteration):
        encoder(torch.zeros(2, 3, 16, 32, 32))
    assert seen == [(0.0, 2), (0.25, 2), (0.5, 2)]
