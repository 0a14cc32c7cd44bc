"""The captions of one video: where each comes from, and a way to write, change and take away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.widgets import button, label

MOST = 40  # that are shown; the lines of a long text beside a video are more than anybody looks at


class CaptionList(QWidget):
    """Every caption in a row of its own, and a field for a new one.

    Signals:
        caption_wanted(str, str): this text instead of that one. Without the second it is a new caption,
            without the first the other one goes.
    """

    caption_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, str], ...] = ()
        self._none = label(self.tr("It has no captions."), role="muted", wrap=True)
        self._more = label(role="muted", wrap=True)
        self._more.hide()
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type a caption, then press Enter"))
        self.field.setAccessibleName(self.tr("New caption"))
        self.field.returnPressed.connect(self._add)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        typing = QHBoxLayout()
        typing.addWidget(self.field, 1)
        typing.addWidget(button(self.tr("Add"), self._add))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._rows)
        layout.addWidget(self._more)
        layout.addWidget(self._none)
        layout.addLayout(typing)

    @property
    def captions(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(text for text, _ in self._shown)

    def rows(self) -> list[CaptionRow]:
        """The rows, from the top."""
        items = [self._rows.itemAt(i) for i in range(self._rows.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, CaptionRow)]

    def begin(self) -> None:
        """Another video: what it has comes in a moment."""
        self.show_captions(())
        self._none.hide()
        self.field.clear()

    def show_captions(self, captions: Sequence[tuple[str, str]]) -> None:
        """Shows these, each with where it comes from. What is being typed stays if they are the same."""
        shown = tuple(captions[:MOST])
        if shown != self._shown:
            self._shown = shown
            while (item := self._rows.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            for text, source in shown:
                row = CaptionRow(text, self._source_words(source))
                row.caption_wanted.connect(self.caption_wanted)
                self._rows.addWidget(row)
        more = len(captions) - len(shown)
        self._more.setText(self.tr("More captions of it: {0}").format(more))
        self._more.setVisible(more > 0)
        self._none.setVisible(not captions)

    def _source_words(self, source: str) -> str:
        if source == "person":
            return self.tr("written by you")
        if source == "title":
            return self.tr("its title")
        return self.tr("from a file beside it")

    def _add(self) -> None:
        text = self.field.text().strip()
        if text:
            self.caption_wanted.emit(text, "")
            self.field.clear()


class CaptionRow(QWidget):
    """One caption; while it is edited, a field stands in its place.

    Signals:
        caption_wanted(str, str): see `CaptionList`.
    """

    caption_wanted = Signal(str, str)

    def __init__(self, text: str, source: str) -> None:
        super().__init__()
        self._caption = text
        self._words = label(text, wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Caption"))
        self.field.returnPressed.connect(self._save)
        self.field.hide()
        self.edit = button(self.tr("Edit"), self._toggle)
        self.remove = button(self.tr("Remove"), self._remove)
        for made in (self.edit, self.remove):
            made.setProperty("slim", True)
            made.setAccessibleDescription(text)
        below = FlowLayout()
        for part in (self.edit, self.remove, label(source, role="muted")):
            below.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self._words, self.field):
            layout.addWidget(widget)
        layout.addLayout(below)

    def _toggle(self) -> None:
        if self.field.isHidden():
            self.field.setText(self._caption)
            self._show_field(True)
            self.field.setFocus()
            self.field.selectAll()
        else:
            self._save()

    def _show_field(self, shown: bool) -> None:
        self.field.setVisible(shown)
        self._words.setVisible(not shown)
        self.edit.setText(self.tr("Save") if shown else self.tr("Edit"))

    def _save(self) -> None:
        text = self.field.text().strip()
        self._show_field(False)
        if text and text != self._caption:
            self.caption_wanted.emit(text, self._caption)

    def _remove(self) -> None:
        self.caption_wanted.emit("", self._caption)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the caption as it was."""
        if event.key() == Qt.Key.Key_Escape and not self.field.isHidden():
            self._show_field(False)
            self.edit.setFocus()
        else:
            super().keyPressEvent(event)
