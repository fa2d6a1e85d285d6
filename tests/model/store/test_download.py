"""Downloads go on where they stopped, end in a whole file or in a sentence that says what to do, and stop when told."""

import io
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress

import pytest

from core.errors import Cancelled, DownloadError, OutputError
from core.model.store import connection
from core.model.store import download as download_module
from core.model.store.download import Wanted, download
from core.model.store.part_file import usable_bytes
from support.answering_server import AnsweringServer
from support.disks import full_disk
from support.weights_server import GOOD, Behaviour, WeightsServer, sha256

FILE = b"PK\x03\x04" + bytes(range(256)) * 4000  # a megabyte that begins as a published file does
OTHER = b"PK\x03\x04" + bytes(reversed(range(256))) * 4000


@pytest.fixture(autouse=True)
def _no_long_pauses(monkeypatch):
    monkeypatch.setattr(download_module, "PAUSE_S", 0.005)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def part(tmp_path):
    return tmp_path / "tiny.part.pth.tar"


def refusal(wanted, part, **arguments) -> str:
    with pytest.raises(DownloadError) as caught:
        download(wanted if isinstance(wanted, Wanted) else Wanted(wanted), part, **arguments)
    return str(caught.value)


def broken_off(server, part, **also) -> int:
    """Leaves the first bytes of a download, as a cancellation does; how many."""
    server.behaviours.insert(0, Behaviour(stalls_after=300_000, **also))
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        download(Wanted(server.url), part, lambda progress: cancel.set(), cancel)
    assert 0 < part.stat().st_size <= 300_000
    return part.stat().st_size


def test_a_whole_file_arrives_with_its_digest_and_progress(part):
    seen = []
    with WeightsServer(FILE) as server:
        assert download(Wanted(server.url), part, seen.append) == sha256(FILE)
    assert part.read_bytes() == FILE
    assert (seen[-1].stage, seen[-1].done, seen[-1].total) == ("downloading", len(FILE), len(FILE))
    assert seen[-1].rate > 0
    assert seen[-1].seconds_left == 0
    assert "User-Agent: fer-desktop/" in server.requests[0]


def test_after_a_break_it_goes_on_where_it_stopped(part):
    with WeightsServer(FILE, Behaviour(breaks_after=300_000), Behaviour(breaks_after=200_000)) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, 300_000, 500_000]
    assert 'If-Range: "first"' in server.requests[1]


def test_many_breaks_are_survived_as_long_as_each_try_brings_something(part):
    with WeightsServer(FILE, *[Behaviour(breaks_after=70_000)] * 12) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert len(server.requests) == 13


def test_a_server_that_brings_nothing_more_is_given_up_and_the_part_is_kept(part):
    with WeightsServer(FILE, Behaviour(breaks_after=300_000), *[Behaviour(breaks_after=0)] * 9) as server:
        assert "the download broke off (the connection ended too early)" in refusal(server.url, part)
        assert part.stat().st_size == 300_000
        assert len(server.requests) == 1 + 4
        server.behaviours.clear()
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts()[-1] == 300_000


def test_a_later_run_goes_on_and_proves_what_was_there_before(part):
    with WeightsServer(FILE) as server:
        there, seen = broken_off(server, part), []
        assert download(Wanted(server.url), part, seen.append) == sha256(FILE)
    assert server.starts() == [0, there]
    assert {progress.stage for progress in seen} == {"checking", "downloading"}


def test_what_is_complete_needs_no_network(part):
    with WeightsServer(FILE) as server:
        download(Wanted(server.url), part)
    assert download(Wanted(server.url), part) == sha256(FILE)
    assert len(server.requests) == 1


def test_a_file_that_has_changed_on_the_server_is_fetched_from_its_start(part):
    with WeightsServer(FILE) as server:
        broken_off(server, part)
        server.content, server.tag = OTHER, '"second"'
        assert download(Wanted(server.url), part) == sha256(OTHER)
    assert part.read_bytes() == OTHER


def test_a_server_that_goes_on_with_another_file_is_not_believed(part):
    """It takes no notice of If-Range: the tag in its answer gives it away."""
    with WeightsServer(FILE) as server:
        there = broken_off(server, part)
        head = f"Content-Range: bytes {there}-{len(OTHER) - 1}/{len(OTHER)}"
        lie = Behaviour("206 Partial Content", (head, 'ETag: "second"'), ranges=False, body=OTHER[there:])
        server.behaviours.append(lie)
        server.content, server.tag = OTHER, '"second"'
        assert download(Wanted(server.url), part) == sha256(OTHER)
    assert server.starts() == [0, there, 0]


@pytest.mark.parametrize("total", ["*", len(FILE)])
def test_what_breaks_off_while_it_goes_on_is_not_taken_for_the_end(part, total):
    with WeightsServer(FILE) as server:
        there = broken_off(server, part)
        head = (f"Content-Range: bytes {there}-{len(FILE) - 1}/{total}", 'ETag: "first"')
        rest = Behaviour("206 Partial Content", head, ranges=False, body=FILE[there:], breaks_after=1000)
        server.behaviours.append(rest)
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, there, there + 1000]


def test_more_than_the_server_said_is_not_taken(part):
    with WeightsServer(FILE) as server:
        there = broken_off(server, part)
        head = (f"Content-Range: bytes {there}-{len(FILE) - 1}/{len(FILE)}", 'ETag: "first"')
        server.behaviours.append(Behaviour("206 Partial Content", head, ranges=False, body=FILE[there:] + b"more"))
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, there, 0]


def test_a_length_that_is_told_only_later_is_no_other_file(part):
    with WeightsServer(FILE) as server:
        there = broken_off(server, part, claims=None)
        server.behaviours.append(Behaviour(breaks_after=1000))
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, there, there + 1000]


def test_the_login_page_of_a_network_does_not_cost_what_has_arrived(part):
    page = Behaviour("200 OK", ranges=False, body=b"<!DOCTYPE html><title>Log in to the hotel</title>" + bytes(999))
    with WeightsServer(FILE) as server:
        there = broken_off(server, part)
        server.behaviours.append(page)
        assert "this is a web page, not weights" in refusal(server.url, part)
        assert part.stat().st_size == there
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, there, there]


def test_what_comes_packed_is_not_put_together_with_what_is_not(part):
    with WeightsServer(FILE) as server:
        there = broken_off(server, part)
        packed = ("Content-Encoding: gzip", f"Content-Range: bytes {there}-{len(FILE) - 1}/{len(FILE)}")
        server.behaviours.append(Behaviour("206 Partial Content", packed, ranges=False, body=FILE[there:]))
        assert "the server sends it packed (gzip)" in refusal(server.url, part)
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, there, there]


@pytest.mark.parametrize("count", [0, 5, 20])
def test_a_connection_that_breaks_at_once_is_tried_again(part, count):
    with WeightsServer(FILE, Behaviour(breaks_after=count)) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)


def test_a_key_in_an_address_is_neither_written_down_nor_shown(part):
    with WeightsServer(FILE) as server:
        url = f"{server.url}?key=secret"
        server.behaviours.append(Behaviour(status="403 Forbidden", body=b""))
        assert "secret" not in refusal(url, part)
        server.behaviours += [Behaviour(breaks_after=300_000), Behaviour("403 Forbidden", ranges=False, body=b"")]
        assert "secret" not in refusal(url, part)
        assert "secret" not in part.with_name(f"{part.name}.info").read_text()
        assert download(Wanted(url), part) == sha256(FILE)
    assert server.starts()[-1] == 300_000


def test_a_server_that_cannot_go_on_sends_all_of_it_again(part):
    with WeightsServer(FILE, Behaviour(breaks_after=300_000), Behaviour(ranges=False)) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert part.read_bytes() == FILE


def test_without_a_version_of_the_file_nothing_is_stitched_together(part):
    with WeightsServer(FILE, Behaviour(breaks_after=300_000), tag="") as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, 0]


def test_a_date_will_do_as_a_version(part):
    dated = ("Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT",)
    with WeightsServer(FILE, Behaviour(headers=dated, breaks_after=300_000), tag="") as server:
        server.behaviours.append(Behaviour(status="200 OK", headers=dated, ranges=False))
        download(Wanted(server.url), part)
    assert "If-Range: Wed, 01 Jan 2025 00:00:00 GMT" in server.requests[1]


@pytest.mark.parametrize("spoilt", ["{", "[]", '{"url": 3}', "\xff", None])
def test_a_part_that_nobody_knows_anything_about_is_started_again(part, spoilt):
    with WeightsServer(FILE) as server:
        broken_off(server, part)
        info = part.with_name(f"{part.name}.info")
        info.unlink() if spoilt is None else info.write_text(spoilt)
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, 0]


def test_a_part_of_another_address_or_longer_than_the_file_is_started_again(part):
    with WeightsServer(FILE) as server:
        broken_off(server, part)
        assert download(Wanted(f"{server.url}?mirror"), part) == sha256(FILE)
        broken = json.loads(part.with_name(f"{part.name}.info").read_text()) | {"length": 10}
        part.with_name(f"{part.name}.info").write_text(json.dumps(broken))
        assert download(Wanted(f"{server.url}?mirror"), part) == sha256(FILE)
    assert server.starts() == [0, 0, 0]


def test_a_stalled_connection_is_left_and_taken_up_again(part, monkeypatch):
    monkeypatch.setattr(connection, "STALL_S", 0.5)
    with WeightsServer(FILE, Behaviour(stalls_after=300_000)) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts()[:2] == [0, 300_000]


def test_a_server_that_dribbles_is_left_as_well(part, monkeypatch):
    monkeypatch.setattr(connection, "STALL_S", 0.2)
    monkeypatch.setattr(connection, "SLOWEST", 100_000)
    with WeightsServer(FILE, Behaviour(breaks_after=300_000), Behaviour(dribbles=20)) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert len(server.requests) >= 3


def test_a_server_that_says_nothing_at_all_is_named(part, monkeypatch):
    monkeypatch.setattr(connection, "STALL_S", 0.2)
    with AnsweringServer(None) as server:
        assert "the server cannot be reached (" in refusal(f"http://{server.place}/x", part)


@pytest.mark.parametrize("behaviour", [GOOD, Behaviour(stalls_after=300_000), Behaviour(dribbles=5)])
def test_it_can_be_cancelled_at_any_time(part, behaviour):
    cancel = threading.Event()
    with WeightsServer(FILE, behaviour) as server:
        timer = threading.Timer(0.15, cancel.set)
        slow = Behaviour(stalls_after=0) if behaviour is GOOD else behaviour
        server.behaviours[0] = slow
        timer.start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            download(Wanted(server.url), part, None, cancel)
        timer.join()
        assert time.monotonic() - began < 5
        assert download(Wanted(server.url), part) == sha256(FILE)


def test_a_cancellation_is_noticed_between_two_tries(part, monkeypatch):
    monkeypatch.setattr(download_module, "PAUSE_S", 60.0)
    cancel = threading.Event()
    with WeightsServer(FILE, Behaviour(status="503 Service Unavailable")) as server:
        timer = threading.Timer(0.15, cancel.set)
        timer.start()
        with pytest.raises(Cancelled):
            download(Wanted(server.url), part, None, cancel)
        timer.join()


def test_a_busy_server_is_asked_again(part):
    with WeightsServer(FILE, *[Behaviour(status="503 Service Unavailable", body=b"")] * 2) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    with WeightsServer(FILE, *[Behaviour(status="429 Too Many Requests", body=b"")] * 9) as server:
        part.unlink()
        assert "the server refuses (429 Too Many Requests). Try again later" in refusal(server.url, part)
        assert len(server.requests) == 5


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("404 Not Found", "the server does not have this file. Check the address"),
        ("410 Gone", "the server does not have this file"),
        ("403 Forbidden", "the server refuses (403 Forbidden). Check the address; perhaps"),
        ("401 Unauthorized", "the server refuses (401 Unauthorized)"),
        ("407 Proxy Authentication Required", "The proxy wants a user name"),
        ("418 I'm a teapot", "the server refuses (418 I'm a teapot)"),
        ("204 No Content", "the server refuses (204 No Content)"),
    ],
)
def test_a_refusal_is_said_at_once(part, status, reason):
    with WeightsServer(FILE, *[Behaviour(status=status, body=b"")] * 3) as server:
        assert reason in refusal(server.url, part)
        assert len(server.requests) == 1


def test_a_part_that_the_server_finds_too_long_is_started_again(part):
    with WeightsServer(FILE) as server:
        broken_off(server, part)
        server.behaviours.append(Behaviour(status="416 Range Not Satisfiable", body=b""))
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts()[-1] == 0


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><title>Log in to the hotel</title>" + bytes(999), "this is a web page, not weights"),
        (b"\n\n<html>" + bytes(999), "this is a web page, not weights"),
        (b"<html>", "this is a web page, not weights"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>" + bytes(99), "an answer of a web server"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n", "a Git LFS pointer"),
        (b'{"error": "quota"}' + bytes(99), "what the server sends is not weights"),
        (os.urandom(8) + b"\x00" + os.urandom(999), "what the server sends is not weights"),
        (b"x", "this is a text, not weights"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(999), "this is a video, not weights"),
        (b"", "the server sent an empty file"),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("claims", [0, None])
def test_what_is_not_weights_is_refused_and_not_kept(part, body, reason, claims):
    with WeightsServer(FILE, *[Behaviour(body=body, claims=claims)] * 5) as server:
        assert reason in refusal(server.url, part)
        assert not part.exists()
        assert len(server.requests) == 1


def test_safetensors_are_weights(part):
    content = (64).to_bytes(8, "little") + b'{"a":' + bytes(500)
    with WeightsServer(content) as server:
        assert download(Wanted(server.url), part) == sha256(content)


def test_a_server_that_claims_more_than_it_has_is_found_out(part):
    """Without ranges it sends all of it again: a second time it ends in the same place."""
    lie = f"the server announced {len(FILE) + 1000} bytes, but its file ends at {len(FILE)}"
    with WeightsServer(FILE, *[Behaviour(claims=1000, ranges=False)] * 20) as server:
        assert lie in refusal(server.url, part)
        assert len(server.requests) == 2
    part.unlink()
    with WeightsServer(FILE, Behaviour(claims=1000)) as server:
        server.tells_end = False
        assert lie in refusal(server.url, part)
        assert server.starts() == [0, len(FILE)]
    assert not part.exists()


def test_a_file_that_is_all_here_is_taken_whatever_length_was_announced(part):
    with WeightsServer(FILE, Behaviour(claims=1000)) as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
        assert server.starts() == [0, len(FILE)]
        assert download(Wanted(server.url), part) == sha256(FILE)
        assert len(server.requests) == 2


def test_a_length_that_cannot_be_is_named(part):
    with WeightsServer(FILE, Behaviour(claims=10**18 - len(FILE))) as server:
        assert f"the server announces {10**18} bytes, which cannot be" in refusal(server.url, part)
    assert not part.exists()


def test_what_is_here_from_another_address_is_given_up_only_for_a_file(part):
    with WeightsServer(FILE) as server:
        there = broken_off(server, part)
        server.behaviours.append(Behaviour(status="404 Not Found", body=b""))
        assert "does not have this file" in refusal(f"{server.url}?mirror", part)
        assert part.stat().st_size == there
        assert usable_bytes(part, server.url) == there
        assert usable_bytes(part, f"{server.url}?mirror") == 0
        assert download(Wanted(server.url), part) == sha256(FILE)
    assert server.starts() == [0, 0, there]


def test_a_server_that_does_not_say_how_much_there_is_is_believed(part):
    seen = []
    with WeightsServer(FILE, Behaviour(claims=None)) as server:
        assert download(Wanted(server.url), part, seen.append) == sha256(FILE)
        assert seen[0].total is None
        assert download(Wanted(server.url), part) == sha256(FILE)
        assert len(server.requests) == 1  # now it is known


def test_a_digest_that_the_server_states_is_checked(part):
    with WeightsServer(FILE, tag=f'"{sha256(FILE)}"') as server:
        assert download(Wanted(server.url), part) == sha256(FILE)
    with WeightsServer(OTHER, tag=f'"{sha256(FILE)}"') as server:
        assert "the file was damaged on the way" in refusal(server.url, part)
    assert not part.exists()


def test_the_digest_of_hugging_face_comes_with_its_redirection(part):
    with WeightsServer(OTHER) as storage, WeightsServer(b"") as hub:
        stated = f'X-Linked-ETag: "{sha256(FILE)}"'
        hub.behaviours += [Behaviour("302 Found", (f"Location: {storage.url}", stated), body=b"")]
        assert "the file was damaged on the way" in refusal(hub.url, part)
        storage.content = FILE
        hub.behaviours += [Behaviour("302 Found", (f"Location: {storage.url}", stated), body=b"")]
        assert download(Wanted(hub.url), part) == sha256(FILE)


def test_another_file_than_the_recorded_is_refused_before_it_is_fetched_where_the_server_states_a_digest(part):
    with WeightsServer(OTHER, tag=f'"{sha256(OTHER)}"') as server:
        assert "another file than the first one" in refusal(Wanted(server.url, digest=sha256(FILE)), part)
    assert not part.exists()


def test_another_file_than_the_recorded_is_refused_and_says_how_to_accept_it(part):
    with WeightsServer(OTHER) as server:
        said = refusal(Wanted(server.url, digest=sha256(FILE)), part)
    assert sha256(OTHER)[:16] in said
    assert "remove the encoder first and then get it again" in said


def test_a_disk_that_is_too_small_is_named_before_a_byte_is_fetched(part, monkeypatch):
    monkeypatch.setattr("core.model.store.disk_room.free_bytes", lambda folder: 60_000_000)
    with WeightsServer(FILE) as server, pytest.raises(OutputError) as caught:
        download(Wanted(server.url, room=2_534_620_160), part)
    assert "too little room on the disk: 2.6 GB are needed, 60 MB are free" in str(caught.value)
    assert not part.exists()


def test_a_file_of_unknown_length_does_not_fill_the_disk(part, monkeypatch):
    def free(folder) -> int:
        return 51_000_000 - (part.stat().st_size if part.exists() else 0)

    monkeypatch.setattr("core.model.store.disk_room.free_bytes", free)
    with WeightsServer(FILE * 4, Behaviour(claims=None)) as server, pytest.raises(OutputError, match="too little room"):
        download(Wanted(server.url), part)
    assert 0 < part.stat().st_size < 2_000_000


def test_a_disk_that_fills_up_on_the_way_keeps_what_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr("core.model.store.disk_room.SPARE_BYTES", -(1 << 40))
    (tmp_path / "small").mkdir()
    with full_disk(tmp_path / "small", "256k") as folder, WeightsServer(FILE) as server:
        with pytest.raises(
            OutputError, match=r"cannot be kept on the disk \(no space left on device\).*Free some space"
        ):
            download(Wanted(server.url), folder / "part")
        assert (folder / "part").stat().st_size > 0


def test_an_address_that_is_none_is_named(part):
    for url in ("", "tiny.pth.tar", "file:///etc/passwd", "ftp://x/y", "https://", "http://[::1", "http://x:99999/y"):
        assert "this is no address of a file" in refusal(url, part), url
    assert not part.exists()


def test_no_network_and_no_server_are_named_at_once(part):
    with WeightsServer(FILE) as server:
        gone = server.url
    assert "the server cannot be reached (connection refused). Check the network" in refusal(gone, part)
    assert "the server's name is not known" in refusal("http://weights.invalid/x", part)


def test_a_server_that_speaks_something_else_is_named(part):
    with AnsweringServer(b"SSH-2.0-OpenSSH_9.2\r\n") as server:
        assert "the server cannot be reached (" in refusal(f"http://{server.place}/x", part)


def test_a_server_that_does_not_encrypt_where_it_should_is_named(part):
    with AnsweringServer(b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
        said = refusal(f"https://{server.place}/x", part)
    assert "the server cannot be reached (no encrypted connection comes about: " in said


def test_a_refusal_of_any_length_is_one_short_line(part):
    with WeightsServer(FILE, Behaviour(status=f"403 {'No! ' * 5000}", body=b"")) as server:
        assert len(refusal(server.url, part)) < 500


@pytest.fixture
def unsigned(tmp_path):
    """The address of a server whose certificate it made itself."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("needs openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([openssl, *made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def greet() -> None:
        with suppress(OSError), listener.accept()[0] as client:
            context.wrap_socket(client, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        thread = threading.Thread(target=greet)
        thread.start()
        yield f"https://localhost:{listener.getsockname()[1]}/x"
        thread.join()


def test_a_certificate_that_nobody_signed_is_refused(part, unsigned):
    assert "the server's certificate cannot be trusted (self-signed certificate)" in refusal(unsigned, part)


def test_an_encrypted_address_never_leads_to_an_open_one(part):
    request = connection.urllib.request.Request("https://weights.example/x")
    answer = io.BytesIO()
    with pytest.raises(connection.Refused, match="not encrypted"):
        connection._Redirects().redirect_request(request, answer, 302, "Found", {}, "http://weights.example/x")
    assert answer.closed


def test_the_proxy_of_the_environment_is_asked(part, monkeypatch):
    with WeightsServer(FILE) as proxy:
        monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
        assert download(Wanted("http://weights.example/tiny.pth.tar"), part) == sha256(FILE)
    assert proxy.requests[0].startswith("GET http://weights.example/tiny.pth.tar HTTP/1.1")
