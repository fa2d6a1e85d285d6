"""Errors that a person can fix. Everything else stays a `ValueError` or another bug (or is no error: `Cancelled`)."""


class FerError(Exception):
    """Something outside the program went wrong, and a person can do something about it.

    what: what happened, one sentence without a full stop at the end.
    where: the file, address or device that it happened to ("" when the whole program is meant).
    hint: what to do about it, one sentence ("" when there is nothing to do).
    """

    def __init__(self, what: str, *, where: object = "", hint: str = "") -> None:
        self.what = what
        self.where = str(where)
        self.hint = hint
        place = f"{self.where}: " if self.where else ""
        advice = f". {hint}" if hint else ""
        super().__init__(f"{place}{what}{advice}")


class SourceError(FerError):
    """A camera, stream or video file cannot be opened or read."""


class LoginError(SourceError):
    """A network camera wants another user name or password."""


class SourceLost(SourceError):
    """A live source that was delivering has stopped; trying again may bring it back."""


class WeightsError(FerError):
    """A weights file is missing, damaged, unsafe, or does not fit the model."""


class EncoderMissing(WeightsError):
    """An encoder that is needed is not on this computer.

    encoder: its name, as a card or a person gave it.
    """

    def __init__(self, what: str, *, where: object = "", hint: str = "", encoder: str = "") -> None:
        super().__init__(what, where=where, hint=hint)
        self.encoder = encoder


class DownloadError(FerError):
    """A file cannot be downloaded. What has arrived is kept, so that the next try goes on from there."""


class BundleError(FerError):
    """A bundle is missing a part, contradicts itself, or does not fit its encoder."""


class DataError(FerError):
    """A data set, manifest, feature store, run or table of predictions is incomplete or contradicts itself."""


class DeviceError(FerError):
    """The computing device that was asked for is not there or cannot be used."""


class OutputError(FerError):
    """A result cannot be written (folder read-only, disk full, file in the way)."""


class StoreError(FerError):
    """The database of sessions cannot be opened, read or written, or lacks what was asked for."""


class Cancelled(Exception):
    """A person has cancelled what was going on. Not an error: nothing is wrong, and nothing is to be said about it."""
