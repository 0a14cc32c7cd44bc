"""Small pieces that several panels are made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget


def label(text: str = "", *, role: str = "", wrap: bool = False) -> QLabel:
    """A label of plain text; `role` is `title`, `heading`, `muted` or `danger` of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say it, whatever the keyboard is on."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def button(text: str, pressed: Callable[[], object], *, primary: bool = False) -> QPushButton:
    """A push button; `pressed` is a method of an object of the GUI thread."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.clicked.connect(lambda: pressed())  # noqa: PLW0108 (drops the signal's argument)
    return made


def action_button(action: QAction) -> QToolButton:
    """A button for an action; its text, tool tip and accessible name are the action's."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
