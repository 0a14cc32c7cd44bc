"""The search field: words are typed, pictures pasted or dropped, older searches suggested."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QCompleter, QLineEdit

from vop_desktop.ui.drop import PICTURES, local_paths
from vop_desktop.ui.messages import Suggestions
from vop_desktop.ui.suggestions import CARET, TEXT, SuggestionsModel, SuggestionsView

SHORTEST = 2  # letters from which something is suggested


class SearchField(QLineEdit):
    """A line of text that takes pictures as well.

    Signals:
        picture_given(object): a pasted or dropped picture: a `QImage`, or the path of a file.
        files_given(object): the `QMimeData` of dropped things that are no pictures.
        suggestions_wanted(str, int): what begins so, or goes on so after that many letters.
    """

    picture_given = Signal(object)
    files_given = Signal(object)
    suggestions_wanted = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setClearButtonEnabled(True)
        self.setMaxLength(2000)
        self._suggestions = SuggestionsModel(self)
        self._completer = QCompleter(self._suggestions, self)
        self._completer.setCompletionRole(TEXT)
        self._popup = SuggestionsView()
        self._completer.setPopup(self._popup)
        self._popup.take_delegate()  # the completer has put its own there
        self._popup.installEventFilter(self._popup)  # after the completer's: goes first
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.highlighted[QModelIndex].connect(self._take)  # type: ignore[index]
        self._completer.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]
        self.textEdited.connect(self._ask)

    @property
    def suggested(self) -> list[str]:
        """What is suggested now."""
        return self._suggestions.texts() if self._popup.isVisible() else []

    @Slot(object)
    def show_suggestions(self, suggestions: Suggestions) -> None:
        """Offers how the text may go on; what was found for another text comes too late."""
        if suggestions.typed != self.text() or not self.hasFocus():
            return
        self._suggestions.show(suggestions)
        if self._suggestions.rowCount():
            self._completer.complete()
        else:
            self.hide_suggestions()

    def hide_suggestions(self) -> None:
        """The person has decided."""
        self._popup.hide()

    @Slot()
    def _ask(self) -> None:
        if len(self.text().strip()) >= SHORTEST:
            self.suggestions_wanted.emit(self.text(), self.cursorPosition())
        else:
            self.hide_suggestions()

    @Slot(QModelIndex)
    def _take(self, row: QModelIndex) -> None:
        """Shows in the field what the row says that the arrow keys are on."""
        text, caret = row.data(TEXT), row.data(CARET)
        if text:
            self.setText(text)
            self.setCursorPosition(len(text) if caret is None else caret)

    @Slot(QModelIndex)
    def _chosen(self, row: QModelIndex) -> None:
        """A query is searched; a word is completed, and one goes on typing."""
        self._take(row)
        self.hide_suggestions()
        if row.data(CARET) is None:
            self.returnPressed.emit()
        else:
            self.textEdited.emit(self.text())  # as if it had been typed

    @property
    def _completes(self) -> bool:
        """Whether the arrow keys are on a row that completes a word."""
        row = self._popup.currentIndex()
        return self._popup.isVisible() and row.isValid() and row.data(CARET) is not None

    def event(self, event: QEvent) -> bool:
        """Tab takes a word that the arrow keys are on, else moves on."""
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and event.type() == QEvent.Type.KeyPress and self._completes:
            self._chosen(self._popup.currentIndex())
            return True
        return super().event(event)

    # --- pictures -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pasting takes a picture where there is one and no text; Enter searches for what the field says."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._take_data(
            QGuiApplication.clipboard().mimeData()
        ):
            return
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and self._completes:
            self._chosen(self._popup.currentIndex())
            event.accept()
            return
        if entered:
            self.hide_suggestions()
        super().keyPressEvent(event)
        if entered:
            event.accept()  # else the completer takes its first suggestion, which nobody chose

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures are welcome beside text."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same all over the field."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A picture becomes the example; other files are the window's to deal with."""
        data = event.mimeData()
        if self._take_data(data):
            event.acceptProposedAction()
        elif data.hasUrls():
            event.acceptProposedAction()
            self.files_given.emit(data)
        else:
            super().dropEvent(event)

    def _take_data(self, data: QMimeData) -> bool:
        pictures = [path for path in local_paths(data) if path.lower().endswith(PICTURES)]
        if pictures:
            self.picture_given.emit(pictures[0])
            return True
        image = data.imageData() if data.hasImage() and not data.hasText() else None
        if isinstance(image, QImage) and not image.isNull():
            self.picture_given.emit(image)
            return True
        return False
