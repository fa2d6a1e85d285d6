"""The question before something ends a recording that is on."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from fer_desktop.wording import rows_text


class _Box(QMessageBox):
    """The default button keeps the focus when the theme changes: Qt lays out the buttons anew then, and moves it."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and (button := self.defaultButton()) is not None:
            QTimer.singleShot(0, button, button.setFocus)


class CloseQuestion(QObject):
    """Whether the window is to be closed. Asks once at a time, without holding up anything.

    confirmed: the recording may end.
    """

    confirmed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._box: QMessageBox | None = None

    def ask(self, window: QWidget, rows: int) -> None:
        """Shows the question over `window`, or brings it to the front if it is there already."""
        if self._box is None:
            self._box = box = _Box(window)
            box.setIcon(QMessageBox.Icon.Question)
            box.setWindowTitle(self.tr("A recording is on"))
            question, recorded, act, tip = self._words()
            box.setText(question)
            box.setInformativeText(recorded.format(rows=rows_text(rows)))
            stop = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
            keep = box.addButton(self.tr("Keep going"), QMessageBox.ButtonRole.RejectRole)
            stop.setToolTip(tip)
            keep.setToolTip(self.tr("Go on recording"))
            box.setDefaultButton(keep)
            box.setEscapeButton(keep)
            box.finished.connect(lambda _result: self._answered(box.clickedButton() is stop))
            box.open()
        self._box.raise_()
        self._box.activateWindow()

    def withdraw(self) -> None:
        """There is nothing to ask any more: the recording has ended by itself."""
        if self._box is not None:
            self._box.reject()

    def _words(self) -> tuple[str, str, str, str]:
        """The question, what was recorded, the button that ends it, and what that does."""
        return (
            self.tr("A recording is on. Stop it and quit?"),
            self.tr("{rows} recorded so far. The files are completed before the window closes."),
            self.tr("Stop recording and quit"),
            self.tr("Complete the files and close the window"),
        )

    def _answered(self, stop: bool) -> None:
        box, self._box = self._box, None
        if box is not None:
            box.deleteLater()
        if stop:
            self.confirmed.emit()


class OpenQuestion(CloseQuestion):
    """Whether a video is to be opened, for which the camera that is recorded has to stop."""

    def _words(self) -> tuple[str, str, str, str]:
        return (
            self.tr("A recording is on. Stop it and open the video?"),
            self.tr("{rows} recorded so far. The files are completed before the video is opened."),
            self.tr("Stop recording and open"),
            self.tr("Complete the files and open the video"),
        )
