"""Where a training gets the tokens of its clips from: the feature store, or the encoder itself, with fresh views."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import torch
from torch import Tensor

from core.model.computation import Computation
from core.offline.ahead import ahead
from core.offline.augmentation import Augmenter
from core.offline.extraction import ClipEncoder, Views
from core.offline.feature_store import FeatureStore
from core.offline.manifest import Video

READERS = 4  # threads: a record is megabytes, and its checksum takes as long as reading it


class TokenSource(Protocol):
    """Gives the tokens of training clips. StoredTokens to any thread, FreshTokens to one at a time."""

    def tokens(self, videos: Sequence[Video], epoch: int) -> Tensor:
        """(B, segments, N, D) on the CPU, of any float dtype: what the probe sees of these videos in this epoch."""
        ...


class StoredTokens:
    """From the store, which has `views` views of every video; each epoch takes the next one."""

    def __init__(self, store: FeatureStore, views: int) -> None:
        self._store, self._views = store, views

    def tokens(self, videos: Sequence[Video], epoch: int) -> Tensor:
        with ThreadPoolExecutor(READERS) as readers:
            return torch.stack(list(readers.map(lambda video: self._read(video, epoch), videos)))

    def _read(self, video: Video, epoch: int) -> Tensor:
        # Not all videos begin with their first view, or every epoch would have views of one kind only.
        return self._store.read(video.sha256, (epoch + int(video.sha256[:8], 16)) % self._views)


class FreshTokens:
    """From the encoder, which never changes: every epoch has views of its own, as in the published code.

    threads: that decode and augment. cancel: looked at between forward passes. Raises what `Views.made` and
    `ClipEncoder` raise.
    """

    def __init__(
        self,
        views: Views,
        computation: Computation,
        grid: tuple[int, int, int],
        *,
        threads: int = 1,
        cancel: threading.Event | None = None,
    ) -> None:
        self._views, self._encode, self._cancel = views, ClipEncoder(computation, grid), cancel
        self._augmenters: list[Augmenter] = [views.augmenter() for _ in range(threads)]

    def tokens(self, videos: Sequence[Video], epoch: int) -> Tensor:
        free = list(self._augmenters)

        def worker() -> Callable[[Video], Iterator[Tensor]]:
            augment = free.pop()
            return lambda video: (clips for _, clips in self._views.made(video, [epoch], augment))

        done: dict[str, Tensor] = {}
        with ahead(videos, worker, threads=min(len(free), len(videos)), room=2) as results:
            for video, clips in results:
                if isinstance(clips, Exception):
                    raise clips
                done[video.sha256] = self._encode(clips, self._cancel)
        return torch.stack([done[video.sha256] for video in videos])
