"""Why the operating system refused, as a sentence of a person would say it."""

import errno

from core.text import text

# Those that a person meets. In the words of Linux, which other systems' own words are close to.
_REASONS = {
    errno.EACCES: text("permission denied"),
    errno.EPERM: text("operation not permitted"),
    errno.EROFS: text("read-only file system"),
    errno.ENOSPC: text("no space left on device"),
    errno.EDQUOT: text("disk quota exceeded"),
    errno.EFBIG: text("file too large"),
    errno.EIO: text("input/output error"),
    errno.ENOENT: text("no such file or directory"),
    errno.ENOTDIR: text("not a directory"),
    errno.EISDIR: text("is a directory"),
    errno.EEXIST: text("file exists"),
    errno.ENAMETOOLONG: text("file name too long"),
}


def system_reason(error: BaseException) -> str:
    """What stands in the brackets of "cannot write (no space left on device)"; the kind of error if it says nothing."""
    if isinstance(error, OSError):
        if error.errno in _REASONS:
            return _REASONS[error.errno]
        if error.strerror:
            return error.strerror.lower()
    return str(error) or type(error).__name__
