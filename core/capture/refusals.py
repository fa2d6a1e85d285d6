"""What a person reads when an address gives no video: why, and what to do about it."""

import socket
import threading
import time
from urllib.parse import urljoin

from core.capture.address import display_name
from core.capture.inquiry import Inquiry
from core.errors import LoginError, SourceError
from core.reasons import system_reason
from core.text import text

_GRACE_S = 0.2  # for a time-out to be told


def why_no_video(url: str, seconds: float, stop: threading.Event | None = None) -> SourceError | None:
    """What the server at `url` has to say for itself, in `seconds` at most; None when nothing better can be said.

    stop: ends the wait at once. The error holds nothing secret of the address; it is a LoginError when another user or
    password may help.
    """
    try:
        inquiry = Inquiry(url)
    except ValueError:
        return None
    failures: list[Exception] = []
    done = threading.Event()

    def work() -> None:
        try:
            inquiry.ask(seconds)
        except (OSError, ValueError) as error:
            failures.append(error)
        finally:
            done.set()

    # A thread: the look-up of a name knows no time limit, and nobody has to wait for it.
    threading.Thread(target=work, name="ask-source", daemon=True).start()
    until = time.monotonic() + seconds + _GRACE_S
    while not done.wait(0.05):
        if time.monotonic() > until or (stop is not None and stop.is_set()):
            return None
    where = display_name(url)
    return _unanswered(inquiry, failures[0], where) if failures else _unwanted(inquiry, where)


def _unanswered(inquiry: Inquiry, error: Exception, where: str) -> SourceError:
    """No answer came, or none that can be understood."""
    host, port, scheme = inquiry.host, inquiry.port, inquiry.scheme
    reachable = text("Check the address, and that the camera is on and in the same network")
    beginning = text("Check the beginning of the address (http://, https:// or rtsp://) and the port")
    if isinstance(error, socket.gaierror):
        what, hint = text("no computer called {host} is known", host=host), text("Check the name in the address")
    elif isinstance(error, ConnectionRefusedError):
        what = text("{host} is there, but nothing answers at port {port}", host=host, port=port)
        hint = text("Check the port in the address, and that the camera's video server is on")
    elif isinstance(error, TimeoutError) and inquiry.connected:
        what = text("{host} takes the connection, but gives no answer", host=host)
        hint = text("Restart the camera, or check the port in the address")
    elif isinstance(error, TimeoutError):
        what, hint = text("{host} does not answer", host=host), reachable
    elif isinstance(error, ConnectionError) and inquiry.connected:
        what, hint = text("{host} ends the connection without an answer", host=host), beginning
    elif inquiry.connected:  # no answer that could be read, or none that could be decrypted
        what = text(
            "what answers at port {port} of {host} does not speak {scheme}", port=port, host=host, scheme=scheme
        )
        hint = beginning
    else:
        what = text("{host} cannot be reached ({reason})", host=host, reason=system_reason(error))
        hint = reachable
    return SourceError(what, where=where, hint=hint)


def _unwanted(inquiry: Inquiry, where: str) -> SourceError | None:
    """An answer came, and there was no video in it."""
    answer = inquiry.answer
    if answer is None:
        return None
    if answer.status in (401, 403, 407):
        return _login_error(inquiry, answer.status, where)
    if answer.status >= 400:
        what, hint = _refused(answer.status, inquiry.host)
    elif answer.status >= 300:
        place = display_name(urljoin(where, answer.headers.get("Location", "")))
        what = text("this address leads on to another one, and no video comes from there")
        hint = text("Enter the address of the stream itself. This one leads to {place}", place=place)
    else:
        kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
        what, hint = _no_stream(kind, inquiry.host)
    return SourceError(what, where=where, hint=hint)


def _refused(status: int, host: str) -> tuple[str, str]:
    """What happened, and what to do about it, for the number of an error."""
    if status in (404, 410):
        what = text("{host} answers, but has nothing at this address (error {status})", host=host, status=status)
        return what, text("Check what follows name and port; the camera's manual or settings say what it has to be")
    if status in (453, 503):
        what = text("the camera has no room for another viewer just now (error {status})", status=status)
        return what, text("Close other programs that show this camera, and try again")
    if status >= 500:
        what = text("the camera has a problem of its own (error {status})", status=status)
        return what, text("Try again, or restart the camera")
    what = text("the camera refuses the request (error {status})", status=status)
    return what, text("Check the address; the camera's manual or settings say what it has to be")


def _no_stream(kind: str, host: str) -> tuple[str, str]:
    """The same for an answer of this kind of content, "" where it does not say."""
    hint = text("Look for the address of the stream in the camera's settings")
    if kind in ("text/html", "application/xhtml+xml"):
        return text("this is a web page, not a stream"), hint
    if kind.startswith("image/"):
        return text("this address gives a single picture, not a stream"), hint
    if kind.startswith(("text/", "application/json", "application/xml", "application/pdf")):
        return text("what comes from this address is no video ({kind})", kind=kind), hint
    what = text("{host} answers, but no picture comes that can be read", host=host)
    return what, text("Check that the camera is on, and choose MJPEG or H.264 in its settings")


def _login_error(inquiry: Inquiry, status: int, where: str) -> LoginError:
    if status == 403:
        what = text("the camera does not allow this user to see its video (error 403)")
        return LoginError(what, where=where, hint=text("Check user name and password, and the user's rights there"))
    if inquiry.has_login:
        what = text("user name or password is wrong")
        return LoginError(what, where=where, hint=text("Type the password again; capital and small letters differ"))
    what = text("the camera asks for a user name and a password")
    return LoginError(what, where=where, hint=text("Enter them beside the address"))
