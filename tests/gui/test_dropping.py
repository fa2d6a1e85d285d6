"""Files that are dragged onto the window: a video, a bundle, several, something else."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from fer_desktop.dropped import Drop, Kind, understood
from support.small_inputs import tiny_bundle


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(window, *paths: Path) -> bool:
    data = mime(*paths)
    event = QDragEnterEvent(
        QPoint(200, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window, *paths: Path) -> None:
    data = mime(*paths)
    event = QDropEvent(
        QPointF(200, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    # Straight to the target: Qt delivers a drop only when there was a drag of the system's before.
    window.drop_target.eventFilter(window, event)


def test_the_first_video_wins_then_a_bundle(tmp_path):
    folder = tiny_bundle(tmp_path / "bundle folder")
    text, one, two, zipped = (tmp_path / name for name in ("a.txt", "b.MP4", "c.mov", "d.ferbundle"))
    assert understood([text, zipped, one, two]) == Drop(Kind.VIDEO, one, 2, (two,))
    assert understood([text, zipped]) == Drop(Kind.BUNDLE, zipped, 1)
    assert understood([folder]) == Drop(Kind.BUNDLE, folder)
    assert understood([text, tmp_path / "e.pth.tar"]) == Drop(Kind.ENCODER, tmp_path / "e.pth.tar", 1)
    snapshot = tmp_path / "snapshot"
    snapshot.mkdir()
    (snapshot / "config.json").touch()
    assert understood([snapshot]) == Drop(Kind.ENCODER, snapshot)
    assert understood([text]) == Drop(Kind.UNKNOWN, text)
    assert understood([tmp_path]) == Drop(Kind.UNKNOWN, tmp_path)
    assert understood([]) is None


def test_the_target_says_what_will_become_of_it(open_window, tmp_path):
    window = open_window()
    assert drag(window, tmp_path / "film.mp4")
    assert window.drop_target.isVisible()
    assert window.drop_target.size() == window.size()
    assert window.drop_target.text == "Drop to play and analyse film.mp4"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drop_target.isVisible()
    drag(window, tmp_path / "thing.ferbundle")
    assert "bundle thing.ferbundle" in window.drop_target.text
    QApplication.sendEvent(window, QDragLeaveEvent())
    drag(window, tmp_path / "model.safetensors")
    assert "import the encoder model.safetensors" in window.drop_target.text


def test_text_is_no_file(open_window):
    window = open_window()
    data = QMimeData()
    data.setText("https://example.org/film.mp4")
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()
    assert not window.drop_target.isVisible()


@pytest.mark.parametrize("others", [0, 2])
def test_dropped_videos_are_opened_and_analysed(open_window, tmp_path, others):
    window = open_window()
    more = [tmp_path / f"{number}.mp4" for number in range(others)]
    drop(window, tmp_path / "film.mp4", *more)
    assert window.playback.isVisible()
    assert window.tool_bar.source.chosen == "film.mp4"
    assert window.banners.banners() == []
    views = window.watching_again.playing.analyses.views()
    assert [view.request.path for view in views] == [tmp_path / "film.mp4", *more]


def test_what_is_no_video_among_them_is_said(open_window, tmp_path):
    window = open_window()
    drop(window, tmp_path / "film.mp4", tmp_path / "notes.txt")
    assert [banner.title for banner in window.banners.banners()] == ["Opened film.mp4 only"]


def test_a_dropped_bundle_is_used(open_window, tmp_path):
    window = open_window()
    drop(window, tiny_bundle(tmp_path / "other"))
    assert window.tool_bar.bundle.chosen == "other"


def test_anything_else_is_told_in_words(open_window, tmp_path):
    window = open_window()
    drop(window, tmp_path / "letter.docx")
    (banner,) = window.banners.banners()
    assert banner.title == "letter.docx is no video, no bundle and no encoder"
    assert window.welcome.isVisible()


def test_a_slow_disk_does_not_hold_up_the_mouse(open_window, tmp_path, monkeypatch):
    window, asked, is_file = open_window(), [], Path.is_file

    def looked_at(path: Path) -> bool:
        if tmp_path in path.parents:
            asked.append(path)
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", looked_at)
    drag(window, tmp_path / "film.mp4", tmp_path / "thing.ferbundle")
    assert not asked  # their names say what they are
    drag(window, tmp_path / "folder")
    data = mime(tmp_path / "folder")
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move = QDragMoveEvent(QPoint(210, 200), Qt.DropAction.CopyAction, data, left, plain)
    window.drop_target.eventFilter(window, move)
    assert asked == [tmp_path / "folder" / name for name in ("card.json", "config.json")]
