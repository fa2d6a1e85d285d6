"""What all clips say together, and what those of the selection say: two votes each, side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from fer_desktop.playback.transport_bar import moment_text
from fer_desktop.playback.verdict_table import VerdictTable
from fer_desktop.playback.verdict_tile import VerdictTile
from fer_desktop.playback.vote_bars import VoteLegend
from fer_desktop.theme import GRID, LIGHT, Theme, face_pen
from fer_desktop.widgets.labels import SMALL, ElidedLabel, scaled_font, text_label
from fer_desktop.wording import clips_text

if TYPE_CHECKING:
    from core.sessions.record import Verdict

_MARK = 14  # pixels of a face's mark in the menu


class VerdictPanel(QFrame):
    """Tiles with the winners, and below them a row per label with the bars of both votes.

    face_chosen(object): the verdicts are to be about this face (its id); None: about all of them.
    """

    face_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Verdict"))
        self._theme: Theme = LIGHT
        self._whole: Verdict | None = None
        self._note, self._final, self._whole_name = "", True, self.tr("Whole video")
        self._choices: list[tuple[int | None, str]] = []
        self._selection: tuple[Verdict | None, float, float] | None = None  # with its begin and end, in seconds
        self.whole_tile, self.selection_tile = VerdictTile(), VerdictTile()
        self.table, self.legend = VerdictTable(), VoteLegend()
        self.faces = QToolButton()
        self._note_label = text_label(scale=SMALL, kind="muted")
        self._hint = text_label(self.tr("Select a stretch on the timeline (Shift + drag)"), scale=SMALL, kind="muted")
        self._lay_out()
        self.set_theme(LIGHT)
        self._show()

    @property
    def note(self) -> str:
        """The line under the tiles."""
        return self._note_label.text()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(super().minimumSizeHint().width(), 20 * GRID)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        for part in (self.whole_tile, self.selection_tile, self.table, self.legend):
            part.set_theme(theme)

    def set_faces(self, faces: Sequence[tuple[int, str]], current: int | None) -> None:
        """The faces that can be chosen, (id, title), and the chosen one; None: all. One alone is no choice."""
        self._faces_row.setVisible(len(faces) > 1)
        menu, group = self.faces.menu(), self._group
        choices: list[tuple[int | None, str]] = [(None, self.tr("All faces")), *faces]
        if choices != self._choices:
            self._choices = choices
            menu.clear()
            for face_id, title in choices:
                action = menu.addAction(title.replace("&", "&&"))
                action.setData(face_id)
                action.setCheckable(True)
                if face_id is not None:
                    action.setIcon(_face_icon(face_id))
                action.triggered.connect(lambda _on=False, face_id=face_id: self.face_chosen.emit(face_id))
                group.addAction(action)
        for action in menu.actions():
            action.setChecked(action.data() == current)
        title = dict(choices).get(current, "")
        self.faces.setText(title.replace("&", "&&"))
        self.faces.setAccessibleDescription(title)

    def show_whole(
        self, verdict: "Verdict | None", labels: Sequence[str], note: str = "", *, final: bool = True
    ) -> None:
        """The verdict over all clips; None: nothing was scored, or not yet where it is not final.

        note: a line about it, such as that it is not final.
        """
        self._whole, self._note, self._final = verdict, note, final
        if tuple(labels) != self.table.labels:
            self.table.set_labels(labels)
            self._selection = None  # it was another bundle's
        self._show()

    def use_name(self, whole: str) -> None:
        """What all of it is called: the whole video, or the whole session."""
        self._whole_name = whole
        self._show()

    def show_selection(self, verdict: "Verdict | None", begin: float, end: float) -> None:
        """The verdict over the clips that lie whole within [begin, end], in seconds; None: there is no such clip."""
        self._selection = verdict, begin, end
        self._show()

    def clear_selection(self) -> None:
        """Nothing is selected."""
        self._selection = None
        self._show()

    def _show(self) -> None:
        labels = self.table.labels
        nothing = "" if self._final else self.tr("Not analysed yet")
        self.whole_tile.show_verdict(self._whole_name, self._whole, labels, self._clips(self._whole), nothing)
        chosen = self._selection
        if chosen is not None:
            verdict, begin, end = chosen
            stretch = f"{moment_text(begin, 1)} – {moment_text(end, 1)}"
            self.selection_tile.show_verdict(stretch, verdict, labels, self._of_all(verdict))
        self.selection_tile.setVisible(chosen is not None)
        self._hint.setVisible(chosen is None and self._whole is not None)
        self._note_label.setText(self._note)
        self._note_label.setVisible(bool(self._note))
        self.table.show_verdicts(self._whole, None if chosen is None else chosen[0], both=chosen is not None)
        self.legend.setVisible(bool(labels))

    def _clips(self, verdict: "Verdict | None") -> str:
        return clips_text(verdict.clips) if verdict is not None else ""

    def _of_all(self, verdict: "Verdict | None") -> str:
        if verdict is None or self._whole is None:
            return ""
        return self.tr("{some} of {all}").format(some=verdict.clips, all=self._whole.clips)

    def _lay_out(self) -> None:
        self._group = QActionGroup(self)
        self.faces.setMenu(QMenu(self.faces))
        self.faces.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.faces.setProperty("kind", "slim-picker")
        self.faces.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where Space means play and pause
        self.faces.setAccessibleName(self.tr("Face that the verdict is about"))
        self.faces.setToolTip(self.tr("Choose the face that the verdict is about"))
        self._faces_row = QWidget()
        self._faces_row.setObjectName("reading")
        row = QHBoxLayout(self._faces_row)
        row.setContentsMargins(0, 0, 0, 0)
        caption = ElidedLabel(self.tr("Verdict on"), mode=Qt.TextElideMode.ElideRight)
        caption.setFont(scaled_font(self.font(), SMALL))
        caption.setProperty("kind", "muted")
        row.addWidget(caption, 1)
        row.addWidget(self.faces)
        self._faces_row.hide()
        for label in (self._note_label, self._hint):
            label.setWordWrap(True)
        tiles = QHBoxLayout()
        tiles.setSpacing(GRID)
        for tile in (self.whole_tile, self.selection_tile):
            tiles.addWidget(tile, 1)
        inner = QWidget()
        inner.setObjectName("reading")
        column = QVBoxLayout(inner)
        column.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        column.setSpacing(GRID)
        column.addWidget(self._faces_row)
        column.addLayout(tiles)
        column.addWidget(self._note_label)
        column.addWidget(self.table, 1)
        column.addWidget(self.legend)
        column.addWidget(self._hint)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around = QVBoxLayout(self)
        around.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        around.addWidget(scroll)


def _face_icon(face_id: int) -> QIcon:
    """The line of the face's box, which tells it from the others without its colour."""
    picture = QPixmap(2 * _MARK, 2 * _MARK)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(face_pen(face_id, 2))
    painter.drawRoundedRect(QRectF(1, 1, _MARK - 2, _MARK - 2), 3, 3)
    painter.end()
    return QIcon(picture)
