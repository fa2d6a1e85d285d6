"""What the window remembers."""

from PySide6.QtCore import QByteArray

from fer_desktop.settings import Settings
from fer_desktop.theme import ThemeMode


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


def test_recordings_go_to_the_documents_unless_told_otherwise(tmp_path):
    assert Settings(tmp_path / "settings.ini").recording_folder.name == "FER Desktop"
