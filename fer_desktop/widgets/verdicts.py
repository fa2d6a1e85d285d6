"""The column of verdicts: large for the followed face, or small for every face."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from core.types import Reading
from fer_desktop.face_memory import reading_of
from fer_desktop.following import WholeVideo
from fer_desktop.theme import Theme
from fer_desktop.view_options import ViewOptions
from fer_desktop.widgets.emotion_panel import EmotionPanel
from fer_desktop.widgets.faces_area import FacesArea
from fer_desktop.wording import clips_text


class Verdicts(QStackedWidget):
    """panel: of the followed face. faces: all of them. One of the two is visible, both know what they have to show."""

    def __init__(self, title: Callable[[int | None], str], parent: QWidget | None = None) -> None:
        """title: what a face is called; None is the whole scene."""
        super().__init__(parent)
        self._title = title
        self.panel, self.faces = EmotionPanel(), FacesArea(title)
        self.addWidget(self.panel)
        self.addWidget(self.faces)

    @property
    def settled(self) -> bool:
        """True when no bar that can be seen is on its way any more."""
        return self.faces.settled if self.currentWidget() is self.faces else self.panel.bars.settled

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self.panel.set_theme(theme)
        self.faces.set_theme(theme)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Empty bars for these labels."""
        self.panel.set_labels(labels)
        self.faces.set_labels(labels)

    def set_view(self, view: ViewOptions) -> None:
        """One face or all, the order of the bars, with or without numbers."""
        self.panel.set_order(view.order)
        self.panel.set_numbers(view.numbers)
        self.faces.set_bars(view.order, view.numbers)
        self.setCurrentWidget(self.faces if view.all_faces else self.panel)

    def set_faces(self, faces: Sequence[int | None], followed: int | None) -> None:
        """The faces that have a place side by side, and the one that is followed."""
        self.faces.set_faces(faces)
        self.faces.set_followed(followed)

    def show_newest(self, newest: dict[int | None, Reading], followed: int | None, window: str) -> None:
        """The scored readings of one clip. window: what voted, such as "vote over the last 8 clips"."""
        self.faces.show_readings(newest)
        reading = reading_of(newest, followed)
        if reading is not None and reading.vote is not None:
            self.panel.show_vote(reading.vote, reading.posterior, f"{self._title(reading.face_id)}: {window}")
        elif newest:
            caption = self.tr("{face} is out of view").format(face=self._title(followed))
            self.panel.show_nothing(self.tr("No face"), caption)
        else:
            self.show_nothing(self.tr("No face"), self.tr("Nothing is scored while no face is in view"))

    def show_whole(self, whole: WholeVideo, followed: int | None) -> bool:
        """The vote over all clips, of each face; False when the followed one has none."""
        for panel in self.faces.panels:
            if (verdict := whole.verdict(panel.face_id)) is not None:
                panel.show_vote(verdict[0], None)
        verdict = whole.verdict(followed)
        if verdict is not None:
            clips = clips_text(verdict[1])
            self.panel.show_vote(verdict[0], None, self.tr("Whole video: vote over {clips}").format(clips=clips))
        return verdict is not None

    def show_nothing(self, headline: str, caption: str) -> None:
        """Empty bars everywhere, and the reason why."""
        self.panel.show_nothing(headline, caption)
        self.faces.show_nothing(headline, caption)

    def rename(self) -> None:
        """A face is called otherwise."""
        self.faces.rename()

    def advance(self, seconds: float) -> None:
        """Moves the bars towards their values."""
        self.panel.bars.advance(seconds)
        self.faces.advance(seconds)
