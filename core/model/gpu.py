"""How a CUDA GPU computes: small uploads that nobody waits for, views made there, one CUDA graph per number of clips.

From the clips to the posteriors the program waits for the GPU once, for the result. Nothing of this changes a number
but for the resizing (to within one grey level) and the order in which sums are added up.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from core.clips.resize import axes, view_on_device
from core.model.computation import Computation
from core.model.device import give_back
from core.model.precision import Precision

Run = Callable[[], Tensor]  # one forward pass: from an input that stays where it is to tokens
FUSED_ATTENTION = (SDPBackend.FLASH_ATTENTION, SDPBackend.CUDNN_ATTENTION, SDPBackend.EFFICIENT_ATTENTION)

_log = logging.getLogger(__name__)
_recording = threading.Lock()  # torch records one graph at a time, whatever they belong to


class GpuComputation(Computation):
    """A `Computation` on a CUDA GPU.

    new_capture, seconds: what records forward passes and what times them; tests put others in their place.
    """

    def __init__(
        self,
        encoder: nn.Module,
        device: torch.device,
        precision: Precision,
        *,
        new_capture: "Callable[[torch.device], Callable[[Run], Run]] | None" = None,
        seconds: "Callable[[Run, torch.device], float] | None" = None,
    ) -> None:
        super().__init__(encoder, device, precision)
        self._new_capture = new_capture or GraphCapture
        self._seconds = seconds or gpu_seconds
        self._attention: SDPBackend | None = None  # the fastest, once it is known
        self._inputs: dict[tuple[int, ...], Tensor] = {}
        self._runs: dict[tuple[int, ...], Run] = {}
        self._capture: Callable[[Run], Run] | None = None
        self._may_capture = True

    @torch.inference_mode()
    def inputs(self, clips: Sequence[np.ndarray], view: str, resolution: int) -> Tensor:
        """As `Computation.inputs`. The next call for as many clips writes into the same memory."""
        made = self._input((len(clips), 3, self.config.frames, resolution, resolution))
        for place, clip in zip(made, clips, strict=True):
            _, height, width, _ = clip.shape
            rows, columns = axes(view, height, width, resolution)
            place.copy_(view_on_device(uploaded(clip[:, rows.used, columns.used], self.device), rows, columns))
        return made

    @torch.inference_mode()
    def tokens(self, inputs: Tensor) -> Tensor:
        """As `Computation.tokens`. The next call may write into the same memory."""
        shape = tuple(inputs.shape)
        fixed = self._input(shape)
        if inputs is not fixed:
            fixed.copy_(inputs)
        if shape not in self._runs:
            self._runs[shape] = self._new_run(fixed)
        return self._runs[shape]()

    def release(self) -> None:
        """As `Computation.release`: the graphs go, and with them the memory that they compute in."""
        self._runs.clear()
        self._inputs.clear()
        self._capture = None  # it has the graphs' pool of memory, which is not used again once its graphs are gone
        give_back(self.device)

    def _input(self, shape: tuple[int, ...]) -> Tensor:
        if shape not in self._inputs:
            self._inputs[shape] = torch.empty(shape, dtype=self.precision.dtype, device=self.device)
        return self._inputs[shape]

    def _new_run(self, fixed: Tensor) -> Run:
        """The forward pass of this input, with the attention that is the fastest on this GPU."""
        if self._attention is None:
            runs = self._runs_that_work(fixed)
            seconds = {backend: self._seconds(run, self.device) for backend, run in runs.items()}
            self._attention = min(seconds, key=lambda backend: seconds[backend])
            _log.info("seconds for %s: %s", list(fixed.shape), {it.name: round(s, 5) for it, s in seconds.items()})
            return runs[self._attention]
        return self._captured(partial(_forward, self.encoder, fixed, self._attention))

    def _runs_that_work(self, fixed: Tensor) -> dict[SDPBackend, Run]:
        """The forward pass with each kind of attention, less those that this GPU or its libraries fail at."""
        runs: dict[SDPBackend, Run] = {}
        for backend in FUSED_ATTENTION:
            try:
                runs[backend] = self._captured(partial(_forward, self.encoder, fixed, backend))
            except torch.OutOfMemoryError:
                raise
            except RuntimeError as error:
                if backend is FUSED_ATTENTION[-1] and not runs:
                    raise  # the attention was not to blame
                _log.warning("no %s on %s (%s)", backend.name, self.device, _first_line(error))
        return runs

    def _captured(self, run: Run) -> Run:
        """As a CUDA graph, or as it is where that does not work."""
        if not self._may_capture:
            return run
        run()  # whatever is wrong with more than the recording, too little memory above all, is raised here
        try:
            if self._capture is None:
                self._capture = self._new_capture(self.device)
            return self._capture(run)
        except RuntimeError as error:
            self._may_capture = False  # after a capture that failed, torch does not vouch for the next one
            _log.warning(
                "no CUDA graphs on %s (%s): the layers are started one by one", self.device, _first_line(error)
            )
            return run


class GraphCapture:
    """Records forward passes as CUDA graphs: one start in place of some hundred.

    Their intermediate results share one pool of memory, for only one of them runs at a time. The stream is their own:
    the matrix library has a workspace for each stream, and another encoder's graphs may run meanwhile.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device)
        self._pool = torch.cuda.graph_pool_handle()

    def __call__(self, run: Run) -> Run:
        """Runs it once, records it, and returns what repeats it on the current stream.

        What it reads from must stay where it is; its tokens are in the same memory every time. Raises RuntimeError
        when it cannot be recorded.
        """
        graph, outside = torch.cuda.CUDAGraph(), torch.cuda.current_stream(self._device)
        self._stream.wait_stream(outside)  # the input is written there
        with _recording, torch.cuda.stream(self._stream):
            run()  # loads kernels and makes workspaces, which must not happen while a graph is recorded
            with torch.cuda.graph(graph, self._pool, self._stream, capture_error_mode="thread_local"):
                tokens = run()
        outside.wait_stream(self._stream)

        def repeat() -> Tensor:
            graph.replay()
            return tokens

        return repeat


def compute_on(encoder: nn.Module, device: torch.device, precision: Precision) -> Computation:
    """The computation for a device, which takes the encoder over. Raises DeviceError when it does not fit there."""
    return (GpuComputation if device.type == "cuda" else Computation)(encoder, device, precision)


def uploaded(pixels: np.ndarray, device: torch.device) -> Tensor:
    """uint8 pixels on the GPU, or on their way: the copy is made while the program goes on.

    It is made from page-locked memory, a block for each call. torch hands a block out again only when the copies from
    it have ended, and keeps it, so that hardly any call waits for new ones.
    """
    host = torch.empty(pixels.shape, dtype=torch.uint8, pin_memory=device.type == "cuda")
    np.copyto(host.numpy(), pixels)
    return host.to(device, non_blocking=True)


def _forward(encoder: nn.Module, clips: Tensor, backend: SDPBackend) -> Tensor:
    with attention_first(backend):
        return encoder(clips)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def attention_first(backend: SDPBackend) -> AbstractContextManager[object]:
    """Lets torch take this kind of attention wherever it can; the others, the slowest last, only where it cannot.

    All stay allowed: the setting is the whole program's, and other threads may compute meanwhile.
    """
    if not hasattr(torch._C, "_set_sdp_priority_order"):
        return nullcontext()  # an older torch, which chooses by itself
    order = dict.fromkeys((backend, *FUSED_ATTENTION, SDPBackend.MATH))
    return sdpa_kernel(list(order), set_priority=True)


def gpu_seconds(run: Run, device: torch.device, times: int = 2) -> float:
    """How long one of so many runs in a row takes on the GPU, after one that does not count. Waits for it."""
    stream = torch.cuda.current_stream(device)
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    run()
    start.record(stream)
    for _ in range(times):
        run()
    end.record(stream)
    end.synchronize()
    return start.elapsed_time(end) / times / 1000
