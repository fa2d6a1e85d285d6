"""The way of the keyboard through what was made at another time than its neighbours."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget


def put_in_line(before: QWidget, stops: Iterable[QWidget]) -> None:
    """Tab comes to these one after the other, after `before`; what came after that comes after them."""
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop
