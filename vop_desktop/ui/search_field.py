"""The search field: words are typed, pictures pasted or dropped, older searches suggested."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from vop_desktop.ui.drop import PICTURES, local_paths

SHORTEST = 2  # letters from which something is suggested


class SearchField(QLineEdit):
    """A line of text that takes pictures as well.

    Signals:
        picture_given(object): a pasted or dropped picture: a `QImage`, or the path of a file.
        files_given(object): the `QMimeData` of dropped things that are no pictures.
        suggestions_wanted(str): what begins so.
    """

    picture_given = Signal(object)
    files_given = Signal(object)
    suggestions_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setClearButtonEnabled(True)
        self.setMaxLength(2000)
        self._texts = QStringListModel(self)
        self._completer = QCompleter(self._texts, self)
        self._popup = QListView()
        self._popup.setObjectName("suggestions")
        self._popup.setAccessibleName(self.tr("Suggestions"))
        self._completer.setPopup(self._popup)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.highlighted.connect(self._take)
        self._completer.activated.connect(self._search)
        self.textEdited.connect(self._ask)

    @property
    def suggested(self) -> list[str]:
        """What is suggested now."""
        return self._texts.stringList() if self._popup.isVisible() else []

    def show_suggestions(self, prefix: str, texts: tuple[str, ...]) -> None:
        """Offers what begins as typed so far; a list for another text comes too late."""
        if prefix != self.text().strip() or not self.hasFocus():
            return
        self._texts.setStringList(list(texts))
        if texts:
            self._completer.complete()
        else:
            self.hide_suggestions()

    def hide_suggestions(self) -> None:
        """The person has decided."""
        self._popup.hide()

    @Slot(str)
    def _ask(self, text: str) -> None:
        if len(text.strip()) >= SHORTEST:
            self.suggestions_wanted.emit(text.strip())
        else:
            self.hide_suggestions()

    @Slot(str)
    def _take(self, text: str) -> None:
        if text:
            self.setText(text)

    @Slot(str)
    def _search(self, text: str) -> None:
        self.setText(text)
        self.hide_suggestions()
        self.returnPressed.emit()

    # --- pictures -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pasting takes a picture where there is one and no text; Enter searches for what the field says."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._take_data(
            QGuiApplication.clipboard().mimeData()
        ):
            return
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
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
