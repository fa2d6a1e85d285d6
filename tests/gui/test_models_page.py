"""The page of encoders: what it shows of each, what it asks before a download, and how one comes to it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from core.errors import EncoderMissing, WeightsError
from core.model import save_bundle, vjepa2_library
from core.model.cards import PUBLISHED_ENCODERS
from core.model.progress import Progress
from core.model.speed import Setting, Speed, SpeedBook
from fer_desktop.dropped import understood
from fer_desktop.models import Task
from fer_desktop.pages.models import ModelsPage
from fer_desktop.widgets.banner import Banner
from fer_desktop.window import MainWindow
from support.bundles import CARD
from support.layout import cut_off
from support.tiny_models import tiny_probe
from support.weights_server import Behaviour, WeightsServer, published_bytes, sha256, tiny_card

GB = 1_000_000_000


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A published file with a tiny encoder in it."""
    return published_bytes(tmp_path_factory.mktemp("published"))


def publish(monkeypatch: pytest.MonkeyPatch, server: WeightsServer) -> None:
    monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", replace(tiny_card(server.url), download_bytes=5 * GB))


def opened(window: MainWindow) -> ModelsPage:
    window.actions_["models"].trigger()
    assert window.models_page.isVisible()
    return window.models_page


def button(banner: Banner, text: str) -> QAbstractButton:
    return next(button for button in banner.buttons() if button.text() == text)


def shown(*buttons: QPushButton) -> list[str]:
    return [button.text() for button in buttons if not button.isHidden()]


def test_every_published_encoder_is_listed_after_the_one_that_comes_with_the_program(open_window):
    page = opened(open_window(bundle="starter"))
    assert list(page.rows) == ["starter-encoder", *PUBLISHED_ENCODERS]
    row = page.rows["vith16"]
    assert (row.badge.text(), row.badge.property("kind")) == ("CC BY-NC 4.0", "restricted")
    assert page.rows["vjepa2-vitl-256"].badge.property("kind") == "free"
    assert "non-commercial" in row.accessibleDescription()
    assert row.figures.room.text() == "about 10.4 GB"
    assert shown(row.buttons.main, row.buttons.other) == ["Get…"]
    own = page.rows["starter-encoder"]
    assert (own.mark.text(), own.buttons.isHidden()) == ("In use", True)
    assert "bundle starter" in page.purpose.text


def test_a_licence_that_restricts_has_to_be_agreed_to_before_the_download(open_window, qtbot):
    page = opened(open_window())
    for name, agreed in (("vjepa2-vitl-256", True), ("vitl16", False)):
        row = page.rows[name]
        row.buttons.main.click()
        assert row.panel.yes.isEnabled() is agreed
        assert row.panel.agreed.isVisibleTo(row.panel) is not agreed
    panel = page.rows["vitl16"].panel
    panel.agreed.setFocus()
    qtbot.keyClick(panel.agreed, Qt.Key.Key_Return)
    assert panel.agreed.isChecked()
    assert panel.yes.isEnabled()
    panel.no.click()
    assert page.rows["vitl16"].panel is None


def test_an_encoder_is_got_checked_and_removed_by_its_buttons(open_window, content, monkeypatch, qtbot):
    with WeightsServer(content, Behaviour(stalls_after=len(content) // 2)) as server:
        publish(monkeypatch, server)
        window = open_window()
        row = opened(window).rows["tiny"]
        row.buttons.main.click()
        row.panel.choices["bf16"].click()
        row.panel.agreed.click()
        row.panel.yes.click()
        qtbot.waitUntil(lambda: "Downloading" in row.progress.line.text(), timeout=10_000)
        assert shown(row.buttons.main, row.buttons.other) == ["Cancel"]
        row.buttons.main.click()
        qtbot.waitUntil(lambda: row.buttons.main.text() == "Resume…", timeout=10_000)
        assert "have been downloaded already" in row.progress.line.text()
        assert row.buttons.other.text() == "Remove…"
        row.get_asked.emit("bf16")
        qtbot.waitUntil(lambda: row.mark.text() == "Installed", timeout=10_000)
    assert "tiny is here now" in window.notes.text
    assert row.state.dtype == "bf16"
    row.buttons.main.click()
    qtbot.waitUntil(lambda: "tiny is whole" in window.notes.text, timeout=10_000)
    row.buttons.other.click()
    assert window.focusWidget() is row.panel.no
    row.panel.yes.click()
    assert shown(row.buttons.main, row.buttons.other) == ["Get…"]
    assert window.models.installed() == []


def test_a_failure_is_told_on_the_row_and_beside_other_pages_in_a_message(open_window, content, monkeypatch, qtbot):
    refused = Behaviour(status="404 Not Found")
    with WeightsServer(content, refused, refused) as server:
        publish(monkeypatch, server)
        window = open_window()
        row = opened(window).rows["tiny"]
        row.get_asked.emit("fp32")
        qtbot.waitUntil(lambda: row.buttons.main.text() == "Try again", timeout=10_000)
        assert row.progress.line.text() == "The server does not have this file. Check the address."
        assert window.banners.banners() == []
        row.buttons.other.click()
        assert row.progress.isHidden()
        row.get_asked.emit("fp32")
        window.pages.leave()
        qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=10_000)
    (banner,) = window.banners.banners()
    button(banner, "Models").click()
    assert window.models_page.isVisible()
    assert row.buttons.main.text() == "Try again"


def test_a_file_from_a_disk_gets_a_row_of_its_own(open_window, content, tmp_path, qtbot):
    file = tmp_path / "mine.pth.tar"
    file.write_bytes(content)
    window = open_window()
    page = window.models_page
    window.drop_target.dropped.emit(understood([file]))
    assert str(file) in page.rows
    qtbot.waitUntil(lambda: str(file) not in page.rows, timeout=10_000)
    (name,) = [encoder.name for encoder in window.models.installed()]
    assert page.rows[name].mark.text() == "Installed"
    assert page.rows[name].buttons.other.text() == "Remove…"
    page.rows[name].remove_asked.emit()
    assert name not in page.rows


def test_a_file_is_imported_in_the_form_that_was_chosen(open_window, content, tmp_path, qtbot):
    window = open_window()
    opened(window).half.click()
    window.encoders.import_from(_file(tmp_path, content))
    qtbot.waitUntil(lambda: bool(window.models.installed()), timeout=10_000)
    assert window.models.installed()[0].dtype == "bf16"


def test_an_encoder_of_ones_own_that_is_damaged_can_be_removed_and_imported_again(
    open_window, content, tmp_path, qtbot
):
    window, file = open_window(), _file(tmp_path, content)
    page = opened(window)
    for _ in range(2):  # nothing of the first time is left the second time
        window.encoders.import_from(file)
        qtbot.waitUntil(lambda: "mine" in page.rows, timeout=10_000)
        row = page.rows["mine"]
        assert row.mark.text() == "Installed"
        (here,) = window.models.installed()
        here.path.write_bytes(here.path.read_bytes()[:-1] + b"?")
        row.buttons.main.click()
        qtbot.waitUntil(lambda row=row: row.mark.text() == "Damaged", timeout=10_000)
        assert row.progress.where.text().endswith("mine.safetensors")
        assert shown(row.buttons.main, row.buttons.other) == ["Remove…", "Close"]
        row.buttons.main.click()
        assert not row.buttons.isEnabled()  # the answers are below
        row.panel.yes.click()
        assert "mine" not in page.rows


def test_a_long_name_does_not_push_anything_out_of_the_page(open_window, qtbot):
    window = open_window()
    window.resize(1024, 640)
    page = opened(window)
    file = f"/nowhere/{'an-encoder-of-somebody-' * 8}.safetensors"
    window.encoders.import_from(Path(file))
    qtbot.waitUntil(lambda: window.models.job(file).error is not None, timeout=10_000)
    qtbot.wait(20)
    assert page.reader.horizontalScrollBar().maximum() == 0
    assert cut_off(window) == []


def test_a_row_is_as_high_as_its_question_needs_where_there_is_little_room(open_window, qtbot):
    window = open_window()
    window.encoders.show("vitl16")
    row, reader = window.models_page.rows["vitl16"], window.models_page.reader
    reader.widget().setFixedWidth(632)  # as on a screen of 1400 pixels that are shown twice as large
    qtbot.wait(20)
    assert row.height() == row.heightForWidth(row.width()) > row.sizeHint().height()


def test_the_rows_open_no_window_while_they_are_made(open_window, qapp):
    class Windows(QObject):
        shown = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.shown += 1
            return False

    window, windows = open_window(), Windows()
    qapp.installEventFilter(windows)
    window.encoders.show("vjepa2-vitl-256")
    qapp.removeEventFilter(windows)
    assert windows.shown == 0


def test_the_speed_on_this_computer_is_shown_where_it_was_measured(open_window, content, tmp_path, qtbot):
    window = open_window()
    window.models.store.import_file(_file(tmp_path, content), name="mine")
    page = opened(window)
    assert page.rows["mine"].figures.speed.text() == "speed not measured"
    (here,) = window.models.installed()
    for precision, seconds in (("fp32", 8.41), ("bf16", 4.2)):
        setting = Setting(here.source_sha256, 32, "CPU", precision, *_here())
        SpeedBook().add(setting, Speed(seconds))
    page.refresh()
    assert page.rows["mine"].figures.speed.text() == "bf16: one clip in 4.2 s"
    page.show_computing(here.source_sha256, "CPU", "fp32")
    assert page.rows["mine"].figures.speed.text() == "fp32: one clip in 8.4 s"
    assert "CPU, fp32: one clip in 8.4 s" in page.rows["mine"].figures.speed.toolTip()


def test_a_bundle_without_its_encoder_leads_to_it(open_window, qtbot):
    window = open_window()
    window.show_error(EncoderMissing("the encoder vith16 is not on this computer", encoder="vith16"))
    (banner,) = window.banners.banners()
    button(banner, "Models").click()
    row = window.models_page.rows["vith16"]
    assert row.panel is not None
    view = window.models_page.reader.viewport()
    qtbot.waitUntil(lambda: view.rect().contains(row.rect().translated(row.mapTo(view, QPoint(0, 0)))))


def test_a_bundle_without_its_encoder_is_told_before_a_run(open_window, content, tmp_path, qtbot):
    card = replace(CARD, view="centre", encoder_name="mine", encoder_sha256=sha256(content))
    bundle = save_bundle(tmp_path / "mine.ferbundle", card, [tiny_probe()])
    window = open_window(bundle=str(bundle))  # as a double-click on its file does
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=20_000)
    window.banners.clear()
    window.drop_target.dropped.emit(understood([bundle]))
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=20_000)
    other, right = published_bytes(tmp_path, seed=1), content
    for number, (weights, left) in enumerate(((other, 1), (right, 0))):
        file = tmp_path / f"encoder{number}.pth.tar"
        file.write_bytes(weights)
        with qtbot.waitSignal(window.models.done, timeout=10_000):
            window.encoders.import_from(file)
        assert len(window.banners.banners()) == left
    window.open_bundle(str(bundle))
    assert window.encoders.bundles.wait(10.0)
    qtbot.wait(20)
    assert window.banners.banners() == []


def test_a_bundle_is_opened_its_encoder_fetched_and_the_run_begins(open_window, content, monkeypatch, tmp_path, qtbot):
    card = replace(CARD, view="centre", encoder_name="tiny", encoder_sha256=sha256(content))
    bundle = save_bundle(tmp_path / "mine.ferbundle", card, [tiny_probe()])
    with WeightsServer(content) as server:
        publish(monkeypatch, server)
        window = open_window("demo:", bundle=str(bundle))
        qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=20_000)
        button(window.banners.banners()[0], "Models").click()
        row = window.models_page.rows["tiny"]
        assert row.mark.text() == "The bundle needs it"
        row.panel.agreed.click()
        row.panel.yes.click()
        qtbot.waitUntil(lambda: row.mark.text() == "In use", timeout=10_000)
    assert window.banners.banners() == []
    window.pages.leave()
    window.start()
    qtbot.waitUntil(lambda: window.status.texts()["encoder"] == "tiny", timeout=20_000)


def test_how_slow_an_encoder_is_goes_when_another_bundle_is_chosen_after_the_run(open_window):
    window = open_window()
    window.banners.show_message("warning", "This encoder gives one reading every 7.5 s here", topic="speed")
    window.open_bundle("starter")
    assert window.banners.banners() == []


def test_a_library_that_is_missing_is_told_before_the_download(open_window, monkeypatch):
    fault = WeightsError("V-JEPA 2 needs the library transformers", hint="pip install 'fer-desktop[vjepa2]'")
    monkeypatch.setattr(vjepa2_library, "library_fault", lambda: fault)
    page = opened(open_window())
    for name, told in (("vjepa2-vitl-256", True), ("vitl16", False)):
        page.rows[name].buttons.main.click()
        assert ("transformers" in page.rows[name].panel.obstacle.text()) is told


def test_a_download_goes_on_behind_other_pages_and_ends_with_the_window(open_window, content, monkeypatch, qtbot):
    with WeightsServer(content, Behaviour(stalls_after=len(content) // 2)) as server:
        publish(monkeypatch, server)
        window = open_window()
        opened(window).rows["tiny"].get_asked.emit("fp32")
        qtbot.waitUntil(lambda: window.models.job("tiny").progress is not None, timeout=10_000)
        window.pages.leave()
        assert window.models.job("tiny").working
        window.quit_at_once()
        assert window.ended_cleanly


LOOK = """
import sys
from PySide6.QtWidgets import QApplication
from fer_desktop.models import Models
from fer_desktop.pages.models import ModelsPage

application = QApplication([])
models = Models(None)
page = ModelsPage(models)
page.show()
print(len(page.rows), "torch" in sys.modules)
"""


def test_looking_at_the_list_needs_no_torch(repository):
    """It would hold up the window for a second or more."""
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, timeout=60, cwd=repository)
    assert done.stdout.split() == [str(len(PUBLISHED_ENCODERS) + 1), "False"], done.stderr


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_every_state_of_a_row_has_room(open_window, qtbot, size):
    window = open_window()
    window.resize(*size)
    page = opened(window)
    row = page.rows["vith16-384"]
    row.buttons.main.click()
    qtbot.wait(20)
    assert cut_off(window) == []
    row.close_panel()
    window.models.ask(Task.IMPORT, "/nowhere/model.safetensors")
    qtbot.waitUntil(lambda: window.models.job("/nowhere/model.safetensors").error is not None, timeout=10_000)
    job = window.models.job("/nowhere/model.safetensors")
    progress = Progress("downloading", 9 * GB, 10 * GB, 34_500_000.0, 3700.0)
    row.show_job(replace(job, error=None, working=True, progress=progress))
    assert row.progress.line.text() == "Downloading · 9.0 GB of 10.0 GB · 34.5 MB/s · 1 h 2 min left"
    qtbot.wait(20)
    assert cut_off(window) == []


def test_an_import_is_seen_and_so_is_that_it_failed(open_window, tmp_path, qtbot):
    file = tmp_path / "login.pth.tar"
    file.write_text("<!DOCTYPE html><html><body>Log in</body></html>")
    window = open_window()
    window.resize(1024, 640)
    page = opened(window)
    view = page.reader.viewport()
    with qtbot.waitSignal(window.models.failed, timeout=10_000):
        window.encoders.import_from(file)
        assert window.notes.text == "login.pth.tar is being imported"
    assert window.notes.text.startswith("login.pth.tar: ")
    row = page.rows[str(file)]
    qtbot.waitUntil(lambda: view.rect().contains(row.rect().translated(row.mapTo(view, QPoint(0, 0)))))


def test_one_question_at_a_time_and_escape_takes_it_back(open_window, qtbot):
    window = open_window()
    page = opened(window)
    first, second = page.rows["vjepa2-vitl-256"], page.rows["vitl16"]
    first.buttons.main.click()
    second.buttons.main.click()
    assert first.panel is None
    assert second.panel is not None
    window.dismiss()
    assert second.panel is None
    assert page.isVisible()
    window.dismiss()
    assert not page.isVisible()


def test_enter_on_a_choice_begins_the_download(open_window, qtbot):
    window = open_window()
    row = opened(window).rows["vjepa2-vitl-256"]
    row.get_asked.disconnect()
    row.buttons.main.click()
    row.panel.choices["bf16"].click()
    with qtbot.waitSignal(row.get_asked, timeout=1000) as asked:
        qtbot.keyClick(row.panel.choices["bf16"], Qt.Key.Key_Return)
    assert asked.args == ["bf16"]
    row.panel.no.setFocus()
    qtbot.keyClick(row.panel.no, Qt.Key.Key_Return)
    assert row.panel is None


def test_the_page_is_reached_and_used_by_keys_alone(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    page = window.models_page
    assert page.isVisible()
    row = page.rows["vjepa2-vitl-256"]
    tab_to(qtbot, row.buttons.main)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.focusWidget() is row.panel.choices["fp32"]
    tab_to(qtbot, row.panel.no)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert window.focusWidget() is row.buttons.main


def tab_to(qtbot, goal: QWidget) -> None:
    window = goal.window()
    for _ in range(30):
        if window.focusWidget() is goal:
            return
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    pytest.fail("the keyboard does not come there")


def _file(folder: Path, content: bytes) -> Path:
    file = folder / "mine.pth.tar"
    file.write_bytes(content)
    return file


def _here() -> tuple[str, ...]:
    """torch and processor, as the book has them."""
    from core.model import speed

    return tuple(speed._here())
