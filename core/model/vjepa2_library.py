"""The optional library that computes V-JEPA 2: whether it is there, and a quiet import of it. No torch until then."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from types import ModuleType

from core.errors import WeightsError
from core.model.files.weight_faults import shown
from core.text import text

LIBRARY, OLDEST = "transformers", 5
# While the library is imported. It has no reason to call anyone then, and neither does what it brings.
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
SET_BY_IMPORT = ("TORCHINDUCTOR_CACHE_DIR",)  # by a part of torch that the library imports
# The library imports it where it is installed, for processors of pictures that are not used here. Beside a torch of
# another build (CPU-only torch, the registry's torchvision) that import fails, and the library's with it.
UNUSED = "torchvision"

_importing = threading.Lock()


def library_fault(where: object = "") -> WeightsError | None:
    """Why no V-JEPA 2 encoder can be used on this computer, and what to do about it; None when one can. Takes no time.

    where: the encoder that is asked for. The error is returned and not raised.
    """
    try:
        version = metadata.version(LIBRARY)
    except metadata.PackageNotFoundError:
        what = text("a V-JEPA 2 encoder needs the library {library}, which is not installed", library=LIBRARY)
        return WeightsError(what, where=where, hint=_how_to_install())
    if int(version.partition(".")[0]) >= OLDEST:
        return None
    what = text("the library {library} is too old (version {version})", library=LIBRARY, version=version)
    return WeightsError(what, where=where, hint=_how_to_install())


def import_library(where: object) -> ModuleType:
    """`core.model.vjepa2_encoder`, which wraps the library: a second or two, the first time.

    The library, unless it was imported before, stays offline in this process. Raises WeightsError when it is missing or
    does not work.
    """
    if fault := library_fault(where):
        raise fault
    try:
        with _importing, _offline():
            from core.model import vjepa2_encoder
    except (ImportError, RuntimeError, ValueError, OSError) as error:
        what = text("the library {library} does not work ({reason})", library=LIBRARY, reason=shown(error))
        raise WeightsError(what, where=where, hint=_how_to_install()) from error
    return vjepa2_encoder


def _how_to_install() -> str:
    if getattr(sys, "frozen", False):
        return "This program cannot be extended: install FER Desktop with Python, as README.md says, or use V-JEPA 1"
    return text("Install it with: {command}", command=f'"{sys.executable}" -m pip install "{LIBRARY}>={OLDEST}"')


@contextmanager
def _offline() -> Iterator[None]:
    """While the library is imported, it calls nobody and sees no torchvision; for everybody else all is as it was."""
    names = (*OFFLINE, *SET_BY_IMPORT)
    before = {name: os.environ[name] for name in names if name in os.environ}
    os.environ.update(OFFLINE)
    hidden = UNUSED not in sys.modules and LIBRARY not in sys.modules  # which has looked for it by then
    if hidden:
        sys.modules[UNUSED] = None  # type: ignore[assignment]  # Python's own way to say that there is none
    try:
        yield
    finally:
        if hidden:
            del sys.modules[UNUSED]
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before)
