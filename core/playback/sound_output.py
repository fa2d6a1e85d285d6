"""Where the sound of a film goes: the loudspeakers of this computer, or whatever stands in for them."""

from typing import Protocol

import numpy as np

from core.errors import DeviceError

_AHEAD_S = 0.1  # of sound that waits in the device: less stutters on a busy computer, more answers later


class SoundOutput(Protocol):
    """Takes samples at the pace at which they are heard. For one thread. Every method may raise DeviceError.

    rate: samples per second.
    """

    rate: int

    def write(self, samples: np.ndarray) -> None:
        """Hands over (n, 2) float32 samples, left and right, from -1 to 1. Blocks until there is room for them."""
        ...

    def waiting_s(self) -> float:
        """Seconds until what was written last is heard."""
        ...

    def cut(self) -> None:
        """Silence at once: what was written and not yet heard is forgotten."""
        ...

    def close(self) -> None:
        """Gives the device back. Idempotent."""
        ...


class Loudspeakers:
    """The default sound output of this computer, by PortAudio."""

    def __init__(self) -> None:
        """Raises DeviceError when there is none, or PortAudio is not installed."""
        try:
            import sounddevice  # late: it looks for sound devices at once
        except OSError as error:
            raise DeviceError(
                "the library PortAudio is not installed", hint="On Linux, install libportaudio2"
            ) from error
        self._failure = sounddevice.PortAudioError
        try:
            device = sounddevice.query_devices(kind="output")
        except (sounddevice.PortAudioError, ValueError) as error:
            raise DeviceError("this computer has no sound output", hint="Plug in loudspeakers") from error
        try:
            self.rate = int(device["default_samplerate"])
            self._channels = min(2, int(device["max_output_channels"]))
            self._stream = sounddevice.OutputStream(
                samplerate=self.rate, channels=self._channels, dtype="float32", latency=_AHEAD_S
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise DeviceError(str(error)) from error
        self._room = 0  # samples that the device takes when nothing waits in it

    def write(self, samples: np.ndarray) -> None:
        try:
            if self._stream.stopped:
                self._stream.start()
                self._room = self._stream.write_available
            if self._channels == 1:
                samples = samples.mean(axis=1, keepdims=True)
            self._stream.write(np.ascontiguousarray(samples, np.float32))
        except self._failure as error:
            raise DeviceError(str(error)) from error

    def waiting_s(self) -> float:
        try:
            waiting = max(0, self._room - self._stream.write_available) / self.rate
            # What PortAudio says includes its buffer, which is full only now and then.
            return waiting + max(0.0, self._stream.latency - self._room / self.rate)
        except self._failure as error:
            raise DeviceError(str(error)) from error

    def cut(self) -> None:
        try:
            if not self._stream.stopped:
                self._stream.abort()
        except self._failure as error:
            raise DeviceError(str(error)) from error

    def close(self) -> None:
        self._stream.close(ignore_errors=True)
