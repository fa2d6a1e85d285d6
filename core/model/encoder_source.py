"""Where an encoder's weights lie on this computer, and what is known about them before they are loaded."""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import EncoderMissing, WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from core.model.encoder_outline import outline
from core.model.encoder_shapes import V_JEPA_2
from core.model.files.file_digest import file_sha256
from core.model.files.snapshot import snapshot_config, snapshot_files
from core.model.files.weight_files import WeightsFile, existing_file, open_encoder_weights
from core.model.placing import read_through
from core.model.progress import OnProgress, Task
from core.model.store.installed import InstalledEncoder
from core.model.vit import EncoderConfig
from core.text import text

if TYPE_CHECKING:
    from core.model.store.encoder_store import EncoderStore

MAX_NUMBER = 1024  # of heads, and of pixels on a side


@dataclass(frozen=True, slots=True)
class EncoderSource:
    """An encoder on this computer.

    path: its file, or the folder that it came in. files: the file, or its parts in order. config: its shape.
    family: "vjepa1" or "vjepa2". bytes: of its weights, as stored.
    name: in the store, "" when it is not from there. sha256: what the file has to have by the store's record, and
    source_sha256: of the published file that it was made from; both "" when nothing is recorded.
    """

    path: Path
    files: tuple[Path, ...]
    config: EncoderConfig
    family: str
    bytes: int
    name: str = ""
    sha256: str = ""
    source_sha256: str = ""

    def digest(self) -> str:
        """The SHA-256 that bundles know it by, lower case; the file is read when it is not recorded."""
        return self.source_sha256 or file_sha256(*self.files)

    def prove(self, found: str) -> None:
        """Raises WeightsError unless the file's SHA-256 is the recorded one."""
        if found != self.sha256:
            raise _changed(self.name, self.path)


def open_encoder(name_or_path: str | Path, *, num_heads: int | None = None) -> EncoderSource:
    """The encoder of that name in the store, or in that file or snapshot's folder; only its names and shapes are read.

    num_heads: needed only for a width outside the published family. Raises EncoderMissing for a published name that is
    not on this computer, WeightsError when there is no such file or it is no encoder's, naming what does not fit.
    """
    name, store = str(name_or_path), encoder_store()
    if name in PUBLISHED_ENCODERS:
        installed = store.find(name) if store else None
        if installed is None:
            raise _missing(name, store)
        return open_installed(installed, num_heads=num_heads)
    path = Path(name_or_path)
    try:
        there, folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # a name that no file can have; `existing_file` says so
        there, folder = True, False
    installed = store.find(path.stem if there else name) if store else None
    if installed and (not there or path.absolute() == installed.path):  # the store's own file, which has a record
        return open_installed(installed, num_heads=num_heads)
    if not there and _left_over(name, store):
        raise _missing(name, store)
    if folder:
        return _from_snapshot(path, num_heads)
    return _source(path, (existing_file(path),), heads=num_heads)


def open_installed(installed: InstalledEncoder, *, num_heads: int | None = None) -> EncoderSource:
    """The encoder that the store has a record of. Raises WeightsError when its file is no encoder's (any more)."""
    resolution = _number(installed.config, "resolution") if installed.config.get("family") == V_JEPA_2 else None
    heads = _number(installed.config, "heads") if num_heads is None else num_heads
    try:  # a V-JEPA 1 file tells its own resolution
        source = _source(installed.path, (installed.path,), heads, resolution)
    except WeightsError as error:
        if file_sha256(installed.path) != installed.sha256:
            raise _changed(installed.name, installed.path) from error
        raise
    return replace(source, name=installed.name, sha256=installed.sha256, source_sha256=installed.source_sha256)


def prove_encoder(
    source: EncoderSource,
    progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
    prove: Callable[[str], None] | None = None,
) -> None:
    """Reads all of an encoder once, one tensor in memory at a time: recorded digest, shapes, finite numbers.

    prove: called with the digest of a file of which nothing is recorded. Raises WeightsError, Cancelled.
    """
    task = Task("checking", source.bytes, progress, cancel)
    prove = source.prove if source.sha256 else prove
    with opened(source, hashed=prove is not None) as file:
        found = outline(file, source.config.resolution, source.config.heads)
        read_through(file, found.names, prove=prove, on_bytes=task.advance)


def opened(source: EncoderSource, *, hashed: bool = False) -> AbstractContextManager[WeightsFile]:
    """The open file of a source. Raises WeightsError when it cannot be read."""
    return open_encoder_weights(source.files, hashed=hashed)


def encoder_store() -> "EncoderStore | None":
    """The store of the person who runs the program; None on a training server without the library platformdirs."""
    from core.model.store.encoder_store import EncoderStore  # late: needed for names only

    try:
        return EncoderStore()
    except ModuleNotFoundError:
        return None


def _source(
    path: Path, files: tuple[Path, ...], heads: int | None = None, resolution: int | None = None
) -> EncoderSource:
    with open_encoder_weights(files) as file:
        found = outline(file, resolution, heads)
    return EncoderSource(path, files, found.config, found.family, found.bytes)


def _from_snapshot(folder: Path, num_heads: int | None) -> EncoderSource:
    config = snapshot_config(folder)
    heads = config.get("num_attention_heads") if num_heads is None else num_heads
    return _source(folder, tuple(snapshot_files(folder)), heads, config.get("crop_size"))


def _number(record: Mapping[str, object], name: str) -> int | None:
    """A number out of a record, which may be damaged."""
    value = record.get(name)
    return value if type(value) is int and 0 < value <= MAX_NUMBER else None


def _changed(name: str, path: Path) -> WeightsError:
    return WeightsError(
        text("the encoder {name} was changed or damaged since it was put here", name=name),
        where=path,
        hint=text("Remove it and get it again: fer-train weights remove {name}, then get", name=name),
    )


def _missing(name: str, store: "EncoderStore | None") -> EncoderMissing:
    what = (
        text("the encoder {name} on this computer is damaged: its file or its record is not whole", name=name)
        if _left_over(name, store)
        else text("the encoder {name} is not on this computer", name=name)
    )
    card = PUBLISHED_ENCODERS.get(name)
    hint = (
        text(
            "Get it on the Models page or with fer-train weights get {name}: {url} ({licence})",
            name=name,
            url=card.url,
            licence=card.licence,
        )
        if card
        else text("Remove it and import it again: fer-train weights remove {name}, then import", name=name)
    )
    return EncoderMissing(what, hint=hint, encoder=name)


def _left_over(name: str, store: "EncoderStore | None") -> bool:
    """Whether there is something of an encoder in the store, which is not whole."""
    return store is not None and name in store.names()
