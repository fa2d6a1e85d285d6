"""Joins the View menu to the live page, and keeps how it looks for the next start."""

from dataclasses import replace

from PySide6.QtCore import QObject

from fer_desktop.actions import Actions
from fer_desktop.pages.live import LivePage
from fer_desktop.settings import Settings
from fer_desktop.view_options import BarOrder, ViewOptions
from fer_desktop.widgets.spans import stepped_span

ON_THE_PICTURE = (
    *("freeze", "mirror", "all-faces", "valence", "numbers", "timing", "longer-plot", "shorter-plot"),
    *("next-face", "previous-face", "name-face"),
)
"""The actions that are about what the live page shows."""


class ViewActions(QObject):
    """The page's own row of controls and the menu always show the same."""

    def __init__(self, actions: Actions, live: LivePage, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._live, self._settings = actions, live, settings
        live.set_view(settings.view)
        self._show(live.view)
        live.view_changed.connect(self._on_view)
        live.frozen_changed.connect(actions["freeze"].setChecked)
        actions["freeze"].triggered.connect(live.set_frozen)
        actions["mirror"].triggered.connect(lambda on: live.set_view(replace(live.view, mirror=on)))
        actions["all-faces"].triggered.connect(lambda on: live.set_view(replace(live.view, all_faces=on)))
        actions["numbers"].triggered.connect(lambda on: live.set_view(replace(live.view, numbers=on)))
        actions["timing"].triggered.connect(lambda on: live.set_view(replace(live.view, timing=on)))
        orders = {True: BarOrder.VALENCE, False: BarOrder.BUNDLE}
        actions["valence"].triggered.connect(lambda on: live.set_view(replace(live.view, order=orders[on])))
        for name, step in (("longer-plot", 1), ("shorter-plot", -1)):
            actions[name].triggered.connect(lambda _checked=False, step=step: self._step(step))
        actions["next-face"].triggered.connect(lambda: live.follow_next(1))
        actions["previous-face"].triggered.connect(lambda: live.follow_next(-1))
        actions["name-face"].triggered.connect(lambda: live.ask_name())

    def _step(self, step: int) -> None:
        view = self._live.view
        self._live.set_view(replace(view, span=stepped_span(view.span, step)))

    def _on_view(self, view: ViewOptions) -> None:
        self._settings.view = view
        self._show(view)

    def _show(self, view: ViewOptions) -> None:
        pressed = {
            "mirror": view.mirror,
            "all-faces": view.all_faces,
            "numbers": view.numbers,
            "timing": view.timing,
            "valence": view.order is BarOrder.VALENCE,
        }
        for name, on in pressed.items():
            self._actions[name].setChecked(on)
