"""The style sheet of the window, filled in with the colours of a theme."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from core.paths import asset

if TYPE_CHECKING:
    from fer_desktop.theme import Theme

_SHEET = Template("""
QWidget { color: $text; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px 8px; }
QFrame#bar { background: $surface; border: 0; border-bottom: 1px solid $border; }
QFrame#strip { background: $surface; border: 0; border-top: 1px solid $border; }
QFrame#card { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame#warning { background: $warning_ground; border: 1px solid $warning; border-radius: 8px; }
QScrollArea, QWidget#reading { background: transparent; }
QScrollArea:focus { border: 0; }
ReadingPage QScrollArea { border: 2px solid transparent; border-radius: 8px; }
ReadingPage QScrollArea:focus { border: 2px solid $accent; }
QLabel#key { background: $sunken; border: 1px solid $border; border-radius: 4px; padding: 1px 6px; }
QLabel#badge { background: $sunken; border: 1px solid $border; border-radius: 4px; padding: 1px 6px; color: $muted; }
QLabel#badge[kind="restricted"], QLabel#badge[kind="needed"] { background: $warning_ground; border-color: $warning;
    color: $warning; }
QLabel#badge[kind="free"], QLabel#badge[kind="installed"] { background: $good_ground; border-color: $good;
    color: $good; }
QLabel#badge[kind="used"] { background: $accent; border-color: $accent; color: $on_accent; }
QProgressBar { background: $sunken; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="danger"] { color: $danger; }
QLabel[kind="warning"] { color: $warning; }

QPushButton, QToolButton {
    background: $surface; border: 1px solid $border; border-radius: 6px; padding: 6px 12px; min-height: 20px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked { background: $sunken; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 5px 11px; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $window; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="picker"] { padding-right: 28px; text-align: left; }
QToolButton[kind="picker"]:focus { padding-right: 27px; }
QToolButton[kind="picker"]::menu-indicator { image: url("$down_icon"); width: 12px; height: 12px;
    subcontrol-origin: border; subcontrol-position: right center; right: 10px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent; border-color: $text; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $sunken; border-color: $sunken; color: $muted; }
QPushButton[kind="record"]:checked { color: $danger; border-color: $danger; background: $danger_ground; }
QToolButton[kind="slim-picker"] { background: transparent; border-color: transparent; padding: 2px 24px 2px 8px; }
QToolButton[kind="slim-picker"]:hover { background: $hover; }
QToolButton[kind="slim-picker"]:focus { border: 2px solid $accent; padding: 1px 23px 1px 7px; }
QToolButton[kind="slim-picker"]::menu-indicator { image: url("$down_icon"); width: 12px; height: 12px;
    subcontrol-origin: border; subcontrol-position: right center; right: 6px; }
QToolButton[kind="toggle"] { background: transparent; border-color: transparent; padding: 2px 6px; }
QToolButton[kind="toggle"]:hover { background: $hover; }
QToolButton[kind="toggle"]:checked { background: $sunken; border-color: $muted; }
QToolButton[kind="toggle"]:disabled { background: transparent; }
QToolButton[kind="toggle"]:focus { border: 2px solid $accent; padding: 1px 5px; }
QPushButton[kind="plain"], QToolButton[kind="plain"] { background: transparent; border-color: transparent; }
QPushButton[kind="plain"]:hover, QToolButton[kind="plain"]:hover { background: $hover; }
QPushButton[kind="plain"]:focus, QToolButton[kind="plain"]:focus { border: 2px solid $accent; }

QMenuBar { background: $surface; border: 0; border-bottom: 1px solid $border; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $sunken; }
QMenuBar::item:pressed { background: $sunken; }
QMenuBar::item:disabled { color: $muted; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border: 1px solid transparent; border-radius: 4px; }
QMenu::icon { padding-left: 12px; }
QMenu::item:selected { background: $hover; border-color: $accent; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }

QSpinBox, QLineEdit { background: $surface; border: 1px solid $edge; border-radius: 6px; padding: 4px 8px;
    min-height: 20px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { placeholder-text-color: $muted; }
QSpinBox { padding: 4px 20px 4px 4px; }
QSpinBox:focus, QLineEdit:focus { border: 2px solid $accent; padding: 3px 7px; }
QSpinBox:focus { padding: 3px 19px 3px 3px; }
QSpinBox:disabled { color: $muted; background: $window; }
QSpinBox::up-button, QSpinBox::down-button { subcontrol-origin: border; width: 20px; border: 0; background: none; }
QSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow { image: url("$up_icon"); width: 12px; height: 12px; }
QSpinBox::down-arrow { image: url("$down_icon"); width: 12px; height: 12px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $muted; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick_icon"); }
QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $muted; border-radius: 9px;
    background: $surface; }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url("$dot_icon"); }
QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }

QFrame#banner[kind="error"] { background: $danger_ground; border: 0; border-bottom: 1px solid $danger; }
QFrame#banner[kind="warning"] { background: $warning_ground; border: 0; border-bottom: 1px solid $warning; }
QFrame#banner[kind="saved"] { background: $good_ground; border: 0; border-bottom: 1px solid $good; }
QPlainTextEdit#details { background: $surface; border: 1px solid $border; border-radius: 6px; padding: 4px; }

QTreeWidget { background: $surface; alternate-background-color: $window; border: 1px solid $border; border-radius: 6px;
    padding: 2px; selection-background-color: $hover; selection-color: $text; }
QTreeWidget:focus { border: 2px solid $accent; padding: 1px; }
QTreeWidget::item { padding: 3px 8px; }
QTreeWidget::item:selected { background: $hover; color: $text; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $border;
    padding: 4px 10px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $edge; border-radius: 4px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $edge; border-radius: 4px; min-width: 32px; margin: 2px; }
QScrollBar::handle:horizontal:hover { background: $muted; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QPushButton#again { border-radius: 8px; padding: 10px 14px; text-align: left; font-weight: 600; border-color: $accent; }
QPushButton#again:focus { border: 2px solid $accent; padding: 9px 13px; background: $hover; }
QPushButton#choice { background: $surface;
    border: 1px solid $border; border-radius: 8px; padding: 0; text-align: left; }
QPushButton#choice:hover { border-color: $accent; background: $hover; }
QPushButton#choice:focus { border: 2px solid $accent; }
QScrollArea#faces, QWidget#faces { background: transparent; }
QTableView { background: $surface; border: 1px solid $border; border-radius: 6px;
    selection-background-color: $sunken; selection-color: $text; }
QTableView:focus { border: 2px solid $accent; }
QTableView::item { padding: 0 10px; border: 0; }
QTableView::item:hover { background: $hover; }
QTableView::item:selected { background: $sunken; color: $text; }
QHeaderView::up-arrow { image: url("$up_icon"); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url("$down_icon"); width: 12px; height: 12px; }
QPlainTextEdit#notes { background: $surface; border: 1px solid $edge; border-radius: 6px; padding: 2px 5px;
    selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit#notes:focus { border: 2px solid $accent; padding: 1px 4px; }
""")


def stylesheet(theme: Theme) -> str:
    """The whole style sheet in the colours of `theme`."""
    colours = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    names = {"up_icon": "step-up", "down_icon": "step-down"}
    names |= {f"{mark}_icon": f"{mark}-{theme.name}" for mark in ("tick", "dot")}
    files = {key: asset(f"icons/{name}.svg").as_posix() for key, name in names.items()}
    return _SHEET.substitute(colours | files)
