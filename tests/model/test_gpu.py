"""A GPU's way of computing. Its parts run on any device; where there is no GPU, a capture and a clock stand in."""

import contextlib
import gc
import weakref

import numpy as np
import pytest
import torch
from torch.nn.attention import SDPBackend

from core.errors import Cancelled
from core.model import Predictor, gpu, load_bundle
from core.model.computation import Computation
from core.model.gpu import FUSED_ATTENTION, GpuComputation, attention_first, uploaded
from core.model.precision import Precision
from support.bundles import CARD
from support.tiny_models import tiny_encoder, tiny_probe

CPU = torch.device("cpu")
CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")


def noise(side: int = 40, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (16, side, side + 9, 3), dtype=np.uint8)


class Recorder:
    """A capture on the CPU: what it returns repeats the forward pass, as a graph does."""

    def __init__(self, fails: str = "") -> None:
        self.made, self.recorded, self.repeated, self.fails = 0, [], [], fails

    def __call__(self, device):
        self.made += 1
        return self.capture

    def capture(self, run):
        shape = tuple(run().shape)
        if self.fails:
            raise RuntimeError(self.fails)
        self.recorded.append(shape)

        def repeat():
            self.repeated.append(shape)
            return run()

        return repeat


def on_a_gpu(recorder: Recorder, seconds=lambda run, device: 1.0, encoder=None) -> GpuComputation:
    encoder = encoder or tiny_encoder()
    return GpuComputation(encoder, CPU, Precision.FP32, new_capture=recorder, seconds=seconds)


def predictor_with(computation: Computation) -> Predictor:
    made = Predictor(CARD, tiny_encoder(), [tiny_probe()], CPU)
    made._use(computation, [tiny_probe()])
    return made


@pytest.mark.parametrize("view", ["face", "centre"])
def test_it_says_what_the_cpu_says(view):
    clips = [noise(40 - index, seed=index) for index in range(3)]
    there, here = on_a_gpu(Recorder()), Computation(tiny_encoder(), CPU, Precision.FP32)
    inputs = there.inputs(clips, view, 32)
    assert inputs.shape == (3, 3, 16, 32, 32)
    with torch.inference_mode():
        expected = here.tokens(here.inputs(clips, view, 32))
    assert (there.tokens(inputs) - expected).abs().max() <= 0.05  # a grey level here and there is another one


@pytest.mark.parametrize("side", [60, 96, 131, 300])
def test_pictures_resized_there_leave_the_starter_of_the_same_opinion(side):
    here = load_bundle()
    there = here.with_probes(here.card, [])
    there._use(on_a_gpu(Recorder(), encoder=here.encoder), here._probes)
    picture = np.add.outer(np.arange(side), np.arange(side + 16) ** 2 // 40)[:, :, None] * (1, 2, 3) % 256
    clip = np.stack([picture[:, shift : shift + side] for shift in range(16)]).astype(np.uint8)
    assert there.posteriors([clip]) == pytest.approx(here.posteriors([clip]), abs=0.002)


def test_each_number_of_clips_is_recorded_once():
    recorder = Recorder()
    there = on_a_gpu(recorder)
    for count in (2, 1, 2, 1, 2):
        there.tokens(there.inputs([noise()] * count, "face", 32))
    assert recorder.recorded == [(2, 8 * 4, 192)] * len(FUSED_ATTENTION) + [(1, 8 * 4, 192)]
    assert recorder.repeated == [(2, 32, 192), (1, 32, 192)] * 2 + [(2, 32, 192)]
    assert recorder.made == 1


def test_other_clips_of_the_same_number_give_their_own_tokens():
    there = on_a_gpu(Recorder())
    both = [there.tokens(there.inputs([noise(seed=seed)], "face", 32)).clone() for seed in (1, 2)]
    again = there.tokens(there.inputs([noise(seed=1)], "face", 32))
    assert torch.equal(again, both[0])
    assert not torch.equal(*both)


def test_any_tensor_may_be_scored():
    clips = torch.randn(2, 3, 16, 32, 32)
    with torch.inference_mode():
        expected = tiny_encoder()(clips)
    assert torch.equal(on_a_gpu(Recorder()).tokens(clips), expected)


def test_the_fastest_attention_is_taken_and_found_only_once():
    times, asked = iter((0.3, 0.1, 0.2)), []

    def seconds(run, device):
        asked.append(run().shape)
        return next(times)

    there = on_a_gpu(Recorder(), seconds)
    for count in (1, 2):
        there.tokens(there.inputs([noise()] * count, "face", 32))
    assert there._attention is FUSED_ATTENTION[1]
    assert len(asked) == 3


def test_graphs_that_cannot_be_recorded_are_done_without_and_tried_only_once(caplog):
    recorder = Recorder(fails="CUDA error: operation not permitted when stream is capturing\nmore")
    clips = [noise(seed=index) for index in range(3)]
    there = predictor_with(on_a_gpu(recorder))
    assert there.posteriors(clips) == pytest.approx(predictor_with(on_a_gpu(Recorder())).posteriors(clips), abs=1e-6)
    there.posteriors(clips[:1])
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "no CUDA graphs on cpu (CUDA error: operation not permitted when stream is capturing): "
        "the layers are started one by one"
    ]
    assert recorder.made == 1


@pytest.mark.parametrize("broken", FUSED_ATTENTION)
def test_an_attention_that_a_gpu_fails_at_is_passed_over(broken, monkeypatch, caplog):
    def forward(encoder, clips, backend):
        if backend is broken:
            raise RuntimeError("cuDNN Frontend error: No execution plans support the graph.\nmore")
        return encoder(clips)

    monkeypatch.setattr(gpu, "_forward", forward)
    there = on_a_gpu(Recorder(), seconds=lambda run, device: run().sum().item())
    assert there.tokens(there.inputs([noise()], "face", 32)).shape == (1, 32, 192)
    assert there._attention in FUSED_ATTENTION
    assert there._attention is not broken
    reason = "cuDNN Frontend error: No execution plans support the graph."
    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert warned == [f"no {broken.name} on cpu ({reason})"]


def test_what_fails_with_every_attention_is_raised():
    encoder = tiny_encoder()
    encoder.norm.weight.data = torch.ones(7)
    with pytest.raises(RuntimeError, match="normalized_shape"):
        predictor_with(on_a_gpu(Recorder(), encoder=encoder)).posteriors([noise()])


def test_a_cancelled_forward_pass_is_no_failed_capture(caplog):
    encoder = tiny_encoder()
    there = predictor_with(on_a_gpu(Recorder(), encoder=encoder))

    def cancel(*_):
        raise Cancelled

    handle = encoder.blocks[0].register_forward_pre_hook(cancel)
    with pytest.raises(Cancelled):
        there.posteriors([noise()])
    handle.remove()
    assert there.posteriors([noise()]).shape == (1, 3)
    assert not caplog.records


class FullGpu(torch.nn.Module):
    """Has room for two clips."""

    def __init__(self) -> None:
        super().__init__()
        self.inner, self.config = tiny_encoder(), tiny_encoder().config

    def forward(self, clips):
        if len(clips) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return self.inner(clips)


def test_when_memory_runs_out_smaller_graphs_are_recorded(caplog):
    recorder, told = Recorder(), []
    there = predictor_with(on_a_gpu(recorder, encoder=FullGpu()))
    there.on_shortage = told.append
    clips = [noise(seed=index) for index in range(5)]
    assert there.posteriors(clips) == pytest.approx(predictor_with(on_a_gpu(Recorder())).posteriors(clips), abs=1e-5)
    assert told == ["cpu ran out of memory: smaller batches from now on (clips at a time: 2)"]
    assert [shape[0] for shape in recorder.repeated] == [2, 2, 1]
    assert recorder.made == 1
    assert not caplog.records  # the graphs were not to blame


def test_what_is_closed_is_gone_at_once_with_and_without_graphs():
    for recorder in (Recorder(), Recorder(fails="no")):
        encoder = tiny_encoder()
        gone = weakref.ref(encoder)
        there = predictor_with(on_a_gpu(recorder, encoder=encoder))
        gc.disable()  # a cycle would keep the memory of a GPU until Python happens to look for cycles
        try:
            there.posteriors([noise()])
            del encoder, recorder
            there.close()
            assert gone() is None
        finally:
            gc.enable()


def test_pixels_travel_unchanged_in_whatever_order_they_lie():
    pixels = noise()[:, ::-1, 3:40:2]
    pixels.setflags(write=False)
    assert np.array_equal(uploaded(pixels, CPU).numpy(), pixels)


def test_from_pixels_to_posteriors_nothing_but_pixels_is_brought_to_the_gpu_or_asked_of_it():
    """On a GPU each of these waits until all that was begun is done."""
    there = predictor_with(on_a_gpu(Recorder()))
    there.posteriors([noise()])
    with torch.inference_mode(), torch.autograd.profiler.profile() as done:
        there.score(there._open().inputs([noise(seed=1)], "centre", 32))
    operations = {event.name for event in done.function_events}
    assert "aten::scaled_dot_product_attention" in operations
    from_a_list, to_a_number, of_unknown_size = "aten::lift_fresh", "aten::_local_scalar_dense", "aten::nonzero"
    assert not {from_a_list, to_a_number, of_unknown_size} & operations


def test_preferring_an_attention_changes_nothing_afterwards_and_nothing_for_the_cpu():
    query = torch.randn(1, 2, 50, 16)
    before = torch.nn.attention._cur_sdpa_kernel_backends(with_priority=True)
    expected = torch.nn.functional.scaled_dot_product_attention(query, query, query)
    for backend in FUSED_ATTENTION:
        with attention_first(backend):
            assert torch.nn.attention._cur_sdpa_kernel_backends(with_priority=True)[0] is backend
            assert torch.equal(torch.nn.functional.scaled_dot_product_attention(query, query, query), expected)
    assert torch.nn.attention._cur_sdpa_kernel_backends(with_priority=True) == before
    assert SDPBackend.MATH in before


# With a GPU


@CUDA
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_real_gpu_records_graphs_and_says_what_the_cpu_says(precision, caplog):
    clips = [noise(8, seed=index).repeat(16 + index, axis=1).repeat(16, axis=2) for index in range(11)]
    there, here = (
        Predictor(CARD, tiny_encoder(depth=3), [tiny_probe()], device, how)
        for device, how in ((torch.device("cuda"), precision), (CPU, "fp32"))
    )
    for made in (there, here):
        made._probes[0].linear.weight.data.mul_(0.3)  # a probe that is sure of everything would hide a difference
    assert np.ptp(here.posteriors(clips), axis=0).max() > 0.1  # the clips do differ
    for _ in range(3):
        assert np.abs(there.posteriors(clips) - here.posteriors(clips)).max() <= 0.02
        clips.reverse()
    assert np.abs(there.posteriors(clips[:2]) - here.posteriors(clips[:2])).max() <= 0.02
    assert not caplog.records


@CUDA
def test_a_real_gpu_waits_for_nothing_but_the_result():
    there = Predictor(CARD, tiny_encoder(), [tiny_probe()], torch.device("cuda"))
    there.posteriors([noise()])
    computation = there._open()
    with torch.inference_mode(), forbidden_waiting():
        there.score(computation.inputs([noise(seed=1)], "face", 32))


@CUDA
def test_uploads_to_a_real_gpu_that_follow_each_other_do_not_mix():
    sent = [np.full((16, 200, 200, 3), number, dtype=np.uint8) for number in range(100)]
    arrived = [uploaded(pixels, torch.device("cuda")) for pixels in sent]
    assert all((there == number).all() for number, there in enumerate(arrived))


@CUDA
def test_a_closed_predictor_leaves_nothing_on_a_real_gpu():
    before = torch.cuda.memory_allocated()
    encoder, probe = tiny_encoder(width=768, depth=12, heads=12), tiny_probe(width=768, heads=12)
    there = Predictor(CARD, encoder, [probe], torch.device("cuda"))
    del encoder, probe
    there.posteriors([noise()] * 3)
    assert torch.cuda.memory_allocated() - before > 300 << 20
    there.close()
    # Workspaces of the matrix library stay: they belong to the process.
    assert torch.cuda.memory_allocated() - before < 200 << 20


@contextlib.contextmanager
def forbidden_waiting():
    torch.cuda.set_sync_debug_mode("error")
    try:
        yield
    finally:
        torch.cuda.set_sync_debug_mode("default")
