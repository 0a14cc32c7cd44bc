"""What results are to look like besides the words: a picture, a result, or the very frame shown."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageWriter, QPixmap

from vop_desktop.ui.messages import Example
from vop_desktop.ui.results_page import ResultsPage
from vop_desktop.ui.texts import clock, file_name
from vop_desktop.ui.thumbnails import ThumbnailCache

EXAMPLE_SIDE = 640  # pixels to which a pasted picture is scaled; no model looks closer


class Examples(QObject):
    """Holds the example of the search, one at a time.

    Signals:
        taken(): there is another example.
    """

    taken = Signal()

    def __init__(self, page: ResultsPage, thumbnails: ThumbnailCache, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._thumbnails = thumbnails
        self.example: Example | None = None
        self.picture: QPixmap | None = None  # of the example

    def take(self, example: Example, picture: QImage | None = None) -> None:
        """This is the example from now on."""
        self.example = example
        self.picture = None if picture is None or picture.isNull() else QPixmap.fromImage(picture)
        self.taken.emit()

    def drop(self) -> None:
        """There is none."""
        self.example = self.picture = None

    @Slot(object)
    def take_picture(self, picture: QImage | str) -> None:
        """A picture that was pasted or dropped, or the path of one."""
        if isinstance(picture, str):
            self.take(Example(file_name(picture), picture))
            return
        mode = Qt.TransformationMode.SmoothTransformation
        if max(picture.width(), picture.height()) > EXAMPLE_SIDE:
            picture = picture.scaled(EXAMPLE_SIDE, EXAMPLE_SIDE, Qt.AspectRatioMode.KeepAspectRatio, mode)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"BMP")).write(picture)  # quick, and read again at once
        self.take(Example(self.tr("pasted picture"), bytes(buffer.data().data())), picture)

    def take_selected(self) -> None:
        """The first selected result."""
        for hit in self._page.selected_hits()[:1]:
            example = Example(file_name(hit.path), video_id=hit.video_id, segment=hit.segment)
            self.take(example, self._thumbnails.picture(hit))

    def take_frame(self) -> None:
        """The frame that the first selected result shows."""
        for hit in self._page.selected_hits()[:1]:
            label = self.tr("{0} at {1}").format(file_name(hit.path), clock(hit.moment))
            example = Example(label, video_id=hit.video_id, moment=hit.moment)
            self.take(example, self._thumbnails.picture(hit))
