"""By what an analysis of a video is found again: the content of the file, and all that its readings depend on."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import SourceError, StoreError
from core.model.bundle.files import find_bundle, read_card
from core.model.cards import BundleCard
from core.model.files.file_digest import feed
from core.reasons import system_reason
from core.sessions.store import SessionStore
from core.text import text

ANALYSIS_VERSION = 1
"""Grows when the same video and settings give other readings than before: what an older version kept is not used."""


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """A video, and how it is to be analysed; bundle, device, precision, hop and window as in `core.live.Engine`.

    keep: whether the analysis goes into the database of sessions. picture: whether a thumbnail goes with it.
    """

    path: Path
    bundle: str = "starter"
    device: str = "auto"
    precision: str = "auto"
    hop: int = 4
    window: int | None = 8
    keep: bool = True
    picture: bool = False


def analysis_key(request: AnalysisRequest, digest: str) -> str:
    """The key of an analysis. digest: SHA-256 of the video. Raises BundleError when there is no readable card."""
    card = read_card(find_bundle(request.bundle))
    asked = (ANALYSIS_VERSION, digest, _scoring(card), request.hop, request.window, request.precision)
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def video_digest(path: Path, store: SessionStore | None, look: Callable[[], None] = lambda: None) -> str:
    """SHA-256 of a video, 64 hexadecimal digits; from the store where the file has not changed since it was read last.

    look: called every megabyte; what it raises ends the reading. Raises SourceError.
    """
    with suppress(StoreError):  # what is known only saves time
        if store and (known := store.known_digest(path)):
            return known
    sha = hashlib.sha256()
    try:
        before = path.stat()
        feed(sha, path, lambda _size: look())
    except OSError as error:
        what = text("the file cannot be read ({reason})", reason=system_reason(error))
        raise SourceError(what, where=path, hint="Check that it is there and that you may read it") from error
    with suppress(StoreError):
        if store:
            store.remember_digest(path, before.st_size, before.st_mtime_ns, sha.hexdigest())
    return sha.hexdigest()


def _scoring(card: BundleCard) -> list[object]:
    """What of a card decides about posteriors."""
    return [
        *(card.labels, card.outputs, card.encoder_sha256, card.probes, card.view, card.margin),
        *(card.resolution, card.clip_rule, card.heads, card.pool),
    ]
