"""Addresses of network streams, as they may be shown and stored."""

import re
from urllib.parse import quote, unquote

_SECRET = re.compile(r"(pass\w*?|pwd|token|key|secret|auth)=[^/]*", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(r"pas|pw|token|key|secret|auth|sig|session|sid|pin$|code$", re.IGNORECASE)


def display_name(url: str) -> str:
    """The address without user, password and query."""
    scheme, _, rest = url.partition("://")
    # From the last "@" on, so that a password that itself contains "@", "/" or "?" leaves nothing behind.
    rest = rest.rpartition("@")[2]
    rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    shown = _SECRET.sub(r"\1=***", rest)
    return f"{scheme}://{shown}"


def without_password(url: str) -> str:
    """The address as it may be stored: with its user and query, as many cameras need them, but without what is secret.

    Where a password or the like was, its place stays empty, and `needs_password` says so.
    """
    scheme, _, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    place, mark, query = place.partition("#")[0].partition("?")
    place = _SECRET.sub(r"\1=", place)
    parameters = [name + equals + ("" if _is_secret(name) else value) for name, equals, value in _parameters(query)]
    return f"{scheme}://{login.partition(':')[0]}{at}{place}{mark}{'&'.join(parameters)}"


def needs_password(stored: str) -> bool:
    """True for an address, as `without_password` gives it, that lacks something that a person has to type again."""
    if user_of(stored):
        return True
    place, _, query = stored.partition("?")
    if any(match[0].endswith("=") for match in _SECRET.finditer(place)):
        return True
    return any(_is_secret(name) and equals and not value for name, equals, value in _parameters(query))


def user_of(stored: str) -> str:
    """The user in an address that `without_password` gave, "" when there is none."""
    login = stored.partition("://")[2].rpartition("@")[0]
    return "" if "/" in login else unquote(login)  # else the "@" is part of a path


def with_login(address: str, user: str, password: str) -> str:
    """The address with this user and password, whatever characters they have. One that holds a password already, and
    no user at all, leave it as it is."""
    login = user_of(address)
    if not (user or password) or ":" in login:
        return address
    scheme, separator, rest = address.partition("://")
    place = rest.rpartition("@")[2] if login else rest
    return f"{scheme}{separator}{quote(user, safe='')}:{quote(password, safe='')}@{place}"


def _parameters(query: str) -> list[tuple[str, str, str]]:
    """Name, "=" and value of each parameter."""
    return [parameter.partition("=") for parameter in query.split("&")] if query else []


def _is_secret(parameter: str) -> bool:
    return _SECRET_PARAMETER.search(parameter) is not None
