"""The slim row under the picture: how the run is looked at. Nothing here changes what is analysed or recorded."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from fer_desktop.icons import icon
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.view_options import PLOT_SPANS_S, BarOrder, ViewOptions
from fer_desktop.widgets.spans import span_text
from fer_desktop.wording import keys_text

VIEW_KEYS = {
    "mirror": "M",
    "freeze": "F",
    "all_faces": "A",
    "next_face": "N",
    "previous_face": "Shift+N",
    "name_face": "F2",
    "order": "V",
    "numbers": "P",
    "shorter": "+",
    "longer": "-",
    "timing": "T",
}
"""The shortcut of each view control; the tooltips name them."""

_ICON, _HEIGHT = 18, 32
_BY_USE = ("freeze", "mirror", "all_faces", "timing", "numbers", "order", "next_face")


class ViewRow(QWidget):
    """Icons with their names, or, where the row is too narrow, the icons of the less used ones alone.

    changed(ViewOptions), freeze_asked(bool), next_asked: what a person wants.
    """

    changed = Signal(object)
    freeze_asked = Signal(bool)
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ViewOptions()
        self.buttons: dict[str, QToolButton] = {}
        self.span = QToolButton()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID // 2)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # the row fits itself to its width
        self._add_buttons()
        self._fill_span()
        self.set_theme(LIGHT)
        self.show_view(self._view)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        for name, button in self.buttons.items():
            button.setIcon(icon(_ICONS[name], theme.text, _ICON))

    def show_view(self, view: ViewOptions) -> None:
        """Presses the buttons that fit, without telling anyone."""
        self._view = view
        pressed = {
            "mirror": view.mirror,
            "all_faces": view.all_faces,
            "order": view.order is BarOrder.VALENCE,
            "numbers": view.numbers,
            "timing": view.timing,
        }
        for name, on in pressed.items():
            self.buttons[name].setChecked(on)
        for action in self.span.menu().actions():
            action.setChecked(action.data() == view.span)
        self.span.setText(span_text(view.span))
        self.span.setAccessibleDescription(span_text(view.span))

    def show_frozen(self, frozen: bool) -> None:
        """Presses or releases the freeze button."""
        self.buttons["freeze"].setChecked(frozen)

    def show_choice(self, several: bool) -> None:
        """Whether there is another face to go to."""
        self.buttons["next_face"].setEnabled(several)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Takes the texts away one after the other until the row fits; what they say stays in the tooltip."""
        named = list(_BY_USE)
        while named and self._needed(named) > self.width():
            named.pop()
        for name, button in self.buttons.items():
            style = Qt.ToolButtonStyle
            with_text = style.ToolButtonTextBesideIcon if name in named else style.ToolButtonIconOnly
            if button.toolButtonStyle() is not with_text:
                button.setToolButtonStyle(with_text)
            button.setFixedWidth(self._room(name, named))

    def _needed(self, named: list[str]) -> int:
        gaps = self._row.spacing() * (len(self.buttons) + 4) + 3 * GRID
        return sum(self._room(name, named) for name in self.buttons) + self.span.sizeHint().width() + gaps

    def _room(self, name: str, named: list[str]) -> int:
        """Pixels that a button needs. Qt's own measure leaves a hole behind the text."""
        button = self.buttons[name]
        text = button.fontMetrics().horizontalAdvance(button.text()) + 4 if name in named else 0
        return _ICON + 2 * GRID + text

    def _add_buttons(self) -> None:
        groups = (
            (
                ("mirror", self.tr("Mirror"), self.tr("Show the picture as in a mirror; recordings stay as they are")),
                ("freeze", self.tr("Freeze"), self.tr("Hold picture, bars and plot; analysis and recording go on")),
            ),
            (
                ("all_faces", self.tr("All faces"), self.tr("Bars for every face, side by side")),
                ("next_face", self.tr("Next face"), self.tr("Show the next face on bars and plot")),
            ),
            (
                ("order", self.tr("By valence"), self.tr("Sort the bars from pleasant to unpleasant")),
                ("numbers", self.tr("Numbers"), self.tr("Show percentages beside the bars")),
            ),
        )
        for group in groups:
            for name, text, explanation in group:
                self._row.addWidget(self._button(name, text, explanation))
            self._row.addSpacing(GRID)
        self._row.addStretch(1)
        self._row.addWidget(self.span)
        self._row.addSpacing(GRID // 2)
        timing = self._button("timing", self.tr("Timing"), self.tr("Show how long each stage takes"))
        self._row.addWidget(timing)

    def _button(self, name: str, text: str, explanation: str) -> QToolButton:
        button = QToolButton()
        self.buttons[name] = button
        button.setText(f" {text}")  # the space keeps icon and text apart
        button.setAccessibleName(text)
        keys = keys_text(VIEW_KEYS[name])
        button.setToolTip(f"{text} ({keys})\n{explanation}")
        button.setCheckable(name != "next_face")
        button.clicked.connect(lambda on: self._on_click(name, on))
        _slim(button)
        return button

    def _on_click(self, name: str, on: bool) -> None:
        if name == "freeze":
            self.freeze_asked.emit(on)
        elif name == "next_face":
            self.next_asked.emit()
        else:
            changes: dict[str, Any] = {name: on}
            if name == "order":
                changes = {"order": BarOrder.VALENCE if on else BarOrder.BUNDLE}
            self.changed.emit(replace(self._view, **changes))

    def _fill_span(self) -> None:
        menu = QMenu(self.span)
        group = QActionGroup(menu)
        for seconds in PLOT_SPANS_S:
            action = menu.addAction(span_text(seconds))
            action.setData(seconds)
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, s=seconds: self.changed.emit(replace(self._view, span=s)))
            group.addAction(action)
        self.span.setMenu(menu)
        self.span.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.span.setProperty("kind", "slim-picker")
        self.span.setAccessibleName(self.tr("Time that the plot shows"))
        keys = VIEW_KEYS["shorter"], VIEW_KEYS["longer"]
        explanation = self.tr("Time that the plot shows (shorter: {shorter}, longer: {longer})")
        self.span.setToolTip(explanation.format(shorter=keys[0], longer=keys[1]))
        _slim(self.span)
        widest = max(self.span.fontMetrics().horizontalAdvance(span_text(seconds)) for seconds in PLOT_SPANS_S)
        self.span.setMinimumWidth(widest + 6 * GRID)


_ICONS = {
    "mirror": "view-mirror",
    "freeze": "view-freeze",
    "all_faces": "view-faces",
    "next_face": "view-next",
    "order": "view-order",
    "numbers": "view-numbers",
    "timing": "view-timing",
}


def _slim(button: QToolButton) -> None:
    if not button.property("kind"):
        button.setProperty("kind", "toggle")
    button.setIconSize(QSize(_ICON, _ICON))
    button.setFixedHeight(_HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where Space means start and stop
