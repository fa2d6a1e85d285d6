"""Settings as a TOML file: written so that any reader of TOML reads them back, and never followed by half."""

import argparse
import os
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import FerError, OutputError
from fer_desktop import options
from fer_desktop.options import REMEMBERED, launch_options
from fer_desktop.settings import Settings
from fer_desktop.settings_table import SettingsTable
from fer_desktop.settings_toml import MAX_BYTES, SettingsFileError, from_toml, read_settings, to_toml, write_settings

TABLE = SettingsTable().by_name()
OTHERS = {
    "language": "de",
    "theme": "dark",
    "bundle": '/bundles/ä "b"\\c/😀.ferbundle',
    "device": "cuda:1",
    "precision": "bf16",
    "hop": 60,
    "window": "all",
    "recording-folder": "/recordings/tab\tand\nline",
    "keep-sessions": 36_500,
    "keep-pictures": True,
    "keep-analyses": False,
    "view.mirror": True,
    "view.all-faces": True,
    "view.order": "valence",
    "view.numbers": False,
    "view.span": 600,
    "view.timing": True,
}
"""For every setting a value that is not its default."""


def refusal(written: str) -> SettingsFileError:
    with pytest.raises(SettingsFileError) as caught:
        from_toml(written, TABLE, "a.toml")
    assert caught.value.where == "a.toml"
    return caught.value


def test_every_setting_goes_out_and_comes_back(tmp_path):
    assert set(OTHERS) == set(TABLE)
    path = tmp_path / "settings.toml"
    for values in (OTHERS, SettingsTable().defaults()):
        write_settings(path, values, TABLE)
        assert read_settings(path, TABLE) == values
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


def test_the_defaults_of_the_table_are_those_of_the_settings(tmp_path):
    assert SettingsTable().read(Settings(tmp_path / "settings.ini")) == SettingsTable().defaults()
    assert all(setting.kind.accepts(setting.default) for setting in TABLE.values())
    assert not [name for name, value in OTHERS.items() if value == TABLE[name].default]


def test_what_is_written_into_the_settings_is_read_from_them(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    SettingsTable().write(settings, OTHERS)
    again = Settings(tmp_path / "settings.ini")
    assert SettingsTable().read(again) == OTHERS
    assert (again.window, again.keep_sessions_days) == (None, 36_500)
    assert (again.keep_pictures, again.keep_analyses) == (True, False)
    SettingsTable().write(again, {"keep-sessions": "forever", "view.mirror": False})
    assert again.keep_sessions_days is None
    assert SettingsTable().read(again) == OTHERS | {"keep-sessions": "forever", "view.mirror": False}


def test_names_and_values_are_those_of_the_command_line():
    written = tomllib.loads(to_toml(OTHERS, TABLE))
    said = [f"--{name}={written[name]}" for name in REMEMBERED]
    understood = launch_options(said)
    assert understood.left_open == frozenset()
    assert (understood.device, understood.precision, understood.hop) == ("cuda:1", "bf16", 60)
    assert understood.window is None
    assert understood.bundle == OTHERS["bundle"]


def test_every_remembered_option_of_the_command_line_is_a_setting():
    parser = argparse.ArgumentParser()
    options._add_model_arguments(parser)
    long = {name.removeprefix("--") for action in parser._actions for name in action.option_strings if name[1] == "-"}
    assert long - {"help"} <= set(TABLE)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example('C:\\Users\\"me"\\new\\')
@example("\x00\x01\x1f\x7f\x80\u2028\r\n\t\b\f'''\"\"\"")
@example("😀 # no comment")
def test_any_text_is_read_back_as_it_was(text):
    written = to_toml({"bundle": text, "hop": 4}, TABLE)
    assert tomllib.loads(written) == {"bundle": text, "hop": 4}


def test_each_line_says_what_else_is_possible():
    written = to_toml(SettingsTable().defaults(), TABLE)
    assert "hop = 4  # a whole number from 1 to 60\n" in written
    assert 'keep-sessions = "forever"  # a whole number from 1 to 36500, or “forever”\n' in written
    assert "\n[view]\nmirror = false  # true or false\n" in written


def test_a_file_may_name_a_few_settings_in_any_way_that_toml_has():
    assert from_toml("hop = 8", TABLE) == {"hop": 8}
    assert from_toml("view.mirror = true\n'hop' = 0x08\nview.\"span\" = 10", TABLE) == {
        "view.mirror": True,
        "hop": 8,
        "view.span": 10,
    }
    assert from_toml("", TABLE) == {}


@pytest.mark.parametrize(
    ("written", "what", "allowed"),
    [
        ("hop = 99", "line 1: “hop” cannot be 99", "a whole number from 1 to 60"),
        ("\n\nhop = true", "line 3: “hop” cannot be true", "a whole number from 1 to 60"),
        ('hop = "4"', 'line 1: “hop” cannot be "4"', "a whole number from 1 to 60"),
        ("hop = 4.0", "line 1: “hop” cannot be 4.0", "a whole number from 1 to 60"),
        (f"hop = 0x{'f' * 9000}", "line 1: “hop” cannot be a number as large as that", "a whole number from 1 to 60"),
        ("window = 0", "line 1: “window” cannot be 0", "a whole number from 1 to 64, or “all”"),
        ('window = ""', 'line 1: “window” cannot be ""', "a whole number from 1 to 64, or “all”"),
        ("window = [8]", "line 1: “window” cannot be a list", "a whole number from 1 to 64, or “all”"),
        ("[window]\nsize = 8", "line 1: “window” cannot be a table", "a whole number from 1 to 64, or “all”"),
        ("keep-sessions = -1", "line 1: “keep-sessions” cannot be -1", "a whole number from 1 to 36500, or “forever”"),
        ("keep-pictures = 1", "line 1: “keep-pictures” cannot be 1", "true or false"),
        ("keep-analyses = 2024-01-01", "line 1: “keep-analyses” cannot be 2024-01-01", "true or false"),
        ('theme = "purple"', 'line 1: “theme” cannot be "purple"', "one of system, light, dark"),
        ('precision = "fp64"', 'line 1: “precision” cannot be "fp64"', "one of auto, fp32, bf16, fp16, int8"),
        ("[view]\nspan = 7", "line 2: “view.span” cannot be 7", "one of 10, 30, 60, 120, 300, 600"),
        ("hop = 4\n[view]\nmirror = 'yes'", 'line 3: “view.mirror” cannot be "yes"', "true or false"),
        ('device = "toaster"', 'line 1: “device” cannot be "toaster"', "cuda:1"),
        ('bundle = ""', 'line 1: “bundle” cannot be ""', "the whole path of a bundle"),
        ('bundle = "here/b"', 'line 1: “bundle” cannot be "here/b"', "the whole path of a bundle"),
        ('recording-folder = "/a\\u0000"', 'line 1: “recording-folder” cannot be "/a\\u0000"', "the whole path"),
    ],
)
def test_what_is_not_allowed_is_told_with_its_line_and_what_is(written, what, allowed):
    error = refusal(written)
    assert error.what == what
    assert error.hint.startswith("Allowed: ")
    assert allowed in error.hint


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("hop = 8\nzoom = 3", "line 2: there is no setting “zoom”"),
        ("keep_sessions = 30", "line 1: there is no setting “keep_sessions”"),
        ("[view]\nhop = 3", "line 2: there is no setting “view.hop”"),
        ("[camera]\nformat = 1", "line 1: there is no setting “camera”"),
        ("view = true", "line 1: “view” has to be a table, [view]"),
        (f'"{"z" * 100}" = 1', f"line 1: there is no setting “{'z' * 40}…”"),
    ],
)
def test_a_name_that_nobody_knows_is_refused_with_those_that_there_are(written, what):
    error = refusal(written)
    assert error.what == what
    assert all(name in error.hint for name in TABLE)
    assert "newer" in error.hint


@pytest.mark.parametrize(
    "written", ["hop 4", "hop = 4\nhop = 5", 'a = "', "hop = " + "[" * 20_000, f"hop = {'9' * 5000}"]
)
def test_what_is_no_toml_is_told(written):
    assert refusal(written).what.startswith("the file is not TOML: ")


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"\xff\xfe\x00h", "it is not text"), (b"\0" * (MAX_BYTES + 1), "it is far too large")],
)
def test_another_kind_of_file_is_not_read(tmp_path, content, what):
    path = tmp_path / "film.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsFileError, match=what):
        read_settings(path, TABLE)


def test_a_file_that_is_not_there_or_never_ends_is_told(tmp_path):
    places = [tmp_path / "none.toml", tmp_path]
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.toml")
        places.append(tmp_path / "pipe.toml")
    for place in places:
        with pytest.raises(SettingsFileError, match="there is no such file"):
            read_settings(place, TABLE)


def test_a_file_of_an_editor_of_windows_is_read(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbfhop = 8\r\n[view]\r\nmirror = true\r\n")
    assert read_settings(path, TABLE) == {"hop": 8, "view.mirror": True}


def test_a_path_that_no_text_file_can_hold_is_not_written(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("as before")
    with pytest.raises(OutputError, match="not valid text"):
        write_settings(path, {"bundle": os.fsdecode(b"/b/\xff")}, TABLE)
    assert path.read_text() == "as before"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(FerError, match="no such file or directory"):
        write_settings(tmp_path / "none" / "settings.toml", OTHERS, TABLE)


def test_nothing_private_goes_out(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.remember_file("/private/film.mp4")
    settings.remember_stream("rtsp://me:hunter2@private/1")
    settings.last_source = "/private/film.mp4"
    settings.video_folder = settings.bundle_folder = settings.encoder_folder = Path("/private")
    settings.set_camera_format("private", "1280x720@30")
    settings.accepted = "private"
    written = to_toml(SettingsTable().read(settings), TABLE)
    assert not [word for word in ("private", "hunter2", "film", "rtsp") if word in written]


def test_the_usual_folder_stays_the_usual_one_on_another_computer(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    assert SettingsTable().read(settings)["recording-folder"] == ""
    kind = SettingsTable().by_name()["recording-folder"].kind
    assert kind.title("") == str(settings.recording_folder)
