"""The search field, what it found in a line, and what the model can see."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vop_desktop.ui.messages import PackNotice, SearchAnswer
from vop_desktop.ui.sentences import said
from vop_desktop.ui.widgets import label

SEARCHING_MS = 250  # after which a search that has no answer yet is mentioned
SHORTEST = 2  # letters from which typing alone starts a search


class SearchHeader(QWidget):
    """Typing searches after a short wait, Enter at once; Escape clears.

    Signals:
        query_changed(str): search for this; empty means the whole library.
        left(): the person moves on to the results with the down key.
    """

    query_changed = Signal(str)
    left = Signal()

    def __init__(self, delay: int) -> None:
        super().__init__()
        self._sent = ""
        self._field = QLineEdit()
        self._field.setObjectName("search")
        self._field.setPlaceholderText(self.tr("Type what happens in a video…"))
        self._field.setAccessibleName(self.tr("Search"))
        self._field.setClearButtonEnabled(True)
        self._field.setMaxLength(2000)
        self._field.textEdited.connect(self._edited)
        self._field.returnPressed.connect(self._send)
        self._field.textChanged.connect(self._cleared)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay)
        self._timer.timeout.connect(self._send)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SEARCHING_MS)
        self._patience.timeout.connect(self._say_searching)
        self._summary = label(wrap=True)
        self._summary.hide()
        self._notice = label(role="muted", wrap=True)
        self._notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 4)
        layout.addWidget(self._field)
        layout.addWidget(self._summary)
        layout.addWidget(self._notice)
        self.setFocusProxy(self._field)

    @property
    def query(self) -> str:
        """What was searched last."""
        return self._sent

    @property
    def waiting(self) -> bool:
        """Whether typing has not been searched yet."""
        return self._timer.isActive()

    @property
    def summary(self) -> str:
        """The line under the field."""
        return self._summary.text()

    def set_delay(self, delay: int) -> None:
        """How long to wait after the last key, in ms."""
        self._timer.setInterval(delay)

    def search(self, text: str) -> None:
        """Puts a text into the field and searches at once."""
        self._field.setText(text)
        self._send()

    def take_focus(self) -> None:
        """Ready to type; what is there is selected."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    @Slot(object)
    def show_notice(self, notice: PackNotice) -> None:
        """What the model in use can see, as long as that is not everything."""
        text = self.tr("{0} understands {1}. A full model pack for your own videos: see README, “Packs”.")
        self._notice.setText(text.format(said(notice.title), said(notice.understands)))
        self._notice.setVisible(notice.limited)

    def show_answer(self, answer: SearchAnswer) -> None:
        """How many hits, how sure, and which words mean nothing to the model."""
        self._patience.stop()
        self._summary.setText(self._describe(answer))
        self._summary.setVisible(bool(self._summary.text()))

    def _describe(self, answer: SearchAnswer) -> str:
        count = len(answer.hits)
        if not answer.text:
            return self.tr("{0} videos").format(count) if count else ""
        if answer.unknown:
            words = ", ".join(f"“{word}”" for word in answer.unknown)
            return self.tr("This model has never met {0}. What follows is a guess.").format(words)
        sure = [sum(hit.confidence == word for hit in answer.hits) for word in ("likely", "maybe")]
        if not any(sure):
            return self.tr("Nothing here fits well. These come closest.") if count else ""
        return self.tr("{0} likely, {1} maybe, of {2} videos").format(*sure, count)

    @Slot()
    def _edited(self) -> None:
        self._timer.start()

    @Slot(str)
    def _cleared(self, text: str) -> None:
        if not text and self._sent:
            self._send()

    @Slot()
    def _send(self) -> None:
        text = self._field.text().strip()
        automatic = self.sender() is self._timer
        self._timer.stop()
        if automatic and 0 < len(text) < SHORTEST:
            return
        self._sent = text
        self._patience.start()
        self.query_changed.emit(text)

    @Slot()
    def _say_searching(self) -> None:
        self._summary.setText(self.tr("Searching…"))
        self._summary.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the results; Escape clears."""
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self._field.text():
            self._field.clear()
        else:
            super().keyPressEvent(event)
