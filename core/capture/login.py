"""How a network camera is told user and password: HTTP's Basic and Digest, which RTSP has taken over."""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable

_PARAMETER = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]*))')


def authorization(challenges: Iterable[str], method: str, target: str, user: str, password: str) -> str:
    """The value of the header "Authorization" that answers one of the server's `challenges` ("WWW-Authenticate").

    method, target: as in the request's first line. "" when none of them is Digest (MD5, SHA-256) or Basic.
    """
    known = [(kind.lower(), rest) for kind, _, rest in (one.strip().partition(" ") for one in challenges)]
    for kind, rest in known:
        if kind == "digest" and (answer := _digest(rest, method, target, user, password)):
            return answer
    if any(kind == "basic" for kind, _ in known):
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    return ""


def _digest(challenge: str, method: str, target: str, user: str, password: str) -> str:
    """RFC 7616; "" for a way of hashing that is not known here."""
    asked = {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(challenge)}
    algorithm = asked.get("algorithm", "MD5")
    if (kind := algorithm.lower().replace("-", "")) not in ("md5", "sha256"):
        return ""

    def hashed(*parts: str) -> str:
        return hashlib.new(kind, ":".join(parts).encode(), usedforsecurity=False).hexdigest()

    realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
    who, what = hashed(user, realm, password), hashed(method, target)
    given = {"username": user, "realm": realm, "nonce": nonce, "uri": target}
    if "auth" in asked.get("qop", "").replace(" ", "").split(","):
        own = secrets.token_hex(8)
        given["response"] = hashed(who, nonce, "00000001", own, "auth", what)
        counted = f', qop=auth, nc=00000001, cnonce="{own}"'
    else:
        given["response"], counted = hashed(who, nonce, what), ""
    if "opaque" in asked:
        given["opaque"] = asked["opaque"]
    values = ", ".join(f'{name}="{value}"' for name, value in given.items())
    return f"Digest {values}, algorithm={algorithm}{counted}"
