"""Text for formats that are XML inside."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """With U+FFFD for each character that XML 1.0 cannot hold: control characters, halves of surrogate pairs."""
    return _FORBIDDEN.sub("\ufffd", text)
