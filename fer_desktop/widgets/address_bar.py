"""Where the address of a network stream is typed: a row of the window, not a dialog."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QWidget,
)

from core.capture.address import completed, needs_password, split_login, user_of, with_login, without_password
from core.capture.source import source_kind
from core.errors import LoginError, SourceError
from fer_desktop.language import translated
from fer_desktop.theme import GRID
from fer_desktop.wording import sentence


class AddressBar(QFrame):
    """Hidden until `ask`, `complete` or `mend` is called.

    chosen(str): an address was entered, with its login if it has one; its scheme is filled in where it was left out.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._edit, self._user, self._password = QLineEdit(), QLineEdit(), QLineEdit()
        self._connect, self._cancel = QPushButton(self.tr("Connect")), QPushButton(self.tr("Cancel"))
        self._note = QLabel(self.tr("Passwords are not stored: please type it again."))
        self._problem = QLabel()
        self._remembered = QStringListModel(self)
        self._name_parts()
        self._lay_out()
        self._edit.textChanged.connect(self._on_text)
        for edit in (self._edit, self._user, self._password):
            edit.returnPressed.connect(self._accept)
        self._connect.clicked.connect(self._accept)
        self._cancel.clicked.connect(self.hide)
        self._on_text("")
        self.hide()

    def remember(self, addresses: Sequence[str]) -> None:
        """Offers these addresses, as `without_password` gives them, while one is being typed."""
        self._remembered.setStringList(list(addresses))

    def ask(self) -> None:
        """Shows the row with the cursor in it."""
        self._note.setVisible(bool(self._user.text()) or needs_password(self._edit.text()))
        self._problem.hide()
        self.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def complete(self, address: str) -> None:
        """Shows the row with a remembered address, the cursor where something has to be typed again."""
        self._user.clear()
        self.ask()
        self._edit.setText(address)
        self._take_apart(address)

    def mend(self, spec: str | int | None, error: SourceError) -> None:
        """Shows the row with an address that could not be opened, the cursor where to mend it; nothing for others."""
        if not isinstance(spec, str) or source_kind(spec) != "stream":
            return
        place, user, password = split_login(spec)
        self.ask()
        self._edit.setText(place)
        self._user.setText(user)
        self._password.setText(password)
        self._note.hide()
        if isinstance(error, LoginError):
            wanted = self._password if user else self._user
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
            wanted.selectAll()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        if not event.spontaneous():  # a minimised window comes back: somebody is looking a password up
            self._password.clear()  # it is not to lie about in a field that nobody sees
            if "://" in self._edit.text():
                self._edit.setText(without_password(self._edit.text()))

    def _take_apart(self, address: str) -> None:
        """A remembered address was filled in: its user goes into the field for it."""
        self._note.setVisible(needs_password(address))
        if user := user_of(address):
            self._user.setText(user)
            scheme, _, rest = address.partition("://")
            self._edit.setText(f"{scheme}://{rest.rpartition('@')[2]}")
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)
        elif needs_password(address):
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._edit.setCursorPosition(_gap(address))

    def _on_text(self, text: str) -> None:
        self._connect.setEnabled(bool(text.strip()))
        self._problem.hide()

    def _accept(self) -> None:
        if not self._connect.isEnabled():
            return
        try:
            address = completed(self._edit.text())
        except SourceError as error:
            self._complain(error)
            return
        self._edit.setText(address)
        address = with_login(address, self._user.text().strip(), self._password.text())
        self.hide()
        self.chosen.emit(address)

    def _complain(self, error: SourceError) -> None:
        said = f"{sentence(translated(error.what))} {sentence(translated(error.hint))}"
        self._problem.setText(said)
        self._note.hide()
        self._problem.show()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self._problem, QAccessible.Event.Alert))  # read out at once

    def _name_parts(self) -> None:
        self._edit.setPlaceholderText("http://192.168.1.20:8080/video   rtsp://…")
        self._edit.setAccessibleName(self.tr("Address of the network stream"))
        self._edit.setToolTip(self.tr("The address that the camera or its app shows: http://, https:// or rtsp://"))
        self._user.setPlaceholderText(self.tr("User"))
        self._user.setAccessibleName(self.tr("User name at the camera"))
        self._user.setToolTip(self.tr("Only for cameras that ask for a login"))
        self._password.setPlaceholderText(self.tr("Password"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(self.tr("Password at the camera"))
        self._password.setToolTip(self.tr("Is sent to the camera and never stored"))
        self._connect.setProperty("kind", "primary")
        self._connect.setToolTip(self.tr("Open this stream (Enter)"))
        self._cancel.setToolTip(self.tr("Close this row (Esc)"))
        self._note.setProperty("kind", "muted")
        self._problem.setProperty("kind", "danger")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        completer = QCompleter(self._remembered, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(
            self._take_apart, Qt.ConnectionType.QueuedConnection
        )  # after the text was filled in
        popup = QListView()
        completer.setPopup(popup)
        popup.setItemDelegate(QStyledItemDelegate(popup))  # the completer's own knows no style sheet
        popup.setStyleSheet(f"QAbstractItemView::item {{ padding: {GRID // 2}px {GRID}px; }}")
        self._edit.setCompleter(completer)

    def _lay_out(self) -> None:
        name = QLabel(self.tr("Network s&tream"))
        name.setBuddy(self._edit)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 4)
        for column, stretch in ((2, 1), (3, 1)):
            grid.setColumnStretch(column, stretch)
        for column, widget in enumerate((name, self._edit, self._user, self._password, self._connect, self._cancel)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self._note, 1, 1, 1, 3)
        grid.addWidget(self._problem, 2, 1, 1, 3)


def _gap(address: str) -> int:
    """Where the first missing value belongs."""
    whole = len(address)
    return next(
        (at for at in range(1, whole + 1) if needs_password(address[:at]) and address[:at].endswith("=")), whole
    )
