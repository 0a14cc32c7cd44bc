"""A simple player that opens a video at its moment; where it cannot, the system's player does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStackedWidget, QVBoxLayout, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.texts import clock, file_name
from vop_desktop.ui.widgets import button, label

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer
    from PySide6.QtMultimediaWidgets import QVideoWidget

FIRST_PICTURE_MS = 4000  # AV1 without a hardware decoder gives no picture and no error
SHORTEST_SECONDS = 2.0  # of a video that are shown at least
LAST_PICTURE_MS = 80  # before the end
STEP_MS, LEAP_MS = 5_000, 10_000


class Player(QWidget):
    """A window of its own: play and pause, a slider, arrows for 5 and 10 seconds, Escape to close.

    Signals:
        gave_up(Hit, str): no picture came; the reason.
    """

    gave_up = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._hit: Hit | None = None
        self._media: QMediaPlayer | None = None
        self._video: QVideoWidget | None = None
        self._seen = False
        self._begin = 0.0
        self._message = label(wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._message)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Position in the video"))
        self._slider.sliderMoved.connect(self._seek)
        self._time = label("0:00", role="muted")
        self._play = button(self.tr("Pause"), self._toggle)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FIRST_PICTURE_MS)
        self._timer.timeout.connect(self._no_picture)
        controls = QHBoxLayout()
        controls.addWidget(self._play)
        controls.addWidget(self._slider, 1)
        controls.addWidget(self._time)
        self._outside = button(self.tr("Open in the system's player"), self._open_outside)
        controls.addWidget(self._outside)
        layout = QVBoxLayout(self)
        layout.addWidget(self._stack, 1)
        layout.addLayout(controls)
        self.resize(860, 560)

    def open(self, hit: Hit, *, from_start: bool = False) -> None:
        """Shows a video from the moment of the hit on, or from its start.

        A moment so near the end that hardly anything would be seen begins a little earlier.
        """
        self._hit = hit
        latest = max(0.0, hit.duration - SHORTEST_SECONDS) if hit.duration else hit.moment
        self._begin = 0.0 if from_start else min(hit.moment, latest)
        self.setWindowTitle(f"{file_name(hit.path)} – {clock(self._begin)}")
        self.show()
        self.raise_()
        self.activateWindow()
        if hit.offline:
            self._give_up(
                self.tr("The file is not there now: it was moved or deleted, or its drive is not connected.")
            )
            return
        media = self._prepare()
        if media is None:
            self._give_up(self.tr("This system has no working media player for the window."))
            return
        assert self._video is not None
        self._seen = False
        self._stack.setCurrentWidget(self._video)
        for widget in (self._play, self._slider, self._outside):
            widget.setEnabled(True)
        media.setSource(QUrl.fromLocalFile(hit.path))
        media.setPosition(round(self._begin * 1000))
        media.play()
        self._timer.start()

    def _prepare(self) -> QMediaPlayer | None:
        """Makes the media player on first use: its libraries are large, and may be missing."""
        if self._media is None:
            try:
                from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
                from PySide6.QtMultimediaWidgets import QVideoWidget
            except ImportError:
                return None
            media, video = QMediaPlayer(self), QVideoWidget()
            if not media.isAvailable():
                return None
            media.setAudioOutput(QAudioOutput(self))
            media.setVideoOutput(video)
            media.errorOccurred.connect(self._media_failed)
            media.positionChanged.connect(self._moved)
            media.durationChanged.connect(self._length_known)
            media.mediaStatusChanged.connect(self._status_changed)
            media.playbackStateChanged.connect(self._state_changed)
            video.videoSink().videoFrameChanged.connect(self._picture_came)
            self._stack.addWidget(video)
            self._media, self._video = media, video
        return self._media

    # --- what the media player says -----------------------------------------------------------------

    @Slot()
    def _picture_came(self) -> None:
        if not self._seen:
            self._seen = True
            self._timer.stop()

    @Slot()
    def _media_failed(self) -> None:
        if self._media is not None:
            self._give_up(self.tr("It cannot be played here: {0}.").format(self._media.errorString()))

    @Slot()
    def _no_picture(self) -> None:
        if not self._seen:
            self._give_up(self.tr("No picture came; this player lacks a decoder for it."))

    @Slot("qlonglong")
    def _moved(self, position: int) -> None:
        if not self._slider.isSliderDown():
            self._slider.setValue(position)
        self._time.setText(f"{clock(position / 1000)} / {clock(self._slider.maximum() / 1000)}")

    @Slot("qlonglong")
    def _length_known(self, duration: int) -> None:
        self._slider.setRange(0, duration)

    @Slot()
    def _status_changed(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        media = self._media
        if media is None or self._hit is None:
            return
        if media.mediaStatus() == QMediaPlayer.MediaStatus.LoadedMedia:  # some backends seek only now
            media.setPosition(round(self._begin * 1000))
        elif media.mediaStatus() == QMediaPlayer.MediaStatus.EndOfMedia:  # hold the last picture
            media.setPosition(max(0, media.duration() - LAST_PICTURE_MS))
            media.pause()

    @Slot()
    def _state_changed(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        if self._media is not None:
            playing = self._media.playbackState() == QMediaPlayer.PlaybackState.PlayingState
            self._play.setText(self.tr("Pause") if playing else self.tr("Play"))

    # --- what the person does -----------------------------------------------------------------------

    def _toggle(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        if self._media is None:
            return
        if self._media.playbackState() == QMediaPlayer.PlaybackState.PlayingState:
            self._media.pause()
        else:
            self._media.play()

    @Slot(int)
    def _seek(self, position: int) -> None:
        if self._media is not None:
            self._media.setPosition(position)

    def _leap(self, milliseconds: int) -> None:
        if self._media is not None:
            self._media.setPosition(max(0, self._media.position() + milliseconds))

    def _open_outside(self) -> None:
        if self._hit is not None:
            if self._media is not None:
                self._media.pause()
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._hit.path))

    def _give_up(self, reason: str) -> None:
        self._timer.stop()
        if self._media is not None:
            self._media.stop()
        gone = self._hit is not None and self._hit.offline
        advice = "" if gone else self.tr("“Open in the system's player” below may show it.")
        self._message.setText(f"{reason}\n\n{advice}".strip())
        for widget in (self._play, self._slider, self._outside):
            widget.setEnabled(not gone)
        self._stack.setCurrentWidget(self._message)
        if self._hit is not None:
            self.gave_up.emit(self._hit, reason)

    @property
    def message(self) -> str:
        """Why there is no picture; empty while there may be one."""
        return self._message.text() if self._stack.currentWidget() is self._message else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, arrows and Escape."""
        step = LEAP_MS if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_MS
        match event.key():
            case Qt.Key.Key_Space:
                self._toggle()
            case Qt.Key.Key_Left:
                self._leap(-step)
            case Qt.Key.Key_Right:
                self._leap(step)
            case Qt.Key.Key_Escape:
                self.close()
            case _:
                super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops playing and lets go of the file."""
        self._timer.stop()
        if self._media is not None:
            self._media.stop()
            self._media.setSource(QUrl())
        super().closeEvent(event)
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            parent.activateWindow()

    def changeEvent(self, event: QEvent) -> None:
        """Pauses when minimised."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized() and self._media is not None:
            self._media.pause()
