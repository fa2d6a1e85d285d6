"""Whether the encoder of a bundle is on this computer, before anybody starts a run with it."""

import logging
import threading
import time

import shiboken6
from PySide6.QtCore import QObject, Signal

from core.errors import EncoderMissing, FerError

_log = logging.getLogger(__name__)


class BundleLook(QObject):
    """lacking(bundle, EncoderMissing): it is not. The disk is asked in a thread: it may be slow."""

    lacking = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []

    def look(self, bundle: str) -> None:
        """Looks at this bundle. Whatever else may be wrong with it is told when it is used."""
        # Daemon: a disk that does not answer must not hold a program that someone has closed.
        thread = threading.Thread(target=self._look, args=(bundle,), name="bundle", daemon=True)
        self._threads = [*filter(threading.Thread.is_alive, self._threads), thread]
        thread.start()

    def wait(self, timeout: float) -> bool:
        """Waits at most `timeout` seconds; False when there is still a thread at it."""
        end = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(map(threading.Thread.is_alive, self._threads))

    def _look(self, bundle: str) -> None:
        try:
            from core.model.bundle.encoder import open_bundle_encoder
            from core.model.bundle.files import CARD, MAX_CARD_BYTES, find_bundle, read_file
            from core.model.cards import parse_card

            path = find_bundle(bundle)
            with open_bundle_encoder(path, parse_card(read_file(path, CARD, MAX_CARD_BYTES), path)):
                pass
        except EncoderMissing as error:
            if shiboken6.isValid(self):
                self.lacking.emit(bundle, error)
        except FerError:
            pass
        except Exception:  # the run itself will say it
            _log.exception("the bundle's encoder cannot be looked for")
