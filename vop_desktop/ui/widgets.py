"""Small pieces that several panels are made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget


def label(text: str = "", *, role: str = "", wrap: bool = False) -> QLabel:
    """A label of plain text; `role` is `title`, `heading`, `muted` or `danger` of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


class WrappedCheckBox(QWidget):
    """A check box whose text goes on in the next line."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox()
        self._text = label(wrap=True)
        self._text.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.setFocusProxy(self.box)
        self.setText("")

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def setText(self, text: str) -> None:
        """Says something else; without a text it cannot be reached by the keyboard."""
        self._text.setText(text)
        self.box.setAccessibleName(text)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if text else Qt.FocusPolicy.NoFocus)

    def isChecked(self) -> bool:
        """Whether it is on."""
        return self.box.isChecked()

    def setChecked(self, on: bool) -> None:
        """On or off."""
        self.box.setChecked(on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the text is one on the box."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.box.click()
            return True
        return super().eventFilter(watched, event)


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say it, whatever the keyboard is on."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def button(text: str, pressed: Callable[[], object], *, primary: bool = False) -> QPushButton:
    """A push button; `pressed` is a method of an object of the GUI thread."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.clicked.connect(lambda: pressed())  # noqa: PLW0108 (drops the signal's argument)
    return made


def make_primary(made: QPushButton, primary: bool) -> None:
    """Whether this is the button to press; Enter presses it then."""
    made.setProperty("primary", primary)
    made.setAutoDefault(primary)
    made.setDefault(primary)
    made.style().unpolish(made)
    made.style().polish(made)


def action_button(action: QAction) -> QToolButton:
    """A button for an action; its text, tool tip and accessible name are the action's."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
