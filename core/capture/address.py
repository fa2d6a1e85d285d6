"""Addresses of network streams, as they may be shown and stored."""

import re

_SECRET = re.compile(r"(pass\w*?|pwd|token|key|secret|auth)=[^/]*", re.IGNORECASE)


def display_name(url: str) -> str:
    """The address without user, password and query."""
    scheme, _, rest = url.partition("://")
    # From the last "@" on, so that a password that itself contains "@", "/" or "?" leaves nothing behind.
    rest = rest.rpartition("@")[2]
    rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    shown = _SECRET.sub(r"\1=***", rest)
    return f"{scheme}://{shown}"
