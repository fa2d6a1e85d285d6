"""What a person reads when a network camera gives no video: the reason, and never the password."""

import hashlib
import threading
import time

import pytest

from core.capture import login, open_source
from core.capture.login import authorization
from core.capture.refusals import why_no_video
from core.errors import LoginError, SourceError
from support.answering_server import AnsweringServer, answer

PAGE = "<html><body>Welcome to your camera</body></html>"
BASIC = 'WWW-Authenticate: Basic realm="camera"'


def refusal(url: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_source(url)
    assert "hunter2" not in f"{caught.value} {caught.value.hint} {caught.value.where}"
    return caught.value


@pytest.mark.parametrize(
    ("said", "what", "advice"),
    [
        (answer("404 Not Found"), "has nothing at this address (error 404)", "what follows name and port"),
        (answer("400 Bad Request"), "refuses the request (error 400)", "Check the address"),
        (answer("500 Oops"), "problem of its own (error 500)", "restart the camera"),
        (answer("503 Busy"), "no room for another viewer", "Close other programs"),
        (answer("200 OK", "Content-Type: text/html; charset=utf-8", body=PAGE), "web page, not a stream", "settings"),
        (answer("200 OK", "Content-Type: image/svg+xml", body="<svg/>"), "a single picture", "settings"),
        (answer("200 OK", "Content-Type: application/json", body="{}"), "no video (application/json)", "settings"),
        (answer("200 OK", "Content-Type: video/mp4", body="nothing"), "no picture comes", "MJPEG or H.264"),
        (answer("302 Found", "Location: /login.asp?pw=hunter2"), "leads on to another one", "/login.asp"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "does not speak http", "port"),
        (b"", "ends the connection without an answer", "port"),
    ],
)
def test_an_answer_over_http_without_video_is_told(said: bytes, what: str, advice: str) -> None:
    with AnsweringServer(said) as server:
        error = refusal(f"http://{server.place}/video")
    assert what in error.what
    assert advice in error.hint
    assert server.place in error.where
    assert not isinstance(error, LoginError)


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_login_that_is_missing_is_told_from_one_that_is_wrong(scheme: str) -> None:
    protocol = {"http": "HTTP/1.1", "rtsp": "RTSP/1.0"}[scheme]
    with AnsweringServer(answer("401 Unauthorized", BASIC, protocol=protocol)) as server:
        missing = refusal(f"{scheme}://{server.place}/1")
        wrong = refusal(f"{scheme}://anna:hunter2@{server.place}/1")
    assert isinstance(missing, LoginError)
    assert isinstance(wrong, LoginError)
    assert "asks for a user name and a password" in missing.what
    assert wrong.what == "user name or password is wrong"
    with AnsweringServer(answer("403 Forbidden", protocol=protocol)) as server:
        assert "does not allow this user" in refusal(f"{scheme}://anna:hunter2@{server.place}/1").what


def test_what_is_behind_the_login_is_told_to_who_has_it() -> None:
    def behind(request: str) -> bytes:
        return answer("404 Not Found") if "Authorization: Basic" in request else answer("401 Unauthorized", BASIC)

    with AnsweringServer(behind) as server:
        assert "error 404" in refusal(f"http://anna:hunter2@{server.place}/1").what


def test_an_answer_over_rtsp_is_told() -> None:
    with AnsweringServer(answer("404 Not Found", protocol="RTSP/1.0")) as server:
        error = refusal(f"rtsp://{server.place}/live?a=1")
    assert "error 404" in error.what
    assert any(f"DESCRIBE rtsp://{server.place}/live?a=1 RTSP/1.0\r\n" in request for request in server.requests)


def test_another_host_that_an_address_leads_to_is_named_and_not_asked() -> None:
    with AnsweringServer(answer("200 OK", "Content-Type: video/mp4")) as other:
        leads = f"Location: http://me:hunter2@{other.place}/v?token=hunter2"
        with AnsweringServer(answer("307 Elsewhere", leads)) as server:
            error = why_no_video(f"http://{server.place}/1", 1.0)
    assert error is not None
    assert error.hint.endswith(f"http://{other.place}/v")
    assert other.requests == []


@pytest.mark.parametrize("scheme", ["http", "rtsp", "rtmp", "https"])
def test_a_port_where_nothing_listens_is_told(scheme: str) -> None:
    with AnsweringServer(b"") as server:
        port = int(server.place.partition(":")[2])  # free again afterwards
    error = refusal(f"{scheme}://me:hunter2@127.0.0.1:{port}/x")
    assert error.what == f"127.0.0.1 is there, but nothing answers at port {port}"


def test_a_name_that_nobody_knows_is_told() -> None:
    assert refusal("http://me:hunter2@camera.invalid/x").what == "no computer called camera.invalid is known"


def test_a_part_of_a_password_that_looks_like_a_host_is_not_asked_for() -> None:
    assert "no video comes" in refusal("http://me:x@127.0.0.1:1/hunter2@camera.invalid/x").what


def test_a_server_without_encryption_is_told() -> None:
    with AnsweringServer(answer("400 Bad Request")) as server:
        assert "does not speak https" in refusal(f"https://{server.place}/x").what


@pytest.mark.slow
def test_a_server_that_says_nothing_is_told_within_six_seconds() -> None:
    with AnsweringServer(None) as server:
        began = time.monotonic()
        assert "gives no answer" in refusal(f"http://{server.place}/x").what
    assert time.monotonic() - began < 6.2


def test_the_question_ends_at_once_when_it_is_stopped() -> None:
    stop = threading.Event()
    timer = threading.Timer(0.2, stop.set)
    timer.start()
    with AnsweringServer(None) as server:
        began = time.monotonic()
        assert why_no_video(f"http://{server.place}/x", 2.0, stop) is None
        assert time.monotonic() - began < 0.6
    timer.join()


def test_a_digest_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge = (
        'Digest realm="testrealm@host.com", qop="auth,auth-int", '
        'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    monkeypatch.setattr(login.secrets, "token_hex", lambda _count: "0a4f113b")
    said = authorization(['Basic realm="x"', challenge], "GET", "/dir/index.html", "Mufasa", "Circle Of Life")
    assert 'response="6629fae49393a05397450978507c4ef1"' in said  # RFC 2617, 3.5
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in said


def test_the_digest_of_older_cameras_has_no_counter() -> None:
    said = authorization(['Digest realm="cam", nonce="1"'], "DESCRIBE", "rtsp://cam/1", "anna", "pw")
    who, what = (hashlib.md5(text).hexdigest() for text in (b"anna:cam:pw", b"DESCRIBE:rtsp://cam/1"))
    assert f'response="{hashlib.md5(f"{who}:1:{what}".encode()).hexdigest()}"' in said
    assert "qop" not in said
    assert authorization(["Negotiate"], "GET", "/", "anna", "pw") == ""
