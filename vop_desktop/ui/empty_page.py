"""What stands in the middle when there is nothing to show: why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.widgets import button, label

Offer = tuple[str, Callable[[], object]]
WIDTH = 540  # pixels


class EmptyPage(QWidget):
    """A title, a sentence, and up to two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label(role="title", wrap=True)
        self._text = label(role="muted", wrap=True)
        self._buttons = QHBoxLayout()
        for widget in (self._title, self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            widget.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(self._buttons)
        layout.addStretch(3)

    @property
    def title(self) -> str:
        """What is said."""
        return self._title.text()

    def show_state(self, title: str, text: str, offers: Sequence[Offer] = ()) -> None:
        """Says something else; the first offer is the recommended one."""
        self._title.setText(title)
        self._text.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._buttons.addStretch()
        for number, (name, pressed) in enumerate(offers):
            self._buttons.addWidget(button(name, pressed, primary=number == 0))
        self._buttons.addStretch()
