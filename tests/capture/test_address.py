"""Addresses as they are stored, and completed again."""

import numpy as np
import pytest

from core.capture import open_source
from core.capture.address import completed, needs_password, split_login, user_of, with_login, without_password
from core.errors import SourceError
from support.mjpeg_server import MjpegServer


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("http://cam.local:8080/video", "http://cam.local:8080/video"),
        ("http://cam/mjpg?resolution=640x480&camera=2", "http://cam/mjpg?resolution=640x480&camera=2"),
        ("http://cam/feed@2x", "http://cam/feed@2x"),
    ],
)
def test_an_address_without_secrets_is_stored_whole(url: str, stored: str) -> None:
    assert without_password(url) == stored
    assert not needs_password(stored)


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("rtsp://anna:s3cret@cam/1", "rtsp://anna@cam/1"),
        ("rtsp://anna:s3c@ret/a?b#c@cam/1", "rtsp://anna@cam/1"),
        ("http://cam/v?user=anna&pwd=s3cret&x=1", "http://cam/v?user=anna&pwd=&x=1"),
        ("http://cam/v?loginpas=s3cret", "http://cam/v?loginpas="),
        ("http://cam/v?access_token=s3cret", "http://cam/v?access_token="),
        ("rtsp://cam/user=anna_password=s3cret_channel=1.sdp", "rtsp://cam/user=anna_password="),
        ("http://cam/v.cgi?user=anna;pwd=s3cret;x=1", "http://cam/v.cgi?user=anna;pwd=;x=1"),
        ("http://cam/v?credentials=s3cret", "http://cam/v?credentials="),
        ("http://cam/v;jsessionid=s3cret?x=1", "http://cam/v;jsessionid=?x=1"),
        ("http://:s3cret@cam/v", "http://@cam/v"),
    ],
)
def test_what_is_secret_is_not_stored_and_is_known_to_be_missing(url: str, stored: str) -> None:
    assert without_password(url) == stored
    assert without_password(stored) == stored
    assert needs_password(stored)


def test_a_secret_within_a_value_is_not_stored() -> None:
    assert without_password("http://cam/v?data=token=s3/cret&x=1") == "http://cam/v?data=&x=1"


def test_the_user_of_a_stored_address_is_known() -> None:
    assert user_of("rtsp://anna%40home@cam/1") == "anna@home"
    assert user_of("http://cam/feed@2x") == ""


def test_an_address_is_completed_with_a_login() -> None:
    assert with_login("rtsp://cam/1", "anna", "a b") == "rtsp://anna:a%20b@cam/1"
    assert with_login("rtsp://bert@cam/1", "anna", "x") == "rtsp://anna:x@cam/1"
    assert with_login("rtsp://cam/1", "", "") == "rtsp://cam/1"
    assert with_login("rtsp://bert:y@cam/1", "anna", "x") == "rtsp://bert:y@cam/1"  # typed by hand: that is meant
    assert with_login("http://@cam/v", "", "x") == "http://:x@cam/v"


def test_a_password_of_odd_characters_reaches_the_camera() -> None:
    password = "p@s/s:w?o#r d%20"
    with MjpegServer([np.zeros((24, 32, 3), np.uint8)], credentials=f"anna:{password}") as server:
        source = open_source(with_login(f"http://{server.url.rpartition('@')[2]}", "anna", password))
        assert source.read() is not None
        source.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" 192.168.1.20:8080/video ", "http://192.168.1.20:8080/video"),
        ("cam.local/stream?x=1", "http://cam.local/stream?x=1"),
        ("[fe80::1]:8080", "http://[fe80::1]:8080"),
        ("cam:554/1", "rtsp://cam:554/1"),
        ("anna:pw@cam:8554/1", "rtsp://anna:pw@cam:8554/1"),
        ("HTTPS://cam/1", "HTTPS://cam/1"),
        ("udp://@239.0.0.1:1234", "udp://@239.0.0.1:1234"),
        ("rtsp://me:p a/s@cam/1", "rtsp://me:p a/s@cam/1"),
    ],
)
def test_an_address_without_a_scheme_is_completed(typed: str, meant: str) -> None:
    assert completed(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "banana split", "0", "C:\\film.mp4", "/home/me/film.mp4", "demo:", "http://", "a b://c"]
)
def test_what_is_no_address_gets_a_sentence(typed: str) -> None:
    with pytest.raises(SourceError):
        completed(typed)


def test_a_login_is_taken_out_of_an_address_and_put_back() -> None:
    whole = with_login("rtsp://cam/1?x=1", "anna@home", "p@s/s w:rd")
    assert split_login(whole) == ("rtsp://cam/1?x=1", "anna@home", "p@s/s w:rd")
    assert with_login(*split_login(whole)) == whole
    assert split_login("http://cam/feed@2x") == ("http://cam/feed@2x", "", "")
