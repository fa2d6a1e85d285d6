"""Where a training gets the tokens of its clips from: the feature store, or the encoder itself, with fresh views."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import torch
from torch import Tensor

from core.model.computation import Computation
from core.offline.ahead import ahead
from core.offline.augmentation import Augmenter
from core.offline.extraction import Views, encode
from core.offline.feature_store import FeatureStore
from core.offline.manifest import Video


class TokenSource(Protocol):
    """Gives the tokens of training clips. One thread at a time."""

    def tokens(self, videos: Sequence[Video], epoch: int) -> Tensor:
        """(B, segments, N, D) on the CPU, of any float dtype: what the probe sees of these videos in this epoch."""
        ...


class StoredTokens:
    """From the store. Of several views of a video, each epoch takes the next one."""

    def __init__(self, store: FeatureStore) -> None:
        self._store = store

    def tokens(self, videos: Sequence[Video], epoch: int) -> Tensor:
        return torch.stack([self._store.read(video.sha256, self._view(video, epoch)) for video in videos])

    def _view(self, video: Video, epoch: int) -> int:
        views = self._store.views(video.sha256)
        # Not all videos begin with their first view, or every epoch would have views of one kind only.
        return views[(epoch + int(video.sha256[:8], 16)) % len(views)] if views else 0


class FreshTokens:
    """From the encoder, which never changes: every epoch has views of its own, as in the published code.

    threads: that decode and augment. Raises what `Views.made` and `encode` raise.
    """

    def __init__(self, views: Views, computation: Computation, grid: tuple[int, int, int], *, threads: int = 1) -> None:
        self._views, self._computation, self._grid, self._threads = views, computation, grid, threads
        self._augmenters: list[Augmenter] = [views.augmenter() for _ in range(threads)]

    def tokens(self, videos: Sequence[Video], epoch: int) -> Tensor:
        free = list(self._augmenters)

        def worker() -> "Worker":
            return Worker(self._views, free.pop(), epoch)

        done: dict[str, Tensor] = {}
        with ahead(videos, worker, threads=min(self._threads, len(videos)), room=2) as results:
            for video, clips in results:
                if isinstance(clips, Exception):
                    raise clips
                done[video.sha256] = encode(self._computation, clips, self._grid)
        return torch.stack([done[video.sha256] for video in videos])


class Worker:
    """Makes the clips of one epoch's view, in one thread."""

    def __init__(self, views: Views, augment: Augmenter, epoch: int) -> None:
        self._views, self._augment, self._epoch = views, augment, epoch

    def __call__(self, video: Video) -> Iterator[Tensor]:
        for _, clips in self._views.made(video, [self._epoch], self._augment):
            yield clips
