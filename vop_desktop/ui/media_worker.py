"""Work on single videos for the player: pieces exported, frames read, other players started."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtGui import QImage, QImageWriter

from vop_desktop.errors import MediaError, VopDesktopError
from vop_desktop.records import ByteArray
from vop_desktop.ui.media_messages import FrameRead, OutsideStart, PieceProgress
from vop_desktop.ui.sentences import said
from vop_desktop.ui.tasks import CancelToken, Worker
from vop_desktop.ui.texts import file_name

if TYPE_CHECKING:
    from vop_desktop.media.frame_at import FrameReader


class MediaWorker(Worker):
    """Opens no library. A window has two of them, so that a long export keeps nobody waiting.

    Signals:
        piece_moved(PieceProgress): how far an export is.
        piece_done(Piece): it is there; see `media.cutting`.
        frame_read(FrameRead): a frame that was asked for.
        outside_started(OutsideStart): another player was started, or there is none.
    """

    piece_moved = Signal(object)
    piece_done = Signal(object)
    frame_read = Signal(object)
    outside_started = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._ended = threading.Event()
        self._reader: FrameReader | None = None

    def cut(self, source: str, target: str, begin: float, end: float) -> None:
        """Exports a piece; seconds of the source."""
        self.post(self._cut, source, target, begin, end)

    def read_frame(self, path: str, seconds: float, *, copied: bool = False) -> None:
        """Asks for the frame shown at a time: as an example, or in its own size as a copy."""
        self.post(self._read_frame, path, seconds, copied)

    def start_outside(self, path: str, seconds: float, preferred: str) -> None:
        """Starts another player at a time; see `outside.start_outside`."""
        self.post(self._start_outside, path, seconds, preferred)

    def stop(self) -> None:
        """See `Worker.stop`; a frame that is being read is given up."""
        self._ended.set()
        super().stop()

    # --- in the worker's thread -----------------------------------------------------------------------

    def _cut(self, token: CancelToken, source: str, target: str, begin: float, end: float) -> None:
        from vop_desktop.media.cutting import cut

        def progress(share: float) -> None:
            self.piece_moved.emit(PieceProgress(source, share))

        try:
            self.piece_done.emit(cut(source, target, begin, end, cancel=token, progress=progress))
        except MediaError as error:
            text = self.tr("No piece of {0} can be exported: {1}.")
            raise VopDesktopError(text.format(file_name(source), said(error.reason))) from error

    def _read_frame(self, token: CancelToken, path: str, seconds: float, copied: bool) -> None:
        from vop_desktop.media.frame_at import SIDE, FrameReader

        if self._reader is None:
            self._reader = FrameReader(self._ended)
        try:
            frame = self._reader.read(path, seconds, 0 if copied else SIDE)
        except MediaError as error:
            text = self.tr("No frame of {0} can be read: {1}.")
            raise VopDesktopError(text.format(file_name(path), said(error.reason))) from error
        self.frame_read.emit(FrameRead(path, frame.time, _as_file(frame.picture), copied))

    def _start_outside(self, token: CancelToken, path: str, seconds: float, preferred: str) -> None:
        from vop_desktop.ui.outside import start_outside

        self.outside_started.emit(OutsideStart(path, seconds, start_outside(path, seconds, preferred)))

    def _clean_up(self) -> None:
        if self._reader is not None:
            self._reader.close()


def _as_file(picture: ByteArray) -> bytes:
    """uint8 [H, W, 3] as a BMP: quick, and read again at once."""
    height, width = picture.shape[:2]
    image = QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"BMP")).write(image)
    return bytes(buffer.data().data())
