"""Files that are obviously something else than weights, told by their first bytes."""

from core.text import text

START_BYTES = 64  # that tell what a file is
BLANKS = b"\xef\xbb\xbf \t\r\n"  # what may stand before a web page, a byte order mark included

# What a failed download leaves under the name of the file that was wanted; in lower case.
FAILED_DOWNLOADS = {
    b"<!doctype": text("this is a web page, not weights"),
    b"<html": text("this is a web page, not weights"),
    b"<?xml": text("this is an answer of a web server, not weights"),
    b"version https://git-lfs": text("this is a Git LFS pointer, which only names the real file, not weights"),
}
_VIDEO, _PICTURE = text("this is a video, not weights"), text("this is a picture, not weights")
_ARCHIVE = text("this is an archive, not weights")
_KINDS = {  # (where, what) of bytes that stand there
    (8, b"WEBP"): _PICTURE,
    (0, b"RIFF"): text("this is a video or a sound recording, not weights"),
    (4, b"ftypheic"): _PICTURE,
    (4, b"ftypavif"): _PICTURE,
    (4, b"ftyp"): _VIDEO,
    (0, b"\x1aE\xdf\xa3"): _VIDEO,
    (0, b"GIF8"): _PICTURE,
    (0, b"\x89PNG"): _PICTURE,
    (0, b"\xff\xd8\xff"): _PICTURE,
    (0, b"%PDF"): text("this is a PDF document, not weights"),
    (0, b"\x1f\x8b"): _ARCHIVE,
    (0, b"7z\xbc\xaf"): _ARCHIVE,
    (0, b"Rar!"): _ARCHIVE,
    (0, b"\xfd7zXZ"): _ARCHIVE,
}
_TEXT = frozenset(range(32, 127)) | frozenset(b"\t\r\n")


def failed_download(start: bytes) -> str:
    """What lies there instead of the file that was wanted; "" when it is nothing of that kind."""
    begins = start.lstrip(BLANKS).lower()
    return next((what for signature, what in FAILED_DOWNLOADS.items() if begins.startswith(signature)), "")


def instead_of_weights(start: bytes) -> str:
    """What a file obviously is that begins so; "" when it may be weights, or nobody knows."""
    if what := failed_download(start):
        return what
    if start[8:9] == b"{":  # safetensors, whose length stands before and may be any bytes
        return ""
    for (place, signature), what in _KINDS.items():
        if start.startswith(signature, place):
            return what
    return text("this is a text, not weights") if start and _TEXT.issuperset(start) else ""
