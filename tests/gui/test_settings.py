"""What the window remembers."""

import pytest
from PySide6.QtCore import QByteArray

from fer_desktop.kept_files import tell_what_is_not_kept
from fer_desktop.settings import RECENT, Settings
from fer_desktop.theme import ThemeMode
from fer_desktop.view_options import BarOrder, ViewOptions
from fer_desktop.widgets.banner import BannerArea


def test_settings_come_back(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.theme = ThemeMode.DARK
    settings.geometry = QByteArray(b"\x00\x01\xff")
    settings.video_folder = settings.bundle_folder = tmp_path
    settings.recording_folder = tmp_path / "not yet there"
    again = Settings(tmp_path / "settings.ini")
    assert again.theme is ThemeMode.DARK
    assert again.geometry == QByteArray(b"\x00\x01\xff")
    assert again.video_folder == again.bundle_folder == tmp_path
    assert again.recording_folder == tmp_path / "not yet there"


def test_nonsense_in_the_file_is_ignored(tmp_path):
    path = tmp_path / "settings.ini"
    path.write_text("[General]\ntheme=purple\ngeometry=7\nvideo_folder=/does/not/exist\n")
    settings = Settings(path)
    assert settings.theme is ThemeMode.SYSTEM
    assert settings.geometry is None
    assert settings.video_folder.is_dir()


@pytest.mark.parametrize(
    "content", [b"\0" * 200, b"\x89PNG\r\n\x1a\n\xff\xfe", b"[General\ntheme=dark\n", b"no settings"]
)
def test_a_damaged_file_is_kept_aside_and_the_settings_begin_anew(tmp_path, content):
    path = tmp_path / "settings.ini"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.theme is ThemeMode.SYSTEM
    assert settings.damaged == tmp_path / "settings.damaged.ini"
    assert settings.damaged.read_bytes() == content
    settings.theme = ThemeMode.DARK
    again = Settings(path)
    assert (again.theme, again.damaged) == (ThemeMode.DARK, None)


def test_no_file_and_an_empty_one_are_no_damage(tmp_path):
    (tmp_path / "empty.ini").touch()
    for name in ("empty.ini", "missing.ini"):
        settings = Settings(tmp_path / name)
        assert settings.damaged is None
        assert settings.writable


def test_what_cannot_be_kept_is_said_once_each(qtbot, tmp_path):
    banners = BannerArea()
    qtbot.addWidget(banners)
    (tmp_path / "settings.ini").write_bytes(b"\0")
    (tmp_path / "file").touch()
    tell_what_is_not_kept(banners, Settings(tmp_path / "fine.ini"), logged=True)
    assert banners.banners() == []
    tell_what_is_not_kept(banners, Settings(tmp_path / "settings.ini"), logged=True)
    tell_what_is_not_kept(banners, Settings(tmp_path / "file" / "settings.ini"), logged=False)
    places = [banner.where for banner in banners.banners()]
    assert places[0] == str(tmp_path / "file" / "settings.ini")
    assert places[2] == str(tmp_path / "settings.damaged.ini")
    assert "log" in banners.banners()[1].title


def test_recordings_go_to_the_documents_unless_told_otherwise(tmp_path):
    assert Settings(tmp_path / "settings.ini").recording_folder.name == "FER Desktop"


def test_every_choice_comes_back_as_what_it_was(tmp_path):
    chosen = {
        "language": "de",
        "accepted": "2026-11",
        "bundle": str(tmp_path / "a bundle"),
        "device": "cuda:1",
        "hop": 12,
        "window": None,
        "last_source": "demo:",
    }
    settings = Settings(tmp_path / "settings.ini")
    for name, value in chosen.items():
        setattr(settings, name, value)
    settings.view = view = ViewOptions(True, True, BarOrder.VALENCE, False, 300, True)
    settings.set_camera_format("Cam / 1", "1280x720@30")
    again = Settings(tmp_path / "settings.ini")
    assert {name: getattr(again, name) for name in chosen} == chosen
    assert again.view == view
    assert (again.camera_format("Cam / 1"), again.camera_format("another")) == ("1280x720@30", "")


def test_choices_that_make_no_sense_are_as_if_never_made(tmp_path):
    path = tmp_path / "settings.ini"
    path.write_text("[General]\nhop=0\nwindow=many\n[view]\nspan=7\norder=random\nmirror=true\n")
    settings = Settings(path)
    assert (settings.hop, settings.window) == (4, 8)
    assert settings.view == ViewOptions(mirror=True)


def test_recent_files_are_few_newest_first_and_each_once(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    for number in [*range(RECENT + 2), 5]:
        settings.remember_file(f"/videos/{number}.mp4")
    files = Settings(tmp_path / "settings.ini").recent_files
    assert len(files) == RECENT
    assert files[:2] == ["/videos/5.mp4", f"/videos/{RECENT + 1}.mp4"]
    assert len(set(files)) == RECENT
    settings.forget_files()
    assert settings.recent_files == []


def test_network_cameras_are_remembered_without_their_passwords(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.remember_stream("rtsp://me:hunter2@camera/1")
    settings.remember_stream("http://other/video")
    settings.store.sync()
    assert "hunter2" not in (tmp_path / "settings.ini").read_text()
    assert [address.rpartition("@")[2] for address in settings.streams] == ["http://other/video", "camera/1"]
    settings.forget_stream("http://other/video")
    assert len(Settings(tmp_path / "settings.ini").streams) == 1


def test_sessions_are_kept_for_ever_and_without_pictures_unless_told_otherwise(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    assert settings.keep_sessions_days is None
    assert (settings.keep_pictures, settings.keep_analyses) == (False, True)
    settings.keep_sessions_days, settings.keep_pictures, settings.keep_analyses = 90, True, False
    again = Settings(tmp_path / "settings.ini")
    assert (again.keep_sessions_days, again.keep_pictures, again.keep_analyses) == (90, True, False)
    again.keep_sessions_days = None
    assert Settings(tmp_path / "settings.ini").keep_sessions_days is None


@pytest.mark.parametrize("days", ["0", "-3", "soon", "1.5", "999999", "1e3"])
def test_nonsense_never_deletes_a_session(tmp_path, days):
    path = tmp_path / "settings.ini"
    path.write_text(f"[General]\nkeep_sessions={days}\nkeep_pictures=perhaps\nkeep_analyses=1\n")
    settings = Settings(path)
    assert settings.keep_sessions_days is None
    assert (settings.keep_pictures, settings.keep_analyses) == (False, True)


def test_the_usual_recording_folder_is_not_written_down(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    assert settings.own_recording_folder == ""
    settings.recording_folder = tmp_path / "mine"
    assert settings.own_recording_folder == str(tmp_path / "mine")
    settings.own_recording_folder = ""
    assert Settings(tmp_path / "settings.ini").recording_folder.name == "FER Desktop"
