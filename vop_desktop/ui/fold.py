"""A part of a panel under a heading that folds it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget


class Fold(QWidget):
    """A heading, and below it what it is about.

    Signals:
        folded(bool): the person folded it, or opened it again.
    """

    folded = Signal(bool)

    def __init__(self, title: str, body: QWidget) -> None:
        super().__init__()
        self._body = body
        self._title = title
        self._heading = QToolButton()
        self._heading.setProperty("fold", True)
        self._heading.setCheckable(True)
        self._heading.setChecked(True)
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._heading.toggled.connect(self._toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._heading)
        layout.addWidget(body)
        self.set_count(0)
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether its body is to be seen."""
        return self._heading.isChecked()

    def open(self, wanted: bool) -> None:
        """Opens or folds it, as it was left on an earlier day."""
        self._heading.blockSignals(True)
        self._heading.setChecked(wanted)
        self._heading.blockSignals(False)
        self._show()

    def set_count(self, count: int) -> None:
        """Says how many there are, also while it is folded."""
        self._heading.setText(f"{self._title} ({count})" if count else self._title)

    def _toggled(self) -> None:
        self._show()
        self.folded.emit(not self.is_open)

    def _show(self) -> None:
        shape = Qt.ArrowType.DownArrow if self.is_open else Qt.ArrowType.RightArrow
        self._heading.setArrowType(shape)
        self._body.setVisible(self.is_open)
