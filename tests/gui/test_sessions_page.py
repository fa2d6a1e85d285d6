"""The browser of sessions: finding, naming, exporting and deleting them, in a real database."""

import io
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QWidget

from core.errors import FerError, OutputError
from core.exports.formats import FORMATS, format_named
from core.exports.naming import export_stem
from core.sessions import Beginning, Session, SessionInfo, SessionLog, SessionState, SessionStore
from fer_desktop.export_job import ExportJob, ExportOutcome, Exports
from fer_desktop.pages.sessions import SessionsPage
from fer_desktop.sessions.table import Column
from support.layout import cut_off
from support.pseudo import PseudoTranslator, bare_english, longer, marked, texts
from support.sessions import STARTED, make_session, readings_of

OpenPage = Callable[[], SessionsPage]
SHORT = {"seconds": 4.0, "gaps": ()}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the sessions are; made by whoever opens it first."""
    return tmp_path / "store" / "sessions.db"


@pytest.fixture
def open_page(qtbot, database: Path) -> Iterator[OpenPage]:
    """Shows the page by itself; its threads have to end after the test."""
    pages: list[SessionsPage] = []

    def opened() -> SessionsPage:
        page = SessionsPage(lambda: SessionStore.open(database, busy_s=0.05))
        pages.append(page)
        page.resize(1100, 700)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.take_focus()
        return page

    yield opened
    for page in pages:
        assert page.end_work(10.0)
        page.close()
        page.deleteLater()


def begin(database: Path, session: Session, hours_ago: float = 0.0, thumbnail: bytes | None = None) -> SessionLog:
    """A session that is being written."""
    info = session.info
    started = STARTED - timedelta(hours=hours_ago)
    beginning = Beginning(info.session_id, info.name, info.subject, info.source, info.labels, started, path=info.path)
    log = SessionLog(SessionStore.open(database), replace(beginning, zero_s=info.zero_s))
    for use in session.bundles:
        log.use_bundle(use, use.since)
    log.write(readings_of(session))
    log.lasted(info.duration_s)
    if thumbnail is not None:
        log.use_thumbnail(thumbnail)
    return log


def put(database: Path, number: int = 1, *, thumbnail: bytes | None = None, **about: object) -> SessionInfo:
    """A session that is over; the higher the number, the older it is. about: as `make_session` takes it."""
    given = SHORT | {"name": f"Session {number}", "session_id": f"id-{number}"} | about
    session = make_session(**given)  # type: ignore[arg-type]
    begin(database, session, number, thumbnail).close(session.info.state, session.info.error)
    store = SessionStore.open(database)
    store.edit(session.info.session_id, notes=session.info.notes)
    info = store.info(session.info.session_id)
    store.close()
    return info


def stored(database: Path, session_id: str = "id-1") -> SessionInfo:
    with SessionStore.open(database) as store:
        return store.info(session_id)


def names(page: SessionsPage) -> list[str]:
    return [info.title for info in page.browser.list.table.infos()]


def errors_of(page: SessionsPage) -> list[FerError]:
    errors: list[FerError] = []
    page.failed.connect(errors.append)
    return errors


def notes_of(page: SessionsPage) -> list[str]:
    notes: list[str] = []
    page.told.connect(notes.append)
    return notes


def press(page: SessionsPage, text: str) -> None:
    """Answers the question that is asked."""
    (box,) = [box for box in page.findChildren(QMessageBox) if box.isVisible()]
    next(button for button in box.buttons() if button.text() == text).click()


def is_being_asked(page: SessionsPage) -> bool:
    return any(box.isVisible() for box in page.findChildren(QMessageBox))


# Looking.


def test_the_newest_session_comes_first_and_everything_known_of_it_is_shown(open_page, database, tmp_path, qtbot):
    video = tmp_path / "talk.mp4"
    video.write_bytes(b"a video")
    picture = io.BytesIO()
    Image.new("RGB", (32, 18), "red").save(picture, "JPEG")
    put(database, 2)
    about = {"path": str(video), "notes": "was tired\nslept badly", "subject": "P01"}
    newest = put(database, 1, thumbnail=picture.getvalue(), source="talk.mp4", **about)
    page = open_page()
    details = page.browser.details
    assert names(page) == ["Session 1", "Session 2"]
    assert (details.name.text(), details.subject.text()) == ("Session 1", "P01")
    assert details.notes.toPlainText() == "was tired\nslept badly"
    assert details.picture.has_picture
    assert details.fact("length") == "0:04"
    assert (details.fact("source"), details.fact("video")) == ("talk.mp4", "talk.mp4")
    assert details.fact("readings") == f"{newest.readings}, 100\N{NO-BREAK SPACE}% scored"
    qtbot.waitUntil(lambda: details.fact("bundle") == "starter", timeout=5000)
    assert "vote over" in details.verdict.text()
    video.unlink()
    page.refresh()
    assert details.fact("video") == "not there any more: talk.mp4"


def test_a_session_without_a_picture_and_without_a_reading_has_a_quiet_page(open_page, database, qtbot):
    put(database, seconds=0.0, kind="camera")
    details = open_page().browser.details
    assert not details.picture.has_picture
    qtbot.waitUntil(lambda: details.verdict.text() == "Nothing was scored", timeout=5000)
    assert (details.fact("readings"), details.fact("video")) == ("0", "none")


@pytest.mark.parametrize(
    ("state", "kind", "mark"),
    [
        (SessionState.CUT_OFF, "camera", "Cut off"),
        (SessionState.FAILED, "camera", "Failed"),
        (SessionState.CANCELLED, "file", "Cancelled"),
    ],
)
def test_what_is_not_complete_says_so_in_plain_words(open_page, database, state, kind, mark):
    put(database, state=state, kind=kind, error="the disk is full" if state is SessionState.FAILED else "")
    page = open_page()
    table = page.browser.list.table
    index = table.index(0, Column.NAME)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"Session 1, {mark}"
    assert mark in index.data(Qt.ItemDataRole.ToolTipRole)
    assert page.browser.details.state.text().startswith(mark)
    assert ("The disk is full." in page.browser.details.state.text()) is (state is SessionState.FAILED)


def test_a_page_without_sessions_says_how_to_get_one(open_page):
    page = open_page()
    assert page.empty.isVisible()
    assert "appears here by itself" in page.empty.text.text()
    assert page.focusWidget() is page.back


def test_a_search_finds_by_every_word_and_says_when_there_is_nothing(open_page, database, qtbot):
    put(database, 1, subject="P02", notes="was tired")
    put(database, 2, subject="P03", notes="wide awake")
    page = open_page()
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = page.browser.search
    assert page.focusWidget() is search
    qtbot.keyClicks(search, "TIRED p02")
    qtbot.waitUntil(lambda: names(page) == ["Session 1"])
    qtbot.keyClicks(search, "x")
    qtbot.waitUntil(lambda: page.browser.no_match.isVisible())
    assert "TIRED p02x" in page.browser.no_match.heading.text()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 2)
    qtbot.keyClick(search, Qt.Key.Key_Down)
    assert page.focusWidget() is page.browser.list


def test_rows_are_sorted_as_people_count_and_stay_chosen(open_page, database):
    for number, subject in enumerate(("P10", "p2", "", "P1"), start=1):
        put(database, number, subject=subject)
    page = open_page()
    page.browser.list.pick_row(1)
    page.browser.list.sortByColumn(Column.SUBJECT, Qt.SortOrder.AscendingOrder)
    assert [info.subject for info in page.browser.list.table.infos()] == ["", "P1", "p2", "P10"]
    assert page.browser.details.subject.text() == "p2"
    page.refresh()
    assert [info.subject for info in page.browser.list.picked()] == ["p2"]


def test_what_is_chosen_and_scrolled_to_stays_when_sessions_come(open_page, database):
    for number in range(1, 41):
        put(database, number, seconds=0.0)
    page = open_page()
    listed = page.browser.list
    listed.pick_row(35)
    place = listed.rowViewportPosition(35)
    assert 0 < place < listed.viewport().height()
    put(database, 0, seconds=0.0)
    page.refresh()
    assert [info.title for info in listed.picked()] == ["Session 36"]
    assert listed.rowViewportPosition(36) == place


def test_several_sessions_are_counted(open_page, database, qtbot):
    for number in range(1, 4):
        put(database, number, seconds=60.0, gaps=())
    page = open_page()
    page.browser.list.selectAll()
    labels = [text for _, text in texts(page.browser.details)]
    assert any("3:00 in all" in text for text in labels)
    assert not page.browser.details.buttons.open.isEnabled()
    assert page.browser.details.buttons.delete.isEnabled()


def test_sessions_that_cannot_be_opened_can_be_tried_again(open_page, database):
    database.parent.write_bytes(b"in the way of the folder")
    page = open_page()
    assert page.trouble.isVisible()
    assert page.trouble.heading.text().startswith("The folder of the sessions cannot be written")
    database.parent.unlink()
    put(database)
    page.trouble.button.click()
    assert names(page) == ["Session 1"]


def test_enter_and_a_double_click_open_what_is_chosen(open_page, database, qtbot):
    put(database, 1)
    put(database, 2)
    page, opened = open_page(), []
    page.open_asked.connect(opened.append)
    listed = page.browser.list
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    page.browser.details.buttons.open.click()
    listed.doubleClicked.emit(listed.table.index(0, 0))
    assert opened == ["id-2", "id-2", "id-1"]


# Naming.


@pytest.mark.parametrize("text", ["../../etc/P 01", "=cmd()", "Zoë 🙂", "<b>no</b>", "  "])
def test_what_is_typed_is_kept_when_the_field_is_left(open_page, database, qtbot, text):
    put(database, subject="")
    page = open_page()
    details = page.browser.details
    details.subject.setFocus()
    details.subject.setText(text)
    details.notes.setFocus()
    assert stored(database).subject == text
    details.notes.setPlainText("two\nlines")
    page.browser.list.setFocus()
    assert stored(database).notes == "two\nlines"
    assert page.browser.list.table.info(0).subject == text


def test_f2_renames_and_enter_keeps_the_name(open_page, database, qtbot):
    put(database)
    page = open_page()
    qtbot.keyClick(page.browser.list, Qt.Key.Key_F2)
    name = page.browser.details.name
    assert page.focusWidget() is name
    qtbot.keyClicks(name, "Interview")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert stored(database).name == "Interview"
    assert names(page) == ["Interview"]


def test_a_name_that_is_cleared_gives_the_source_its_place(open_page, database, qtbot):
    put(database, source="talk.mp4")
    page = open_page()
    name = page.browser.details.name
    name.setFocus()
    name.clear()
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert names(page) == ["talk"]
    assert name.placeholderText() == "talk"


def test_escape_takes_an_edit_back_before_it_leaves_the_page(open_window, database, qtbot):
    put(database)
    window = open_window()
    page = SessionsPage(lambda: SessionStore.open(database))
    window.pages.add(page)
    window.pages.read(page)
    qtbot.waitUntil(window.isActiveWindow)
    name = page.browser.details.name
    name.setFocus()
    qtbot.keyClicks(name, "x")
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert (name.text(), page.isVisible()) == ("Session 1", True)
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert stored(database).name == "Session 1"
    assert page.end_work(10.0)


def test_what_is_typed_is_kept_when_another_session_is_chosen_or_the_page_is_left(open_page, database, qtbot):
    put(database, 1)
    put(database, 2)
    page = open_page()
    page.browser.details.notes.setPlainText("about the first")
    page.browser.list.pick_row(1)
    page.browser.details.notes.setPlainText("about the second")
    page.hide()
    assert [stored(database, f"id-{number}").notes for number in (1, 2)] == ["about the first", "about the second"]


def test_what_is_being_typed_survives_a_new_look_at_the_store(open_page, database):
    put(database)
    page = open_page()
    page.browser.details.name.setText("half a na")
    put(database, 2)
    page.refresh()
    assert page.browser.details.name.text() == "half a na"


def test_an_edit_waits_for_another_program_that_is_writing(open_page, database, qtbot):
    put(database)
    page = open_page()
    errors, name = errors_of(page), page.browser.details.name
    name.setFocus()
    name.setText("Other")
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    page.refresh()
    assert names(page) == ["Other"]
    assert stored(database).name != "Other"
    other.execute("ROLLBACK")
    other.close()
    qtbot.waitUntil(lambda: stored(database).name == "Other", timeout=5_000)
    assert errors == []


def test_an_edit_that_still_waits_is_stored_at_the_end(open_page, database, qtbot):
    put(database)
    page = open_page()
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page.browser.details.name.setText("Other")
    page.browser.details.keep()
    other.execute("ROLLBACK")
    other.close()
    assert page.end_work(2.0)
    assert stored(database).name == "Other"


def test_an_edit_that_cannot_be_stored_is_told(open_page, database, qtbot):
    put(database)
    page = open_page()
    errors = errors_of(page)
    with SessionStore.open(database) as store:
        store.delete(["id-1"])
    page.browser.details.name.setText("Other")
    page.browser.details.keep()
    assert [error.what for error in errors] == ["there is no such session"]


def test_a_session_is_renamed_while_it_is_recorded(open_page, database, qtbot):
    session = make_session(**SHORT, kind="camera", session_id="id-1", name="Before")
    log = begin(database, session)
    page = open_page()
    assert page.browser.details.state.text().startswith("Recording")
    page.browser.details.name.setText("After")
    page.browser.details.keep()
    log.write(readings_of(session))
    log.close(SessionState.COMPLETE)
    page.refresh()
    info = stored(database)
    assert (info.name, info.readings) == ("After", 2 * session.info.readings)
    assert page.browser.details.state.isHidden()


def test_a_recording_is_followed_while_the_page_is_open(open_page, database, qtbot):
    session = make_session(**SHORT, kind="camera", session_id="id-1")
    log = begin(database, session)
    page = open_page()
    assert page.browser.details.fact("length") == "0:00"
    log.close(SessionState.COMPLETE)
    qtbot.waitUntil(lambda: page.browser.details.fact("length") == "0:04", timeout=5000)


# Deleting.


def test_deleting_asks_first_and_its_neighbour_is_chosen_then(open_page, database, qtbot):
    for number in (1, 2, 3):
        put(database, number)
    page = open_page()
    notes = notes_of(page)
    page.browser.list.pick_row(1)
    qtbot.keyClick(page.browser.list, Qt.Key.Key_Delete)
    box = page.question.box
    assert "“Session 2”" in box.text()
    assert "cannot be undone" in box.informativeText()
    assert box.defaultButton().text() == "Keep"
    press(page, "Keep")
    assert len(names(page)) == 3
    page.browser.details.buttons.delete.click()
    press(page, "Delete")
    assert names(page) == ["Session 1", "Session 3"]
    assert [info.title for info in page.browser.list.picked()] == ["Session 3"]
    qtbot.waitUntil(lambda: notes == ["1 session(s) deleted for good"] or notes == ["1 session deleted for good"])
    with pytest.raises(FerError, match="no such session"):
        stored(database, "id-2")


def test_the_last_sessions_are_deleted_together_and_leave_an_empty_page(open_page, database, qtbot):
    put(database, 1)
    put(database, 2)
    page = open_page()
    page.browser.list.selectAll()
    page.ask_to_delete()
    assert "2 session" in page.question.box.text()
    press(page, "Delete")
    qtbot.waitUntil(lambda: page.empty.isVisible())
    with SessionStore.open(database) as store:
        assert store.sessions() == []


def test_nothing_typed_is_stored_of_a_session_that_is_deleted(open_page, database, qtbot):
    put(database, 1)
    put(database, 2)
    page = open_page()
    errors = errors_of(page)
    page.browser.details.name.setText("half a na")
    page.question.confirmed.emit(("id-1",))
    qtbot.waitUntil(lambda: not page.shelf.deleting)
    assert (names(page), page.browser.details.name.text(), errors) == (["Session 2"], "Session 2", [])


def test_a_session_that_is_being_recorded_is_not_deleted(open_page, database, qtbot):
    log = begin(database, make_session(**SHORT, kind="camera", session_id="id-1", name="Now"))
    put(database, 2)
    page = open_page()
    notes, buttons = notes_of(page), page.browser.details.buttons
    assert not buttons.delete.isEnabled()
    why_not = "is not over yet: end the recording or the analysis first"
    assert buttons.delete.toolTip() == f"It {why_not}"
    qtbot.keyClick(page.browser.list, Qt.Key.Key_Delete)
    page.browser.list.selectAll()
    qtbot.keyClick(page.browser.list, Qt.Key.Key_Delete)
    assert not is_being_asked(page)
    assert notes == [f"It {why_not}", f"One of them {why_not}"]
    log.close(SessionState.COMPLETE)


def test_what_cannot_be_deleted_is_listed_again(open_page, database, qtbot):
    put(database, 1)
    put(database, 2)
    page = open_page()
    errors = errors_of(page)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page.question.confirmed.emit(("id-1",))
    assert names(page) == ["Session 2"]
    qtbot.waitUntil(lambda: len(errors) == 1, timeout=5000)
    other.execute("ROLLBACK")
    other.close()
    assert names(page) == ["Session 1", "Session 2"]


# Exporting.


def offered(page: SessionsPage) -> dict[str, bool]:
    """What stands in the menu of formats, and whether it can be chosen."""
    menu: QMenu = page.browser.details.buttons.menu
    menu.aboutToShow.emit()
    return {action.text(): action.isEnabled() for action in menu.actions()}


def choose(page: SessionsPage, name: str) -> QFileDialog:
    """Asks for the format, and returns the chooser that opens."""
    page.browser.details.buttons.export_asked.emit(format_named(name))
    (dialog,) = [dialog for dialog in page.findChildren(QFileDialog) if dialog.isVisible()]
    return dialog


def test_every_format_is_offered_and_those_without_their_video_say_why_not(open_page, database, tmp_path):
    video = tmp_path / "talk.mp4"
    video.write_bytes(b"a video")
    put(database, 1, path=str(video))
    put(database, 2)
    page = open_page()
    assert list(offered(page)) == [one.title for one in FORMATS]
    assert all(offered(page).values())
    page.browser.list.selectAll()
    assert offered(page)["Annotated video: 1 of 2 have no video"] is False
    page.browser.list.pick_row(1)
    assert offered(page)["Annotated video: there is no video"] is False
    assert sum(offered(page).values()) == len(FORMATS) - 1


def test_one_session_is_exported_to_a_file_with_a_name_that_fits_every_system(open_page, database, tmp_path, qtbot):
    info = put(database, name="Müll/über: 7?", subject="../P 01")
    page = open_page()
    page.export_folder = tmp_path
    dialog = choose(page, "csv")
    proposed = Path(dialog.selectedFiles()[0])
    assert proposed.parent == tmp_path
    assert proposed.name == f"Müll-über-7_P-01_{info.started.astimezone():%Y-%m-%d_%H-%M-%S}.clips.csv"
    with qtbot.waitSignal(page.export_done, timeout=10_000) as done:
        dialog.accept()
    assert done.args[1].written == (proposed,)
    assert len(proposed.read_text("utf-8").splitlines()) == info.readings + 1
    assert page.strip.isVisible()
    assert str(proposed) in page.strip.line.text()


def test_a_file_is_replaced_only_by_somebody_who_says_so(open_page, database, tmp_path, qtbot):
    put(database)
    page = open_page()
    page.export_folder = tmp_path
    file = tmp_path / "mine.jsonl"
    file.write_text("precious")
    for answer in ("Keep it", "Replace"):
        dialog = choose(page, "jsonl")
        dialog.selectFile(file.name)
        dialog.accept()
        assert is_being_asked(page)
        assert file.read_text() == "precious"
        press(page, answer)
        qtbot.waitUntil(lambda: not page.findChildren(QFileDialog))
    qtbot.waitUntil(lambda: file.read_text("utf-8").startswith("{"), timeout=10_000)


def test_several_sessions_are_exported_to_a_folder_and_nothing_there_is_replaced(open_page, database, tmp_path, qtbot):
    infos = [put(database, number, name="the same", subject="") for number in (1, 2)]
    page, folder = open_page(), tmp_path / "out"
    folder.mkdir()
    taken = folder / f"{export_stem(infos[0])}.jsonl"
    taken.write_text("precious")
    page.browser.list.selectAll()
    page.export_folder = folder
    dialog = choose(page, "jsonl")
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    with qtbot.waitSignal(page.export_done, timeout=10_000):
        dialog.fileSelected.emit(str(folder))
    dialog.reject()
    stems = [f"{export_stem(infos[0])}-2", export_stem(infos[1])]
    assert sorted(path.name for path in folder.iterdir()) == sorted([taken.name, *(f"{stem}.jsonl" for stem in stems)])
    assert taken.read_text() == "precious"


def test_a_name_that_is_being_typed_is_the_files(open_page, database, tmp_path):
    put(database)
    page = open_page()
    page.export_folder = tmp_path
    page.browser.details.name.setText("typed")
    dialog = choose(page, "csv")
    assert Path(dialog.selectedFiles()[0]).name.startswith("typed_")
    dialog.reject()


def test_a_session_is_exported_while_it_is_recorded(open_page, database, tmp_path, qtbot):
    session = make_session(**SHORT, kind="camera", session_id="id-1")
    log = begin(database, session)
    qtbot.wait(1050)  # the log writes once a second
    log.tick()
    page = open_page()
    assert page.browser.details.fact("readings").startswith(str(session.info.readings))
    with qtbot.waitSignal(page.export_done, timeout=10_000):
        page.exports.ask(ExportJob(page.browser.list.picked(), format_named("csv"), tmp_path / "now.clips.csv"))
    assert len((tmp_path / "now.clips.csv").read_text("utf-8").splitlines()) == session.info.readings + 1
    log.close(SessionState.COMPLETE)


def test_an_export_that_fails_is_told(open_page, database, tmp_path, qtbot):
    info = put(database)
    page = open_page()
    errors, taken = errors_of(page), tmp_path / "taken.csv"
    taken.write_text("precious")
    with qtbot.waitSignal(page.export_done, timeout=10_000):
        page.exports.ask(ExportJob([info], format_named("csv"), taken))
    assert [error.what for error in errors] == ["the file exists already"]
    assert page.strip.isHidden()


# The line of exports.


@pytest.fixture
def exports(qapp: QApplication, database: Path) -> Iterator[Exports]:
    parent = QWidget()
    made = Exports(lambda: SessionStore.open(database), parent)
    yield made
    assert made.close(10.0)
    parent.deleteLater()


def export_all(exports: Exports, jobs: Sequence[ExportJob], qtbot) -> list[ExportOutcome]:
    outcomes: list[ExportOutcome] = []
    exports.ended.connect(lambda _job, outcome: outcomes.append(outcome))
    for job in jobs:
        exports.ask(job)
    qtbot.waitUntil(lambda: len(outcomes) == len(jobs), timeout=20_000)
    return outcomes


def test_exports_wait_for_each_other(exports, database, tmp_path, qtbot):
    info = put(database)
    jobs = [ExportJob([info], format_named(name), tmp_path / name) for name in ("csv", "jsonl")]
    outcomes: list[ExportOutcome] = []
    exports.ended.connect(lambda _job, outcome: outcomes.append(outcome))
    for job in jobs:
        exports.ask(job)
    assert (exports.current, exports.waiting) == (jobs[0], 1)
    qtbot.waitUntil(lambda: len(outcomes) == 2, timeout=20_000)
    assert [outcome.written for outcome in outcomes] == [(tmp_path / "csv",), (tmp_path / "jsonl",)]
    assert exports.current is None


def test_a_cancelled_export_keeps_whole_files_only_and_the_next_one_begins(exports, database, tmp_path, qtbot):
    info = put(database)
    folder = tmp_path / "many"
    many, one = ExportJob([info] * 300, format_named("csv"), folder), ExportJob([info], FORMATS[0], tmp_path / "one")
    exports.moved.connect(lambda: exports.cancel() if many.begun > 2 and exports.current is many else None)
    first, second = export_all(exports, [many, one], qtbot)
    assert first.cancelled
    assert 0 < len(first.written) < 300
    assert sorted(folder.iterdir()) == sorted(first.written)
    assert second.written == (tmp_path / "one",)


def test_one_session_that_cannot_be_read_does_not_stop_the_others(exports, database, tmp_path, qtbot):
    gone, here = put(database, 1), put(database, 2)
    store = SessionStore.open(database)
    store.delete([gone.session_id])
    store.close()
    job = ExportJob([gone, here, gone], format_named("jsonl"), tmp_path)
    (outcome,) = export_all(exports, [job], qtbot)
    assert outcome.written == (tmp_path / f"{export_stem(here)}.jsonl",)
    error = outcome.error(job)
    assert error.what == "2 of 3 sessions could not be exported"
    assert "there is no such session" in error.hint


def test_a_folder_that_cannot_be_written_ends_the_export_at_once(exports, database, tmp_path, qtbot):
    info, folder = put(database), tmp_path / "file"
    folder.write_text("not a folder")
    job = ExportJob([info] * 5, format_named("jsonl"), folder)
    (outcome,) = export_all(exports, [job], qtbot)
    assert (outcome.written, len(outcome.failures)) == ((), 1)
    assert isinstance(outcome.error(job), OutputError)


def test_the_video_of_a_session_is_never_replaced(exports, database, tmp_path, qtbot):
    video = tmp_path / "talk.mp4"
    video.write_bytes(b"a video")
    info = put(database, path=str(video))
    (outcome,) = export_all(exports, [ExportJob([info], FORMATS[0], video, force=True)], qtbot)
    assert [error.what for error in outcome.failures] == ["this is the session's own video"]
    assert video.read_bytes() == b"a video"


def test_the_page_closes_in_the_middle_of_an_export(open_page, database, tmp_path, qtbot):
    info, folder = put(database), tmp_path / "many"
    page = open_page()
    page.exports.ask(ExportJob([info] * 300, format_named("csv"), folder))
    qtbot.waitUntil(lambda: folder.is_dir() and any(folder.iterdir()), timeout=10_000)
    assert page.end_work(10.0)
    assert not [path for path in folder.iterdir() if path.name.endswith(".part")]


# Words and room.


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[Callable[[str], str]], None]]:
    """Lets everything that is made from now on speak another language."""
    spoken: list[PseudoTranslator] = []

    def spoken_as(change: Callable[[str], str]) -> None:
        spoken.append(PseudoTranslator(change))
        qapp.installTranslator(spoken[-1])

    yield spoken_as
    for translator in spoken:
        qapp.removeTranslator(translator)


def test_every_text_is_translated(open_page, database, speak, qtbot):
    speak(marked)
    for number, state in enumerate(SessionState):
        if state is not SessionState.OPEN:
            put(database, number, name=str(number), subject="1", kind="camera", source="2", state=state)
    page = open_page()
    page.browser.details.buttons.menu.aboutToShow.emit()
    page.browser.search.setText("3")
    page.ask_to_delete()
    known = frozenset({"starter"})
    bare = {what for _, what in texts(page) if bare_english(what, known)}
    table = page.browser.list.table
    bare |= {
        what
        for row in range(table.rowCount())
        for column in Column
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        if (what := table.index(row, column).data(role)) and bare_english(what, known)
    }
    assert not {what for what in bare if not what.startswith(("Sun,", "Sat,", "Fri,", "Mon,", "Tue,", "Wed,", "Thu,"))}
    press(page, marked("Keep"))


@pytest.mark.parametrize("size", [(980, 520), (1552, 880), (700, 700)])
def test_there_is_room_for_longer_words_and_long_names(open_page, database, speak, qtbot, size):
    speak(longer)
    for number, state in enumerate((SessionState.FAILED, SessionState.COMPLETE)):
        put(database, number, name="a very long name indeed " * 9, subject="S" * 90, state=state, error="e " * 40)
    page = open_page()
    page.resize(*size)
    qtbot.wait(20)
    for choose_rows in (lambda: page.browser.list.pick_row(0), page.browser.list.selectAll):
        choose_rows()
        qtbot.wait(20)
        assert cut_off(page) == []
        assert page.browser.details.reader.horizontalScrollBar().maximum() == 0


def test_details_go_below_the_list_where_there_is_little_room(open_page, database, qtbot):
    put(database)
    page = open_page()

    def details_at() -> tuple[bool, bool]:
        """Right of the list, below the list."""
        corner = page.browser.details.mapTo(page, QPoint(0, 0))
        listed = page.browser.list
        end = listed.mapTo(page, QPoint(listed.width(), listed.height()))
        return corner.x() >= end.x(), corner.y() >= end.y()

    assert details_at() == (True, False)
    page.resize(700, 700)
    qtbot.waitUntil(lambda: details_at() == (False, True))


def test_the_page_is_walked_through_by_keys_alone(open_page, database, qtbot):
    put(database)
    page = open_page()
    details, buttons = page.browser.details, page.browser.details.buttons
    stops = [page.browser.list, details.name, details.subject, details.notes, buttons.open, buttons.export]
    for stop in stops:
        assert page.focusWidget() is stop
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is buttons.delete
