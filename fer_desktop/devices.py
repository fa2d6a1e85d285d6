"""What there is to compute with, and in which precision; torch is asked in a thread, once the window is there."""

import logging
import threading

from PySide6.QtCore import QCoreApplication, QObject, Signal

_log = logging.getLogger(__name__)


class DeviceFinder(QObject):
    """found(the precisions of each device): of "auto", "cpu", and "cuda", "cuda:1", "mps" where they are, in order."""

    found = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Looks once."""
        if self._thread is None:
            # Daemon: an import or a driver cannot be interrupted, and must not hold a program that someone has closed.
            self._thread = threading.Thread(target=self._look, name="devices", daemon=True)
            self._thread.start()

    def wait(self, timeout: float) -> bool:
        """Waits for the thread at most `timeout` seconds; False when it is still at it."""
        if self._thread is not None:
            self._thread.join(max(0.0, timeout))
        return self._thread is None or not self._thread.is_alive()

    def _look(self) -> None:
        try:
            import torch

            from core.model.device import available_devices, choose_device
            from core.model.precision import available_precisions

            devices = {"auto": choose_device("auto").device}
            devices |= {name: torch.device(name) for name in available_devices()}
            found = {name: tuple(map(str, available_precisions(device))) for name, device in devices.items()}
            self.found.emit(found)
        except Exception:  # the run itself will say what is wrong with torch
            _log.exception("the devices cannot be listed")


def precision_name(precision: str) -> str:
    """What a person reads for "auto", "fp32", "bf16", "fp16", "int8"."""
    names = {
        "auto": QCoreApplication.translate("devices", "Automatic"),
        "fp32": QCoreApplication.translate("devices", "32 bit, exact (fp32)"),
        "bf16": QCoreApplication.translate("devices", "16 bit, wide range (bf16)"),
        "fp16": QCoreApplication.translate("devices", "16 bit, graphics cards only (fp16)"),
        "int8": QCoreApplication.translate("devices", "8 bit, processor only (int8)"),
    }
    return names.get(precision, precision)


def device_name(device: str) -> str:
    """What a person reads for "auto", "cpu", "cuda:1", "mps"."""
    kind, _, number = device.partition(":")
    names = {
        "auto": QCoreApplication.translate("devices", "Automatic"),
        "cpu": QCoreApplication.translate("devices", "Processor (CPU)"),
        "cuda": QCoreApplication.translate("devices", "Graphics card (CUDA)"),
        "mps": QCoreApplication.translate("devices", "Graphics (Apple)"),
    }
    name = names.get(kind, device)
    return f"{name} {number}" if number else name
