"""A question within a panel: what is asked, and a button for each answer. Nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.focus_return import FocusReturn
from vop_desktop.ui.widgets import button, label

Answer = tuple[str, Callable[[], object]]


class QuestionBar(QFrame):
    """One question at a time; a new one takes the place of the old one."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._text = label(wrap=True)
        self._buttons = QWidget()
        self._row = FlowLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addWidget(self._buttons)
        FocusReturn(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is asked; empty while nothing is."""
        return "" if self.isHidden() else self._text.text()

    def ask(self, text: str, answers: Sequence[Answer]) -> None:
        """Asks; the last answer leaves everything as it is."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._text.setText(text)
        for name, answer in answers:
            self._row.addWidget(button(name, partial(self._take, answer)))
        self.show()

    def answer(self, number: int) -> None:
        """Gives the answer of that number, as a click does."""
        item = self._row.itemAt(number)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.click()  # type: ignore[attr-defined]

    def _take(self, answer: Callable[[], object]) -> None:
        self.hide()
        answer()
