"""ViT-H/16 on a CUDA GPU: how much of the rate of a plain matrix product is left for clips."""

import time
from statistics import median

import numpy as np
import torch

from benchmarks.table import Result, Row
from core.model.cards import BundleCard
from core.model.computation import Computation
from core.model.device import device_name
from core.model.gpu import Run, compute_on, gpu_seconds
from core.model.precision import choose
from core.model.predictor import Predictor
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder, EncoderConfig

RESOLUTIONS, BATCH = (224, 384), 8
SHARE, TIMES_IDEAL = 0.60, 2.0  # of the matrix product's rate; of the time that this rate allows for one clip
SIDE = 8192  # of the square matrices
WINDOW_S = 0.1  # how long each is timed
CAMERA = (16, 480, 640, 3)  # the clip that is timed from end to end


def measure(device: torch.device, rounds: int) -> Result:
    """Rows for both resolutions. rounds: how often the encoder is timed, each time between two matrix products."""
    rows = []
    for resolution in RESOLUTIONS:
        rows += _resolution(device, resolution, rounds)
        torch.cuda.empty_cache()
    capability = ".".join(map(str, torch.cuda.get_device_capability(device)))
    note = (
        f"GPU: {device_name(device)}, compute capability {capability}, "
        f"CUDA {torch.version.cuda}, random weights. Rate: a product of two {SIDE} × {SIDE} matrices in the encoder's "
        "precision, timed before each forward pass; shares are medians over the rounds. Operations of a clip: "
        "2 × parameters × tokens + 4 × tokens² × D × blocks. End to end: from uint8 pictures "
        f"({CAMERA[2]} × {CAMERA[1]}) in the CPU's memory to the posterior there, by the clock on the wall."
    )
    return Result(rows, [note])


def operations(config: EncoderConfig, parameters: int) -> float:
    """Floating-point operations of one clip: 2.38e12 for ViT-H/16 at 224 pixels, 9.3e12 at 384."""
    time_, height, width = config.grid
    tokens = time_ * height * width
    return 2.0 * parameters * tokens + 4.0 * tokens**2 * config.width * config.depth


def _resolution(device: torch.device, resolution: int, rounds: int) -> list[Row]:
    config = EncoderConfig(resolution, width=1280, depth=32, heads=16)
    torch.manual_seed(0)
    with device:
        encoder = Encoder(config).eval().requires_grad_(False)
        probe = AttentiveProbe(config.width, config.heads, num_classes=8).eval().requires_grad_(False)
    parameters = sum(parameter.numel() for parameter in encoder.parameters())
    work, precision = operations(config, parameters), choose("auto", device, parameters)

    computation = compute_on(encoder, device, precision)
    rate, share = _rate_and_share(computation, work, rounds)
    computation.release()
    title = f"GPU, ViT-H/16 {resolution}, {precision}"
    batched = f"{share:.0%} of {rate / 1e12:.0f} TFLOP/s: {share * rate / work:.1f} clips/s"
    rows = [Row(f"{title}, batch {BATCH}", batched, f"≥ {SHARE:.0%}", share >= SHARE)]

    once, ideal = _end_to_end(Predictor(_card(resolution), encoder, [probe], device, precision)), work / rate
    measured = f"{once * 1000:.1f} ms, {once / ideal:.2f} × the {ideal * 1000:.1f} ms that the rate allows"
    met = once <= TIMES_IDEAL * ideal
    return [*rows, Row(f"{title}, one clip, pictures to posterior", measured, f"≤ {TIMES_IDEAL:g} ×", met)]


def _rate_and_share(computation: Computation, work: float, rounds: int) -> tuple[float, float]:
    """Operations per second of the matrix product, and which part of that rate the encoder reaches."""
    device, dtype, config = computation.device, computation.precision.dtype, computation.config
    clips = torch.randn(BATCH, 3, config.frames, config.resolution, config.resolution, device=device, dtype=dtype)
    product = _product(device, dtype)
    rates, shares = [], []
    with torch.inference_mode():
        for number in range(rounds + 1):
            rate = 2.0 * SIDE**3 / _gpu_seconds(product, device)
            seconds = _gpu_seconds(lambda: computation.tokens(clips), device)
            if number:  # the first time, kernels are chosen and graphs recorded
                rates.append(rate)
                shares.append(BATCH * work / seconds / rate)
    return median(rates), median(shares)


def _product(device: torch.device, dtype: torch.dtype) -> Run:
    left, right = (torch.randn(SIDE, SIDE, device=device, dtype=dtype) for _ in range(2))
    result = torch.empty_like(left)
    return lambda: torch.mm(left, right, out=result)


def _gpu_seconds(run: Run, device: torch.device) -> float:
    """How long one run takes on the GPU, of as many as fill the window: equally long, so that it is equally warm."""
    return gpu_seconds(run, device, max(1, round(WINDOW_S / gpu_seconds(run, device, 1))))


def _end_to_end(predictor: Predictor, runs: int = 30) -> float:
    """Median seconds from one clip's pictures to its posterior."""
    clip = np.random.default_rng(0).integers(0, 256, CAMERA, dtype=np.uint8)
    seconds = []
    for _ in range(runs + 5):
        began = time.perf_counter()
        predictor.posteriors([clip])
        seconds.append(time.perf_counter() - began)
    predictor.close()
    return median(seconds[5:])  # the first ones choose kernels and record the graph


def _card(resolution: int) -> BundleCard:
    labels = tuple(f"class_{number}" for number in range(8))
    return BundleCard("random weights", labels, "centre", resolution, "random", "0" * 64, ("0" * 64,))
