"""The rules of a query under the field, each with a way to take it away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.messages import Example, QueryChip

LONGEST, SHORTEST = 60, 16  # characters of a chip, and those that have to find room


class Chip(QToolButton):
    """One rule; a click, Enter, Delete or Backspace takes it away."""

    def __init__(self, text: str, taken_away: Callable[[], object], picture: QPixmap | None = None) -> None:
        super().__init__()
        shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        self.setText(f"{shown.replace('&', '&&')}  ×")  # a lone one would underline the next letter
        self.setProperty("chip", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Take away: {0}").format(text))
        self.setToolTip(self.tr("Take away: {0}").format(text))
        if picture is not None and not picture.isNull():
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self.setText(f" {self.text()}")  # not close upon the picture
            self.setIcon(QIcon(picture))
            self.setIconSize(QSize(40, 24))
        self.clicked.connect(lambda: taken_away())  # noqa: PLW0108 (drops the signal's argument)

    def minimumSizeHint(self) -> QSize:
        """A few letters; the tool tip says the rest."""
        least = SHORTEST * self.fontMetrics().averageCharWidth()
        return self.sizeHint().boundedTo(QSize(least, self.sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Says with dots that there is more than fits."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        missing = self.sizeHint().width() - self.width()
        if missing > 0:
            letters = self.fontMetrics()
            room = letters.horizontalAdvance(self.text()) - missing
            option.text = letters.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, max(0, room))
        QStylePainter(self).drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that delete do."""
        deleting = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in deleting:
            self.click()
        else:
            super().keyPressEvent(event)


class Chips(QWidget):
    """All rules of the query shown.

    Signals:
        rest_wanted(str): the query without one of its rules.
        example_dropped(): the example is not wanted any more.
    """

    rest_wanted = Signal(str)
    example_dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowLayout(self)
        self._shown: tuple[object, ...] = ()
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What the chips say."""
        items = [self._row.itemAt(i) for i in range(self._row.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget.text() for widget in widgets if isinstance(widget, Chip)]

    def show_rules(
        self, chips: tuple[QueryChip, ...], example: Example | None, picture: QPixmap | None
    ) -> None:
        """Shows these rules and no others."""
        if (chips, example) == self._shown:
            return
        self._shown = (chips, example)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if example is not None:
            text = self.tr("Like: {0}").format(example.label)
            self._row.addWidget(Chip(text, self.example_dropped.emit, picture))
        for chip in chips:
            self._row.addWidget(Chip(self._text(chip), partial(self.rest_wanted.emit, chip.rest)))
        self.setVisible(self._row.count() > 0)
        self.updateGeometry()

    def _text(self, chip: QueryChip) -> str:
        if chip.kind == "without":
            return self.tr("without: {0}").format(chip.label.removeprefix("-"))
        return chip.label
