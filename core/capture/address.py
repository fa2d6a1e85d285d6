"""Addresses of network streams, as they may be shown and stored."""

import re
from urllib.parse import quote, unquote

from core.errors import SourceError
from core.text import text

SCHEMES = ("http", "https", "rtsp", "rtsps", "rtmp", "rtp", "udp", "tcp")
RTSP_PORTS = ("554", "8554")

_PLACE = re.compile(r"(?:\[[0-9a-f:.%]+\]|(?!\d+$|\d+[/:?])[\w.-]+)(?::(\d{1,5}))?(?=[/?#]|$)", re.IGNORECASE)
_SECRET = re.compile(r"(pass\w*?|pwd|token|key|secret|auth|session\w*?)=[^/]*", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(r"pas|pw|token|key|secret|auth|cred|sig|session|sid|pin$|code$", re.IGNORECASE)
_PARAMETER = re.compile(r"([^&;=]*)=([^&;]*)")  # some cameras divide their parameters by semicolons


def display_name(url: str) -> str:
    """The address without user, password and query."""
    scheme, _, rest = url.partition("://")
    # From the last "@" on, so that a password that itself contains "@", "/" or "?" leaves nothing behind.
    rest = rest.rpartition("@")[2]
    rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    shown = _SECRET.sub(r"\1=***", rest)
    return f"{scheme}://{shown}"


def completed(typed: str) -> str:
    """The address that a person means, with its scheme: "cam.local/video" is http://, port 554 is rtsp://.

    Raises SourceError for what is no address of a stream.
    """
    typed = typed.strip()
    scheme, separator, rest = typed.partition("://")
    example = text("An address looks like {example}", example="http://192.168.1.20:8080/video")
    if separator and scheme.lower() not in SCHEMES:
        what = text("addresses that begin with {scheme}:// cannot be opened", scheme=scheme)
        raise SourceError(what, hint=text("Known are {schemes}", schemes=", ".join(SCHEMES)))
    if separator and rest and not re.search(r"\s", re.split(r"[/?#]", rest.rpartition("@")[2])[0]):
        return typed
    login, at, _ = re.split(r"[/?#]", typed, maxsplit=1)[0].rpartition("@")
    place = None if separator else _PLACE.match(typed.removeprefix(login + at))
    if place is None:
        raise SourceError("this is not the address of a stream", hint=example)
    return f"{'rtsp' if place[1] in RTSP_PORTS else 'http'}://{typed}"


def split_login(address: str) -> tuple[str, str, str]:
    """The address without its login, the user, and the password; what `with_login` puts together again."""
    login = _login(address)
    if login is None:
        return address, "", ""
    scheme, separator, rest = address.partition("://")
    user, _, password = login.partition(":")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}", unquote(user), unquote(password)


def without_password(url: str) -> str:
    """The address as it may be stored: with its user and query, as many cameras need them, but without what is secret.

    Where a password or the like was, its place stays empty, and `needs_password` says so. Only of a secret within the
    value of something else it knows nothing: that value is left out.
    """
    scheme, _, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    place, mark, query = place.partition("#")[0].partition("?")
    place = _SECRET.sub(r"\1=", place)
    query = _PARAMETER.sub(_without_secret, query)
    return f"{scheme}://{login.partition(':')[0]}{at}{place}{mark}{query}"


def needs_password(stored: str) -> bool:
    """True for an address, as `without_password` gives it, that lacks something that a person has to type again."""
    if _login(stored) is not None:
        return True
    place, _, query = stored.partition("?")
    if any(match[0].endswith("=") for match in _SECRET.finditer(place)):
        return True
    return any(_is_secret(name) and not value for name, value in _PARAMETER.findall(query))


def user_of(stored: str) -> str:
    """The user in an address that `without_password` gave, "" when there is none."""
    return unquote(_login(stored) or "")


def with_login(address: str, user: str, password: str) -> str:
    """The address with this user and password, whatever characters they have. One that holds a password already, and
    no user at all, leave it as it is."""
    login = _login(address)
    if not (user or password) or ":" in (login or ""):
        return address
    scheme, separator, rest = address.partition("://")
    place = rest if login is None else rest.rpartition("@")[2]
    return f"{scheme}{separator}{quote(user, safe='')}:{quote(password, safe='')}@{place}"


def _login(address: str) -> str | None:
    """What stands before the "@", None when there is no login: then an "@" is part of a path."""
    login, at, _ = address.partition("://")[2].rpartition("@")
    return login if at and "/" not in login else None


def _without_secret(parameter: re.Match[str]) -> str:
    name, value = parameter.groups()
    hidden = _is_secret(name) or _is_secret(value.rpartition("=")[0])
    return f"{name}={'' if hidden else value}"


def _is_secret(parameter: str) -> bool:
    return _SECRET_PARAMETER.search(parameter) is not None
