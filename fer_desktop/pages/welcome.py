"""What a person sees who has not chosen anything yet."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fer_desktop.actions import Actions
from fer_desktop.icons import icon, pixmap
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.labels import HEADLINE, SMALL, TITLE, text_label


class ChoiceButton(QPushButton):
    """A large button: icon, title, one line of explanation, keys."""

    def __init__(self, icon_name: str, title: str, text: str, keys: str) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(f"{title} ({keys})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon_name, self._picture = icon_name, QLabel()
        explanation = text_label(text, kind="muted")
        explanation.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._picture)
        column.addSpacing(GRID // 2)
        column.addWidget(text_label(title, bold=True))
        column.addWidget(explanation)
        column.addStretch(1)
        column.addWidget(text_label(keys, scale=SMALL, kind="muted"))
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(240, 23 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._column.minimumSize().expandedTo(QSize(160, 17 * GRID))

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's accent."""
        self._picture.setPixmap(pixmap(self._icon_name, theme.accent, 32, self.devicePixelRatioF()))


class WelcomePage(QWidget):
    """Three ways to begin, and the one that goes on with what was analysed last.

    again_asked: the last source is wanted. The other ways are actions.
    """

    again_asked = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.again = QPushButton()
        self.again.setObjectName("again")
        self.again.setIconSize(QSize(24, 24))
        self.again.clicked.connect(self.again_asked)
        self._again_keys = actions.keys("start")
        self.video = ChoiceButton(
            "video",
            self.tr("Open a video"),
            self.tr("Play a file and watch what is read from the faces in it."),
            actions.keys("open-video"),
        )
        self.demo = ChoiceButton(
            "demo",
            self.tr("Try the demo"),
            self.tr("A portrait that comes with the program. Needs no camera."),
            actions.keys("demo"),
        )
        self.camera = ChoiceButton(
            "camera",
            self.tr("Use a camera"),
            self.tr("Live from the camera of this computer."),
            actions.keys("camera"),
        )
        for choice, name in ((self.video, "open-video"), (self.demo, "demo"), (self.camera, "camera")):
            choice.clicked.connect(actions[name].trigger)
        self._emblem = QLabel()
        self._lay_out()
        self.offer("")

    def offer(self, name: str) -> None:
        """Offers to go on with the source of this name; "" for none."""
        text = self.tr("Continue with {name}").format(name=name)
        short = self.again.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, 60 * GRID)
        self.again.setText(f"  {short}".replace("&", "&&"))
        self.again.setAccessibleName(text)
        self.again.setToolTip(f"{text} ({self._again_keys})")
        self.again.setVisible(bool(name))

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._emblem.setPixmap(pixmap("fer-desktop", theme.accent, 72, self.devicePixelRatioF()))
        self.again.setIcon(icon("again", theme.accent, 24))
        for choice in (self.video, self.demo, self.camera):
            choice.set_theme(theme)

    def _lay_out(self) -> None:
        title = text_label(self.tr("Facial expressions, as they happen"), scale=TITLE, bold=True)
        subtitle = text_label(
            self.tr("A video model watches two seconds at a time and says which expression it sees."),
            scale=(HEADLINE + 1) / 2,
            kind="muted",
        )
        subtitle.setWordWrap(True)
        promise = text_label(
            self.tr(
                "Estimates posed expressions, not what somebody feels. "
                "Pictures stay on this computer and are kept only if you ask for it."
            ),
            scale=SMALL,
            kind="muted",
        )
        promise.setWordWrap(True)
        choices = QHBoxLayout()
        choices.setSpacing(2 * GRID)
        for choice in (self.video, self.demo, self.camera):
            choices.addWidget(choice)
        column = QVBoxLayout()
        column.setSpacing(0)
        for widget, space in ((self._emblem, 3), (title, 1), (subtitle, 4)):
            column.addWidget(widget)
            column.addSpacing(space * GRID)
        column.addWidget(self.again)
        column.addSpacing(2 * GRID)
        column.addLayout(choices)
        column.addSpacing(3 * GRID)
        column.addWidget(promise)
        body = QWidget()
        body.setLayout(column)
        body.setMaximumWidth(864)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(body, 20)
        row.addStretch(1)
        inner = QWidget()
        inner.setObjectName("reading")
        page = QVBoxLayout(inner)
        page.setContentsMargins(4 * GRID, GRID, 4 * GRID, GRID)
        page.addStretch(2)
        page.addLayout(row)
        page.addStretch(3)
        scroll = QScrollArea()  # messages may leave little room
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
