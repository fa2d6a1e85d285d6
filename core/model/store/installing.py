"""How an encoder gets into the store: converted to its place, with a record of what it is and where it came from."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from core.errors import WeightsError
from core.model.encoder_cards import DTYPES, PUBLISHED_ENCODERS
from core.model.encoder_shapes import EncoderShape
from core.model.progress import OnProgress, Task
from core.model.store.conversion import convert
from core.model.store.disk_room import require_room
from core.model.store.encoder_files import EncoderFiles
from core.model.store.installed import RECORD, WEIGHTS, InstalledEncoder
from core.model.store.naming import encoder_config
from core.text import text


def install(
    folder: Path,
    name: str,
    found: EncoderFiles,
    dtype: str,
    on_progress: OnProgress | None,
    cancel: threading.Event | None,
) -> InstalledEncoder:
    """Converts what was found to "fp32" or "bf16" under this name; whoever calls holds the lock of the name.

    Raises WeightsError when the name is that of another published encoder or the weights are damaged, OutputError when
    the disk is too small or refuses, Cancelled.
    """
    from core.json_file import write_json  # late: needs numpy

    card = PUBLISHED_ENCODERS.get(name)
    if card is not None and card.shape != found.shape:
        raise WeightsError(
            text("this is another encoder than {name}: it has {found}", name=name, found=_words(found.shape)),
            where=found.origin,
            hint="Choose the file of that encoder, or give this one a name of its own",
        )
    size = DTYPES[dtype] * found.shape.count()
    require_room(folder, size)
    path = folder / f"{name}{WEIGHTS}"
    made = convert(found.files, path, found.shape, dtype, Task("converting", size, on_progress, cancel))
    installed = InstalledEncoder(
        name=name,
        path=path,
        sha256=made.sha256,
        source_sha256=found.sha256,
        source=found.origin,
        dtype=dtype,
        bytes=made.bytes,
        config=encoder_config(found.shape, card, found.config),
        added=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    write_json(folder / f"{name}{RECORD}", installed.to_json())
    return installed


def _words(shape: EncoderShape) -> str:
    """In the words of the cards, so that the two can be compared."""
    words = f"family {shape.family}, width {shape.width}, depth {shape.depth}, mlp_hidden {shape.mlp_hidden}"
    return f"{words}, resolution {shape.resolution}" if shape.resolution else words
