"""Whether a file is still the one that it was."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import SourceError
from core.reasons import system_reason
from core.text import text


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes and time of the last change in nanoseconds. None, None: it could not be looked at."""

    size: int | None
    changed: int | None

    @classmethod
    def of(cls, path: Path) -> "FileMark":
        """The mark of a file as it is now."""
        try:
            found = path.stat()
        except OSError:
            return cls(None, None)
        return cls(found.st_size, found.st_mtime_ns)

    def check(self, path: Path) -> None:
        """Raises SourceError when the file is gone, or another one than at the time of the mark."""
        try:
            found = path.stat()
        except FileNotFoundError as error:
            hint = "Put it back or connect its drive again, then open it once more"
            raise SourceError("the file is no longer there", where=path, hint=hint) from error
        except OSError as error:
            what = text("the file cannot be read any more ({reason})", reason=system_reason(error))
            raise SourceError(what, where=path, hint="Check its drive, then open it once more") from error
        if self != FileMark(found.st_size, found.st_mtime_ns):
            raise SourceError("the file has changed since it was opened", where=path, hint="Open it once more")
