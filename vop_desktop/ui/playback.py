"""The media player behind the player's picture: made when first needed, and never trusted to work."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame
    from PySide6.QtMultimediaWidgets import QVideoWidget

FIRST_PICTURE_MS = 4000  # AV1 without a hardware decoder gives no picture and no error
LAST_PICTURE_MS = 80  # before the end
SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
REVERSE_MS = 250  # between two steps back
FRAME_SECONDS = 0.04  # where the frames do not say how long they last


class Playback(QObject):
    """Plays one file at a time. Times are seconds.

    Signals:
        failed(str): no picture comes; why.
        moved(float): where it is now.
        length_known(float): how long the video is.
        state_changed(): it plays or not, at another speed.
        sound_missing(): the video has sound, and this computer no device for it.
    """

    failed = Signal(str)
    moved = Signal(float)
    length_known = Signal(float)
    state_changed = Signal()
    sound_missing = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.media: QMediaPlayer | None = None
        self._video: QVideoWidget | None = None
        self._audio: QAudioOutput | None = None
        self._seen = False
        self._begin: float | None = None  # where to go once the file is open
        self._frame = (0.0, FRAME_SECONDS)  # beginning and end of the one in view
        self._last = 0.0
        self._span: tuple[float, float] | None = None
        self._volume, self._muted = 100, False
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(FIRST_PICTURE_MS)
        self._waiting.timeout.connect(self._no_picture)
        self._backward = QTimer(self)
        self._backward.setInterval(REVERSE_MS)
        self._backward.timeout.connect(self._step_backward)
        self._backward_speed = 0.0

    def prepare(self) -> QWidget | None:
        """The widget for the picture; None where this system cannot play.

        Made on first use: the libraries are large, and may be missing.
        """
        if self.media is None:
            try:
                from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
                from PySide6.QtMultimediaWidgets import QVideoWidget
            except ImportError:
                return None
            media = QMediaPlayer(self)
            if not media.isAvailable():
                return None
            self._audio, self._video = QAudioOutput(self), QVideoWidget()
            media.setAudioOutput(self._audio)
            media.setVideoOutput(self._video)
            media.errorOccurred.connect(self._media_failed)
            media.positionChanged.connect(self._position_changed)
            media.durationChanged.connect(self._duration_changed)
            media.mediaStatusChanged.connect(self._status_changed)
            media.playbackStateChanged.connect(self.state_changed)
            media.playbackRateChanged.connect(self.state_changed)
            media.hasAudioChanged.connect(self._look_for_sound)
            self._video.videoSink().videoFrameChanged.connect(self._picture_came)
            self.media = media
            self.set_sound(self._volume, self._muted)
        return self._video

    # --- what the media player says -------------------------------------------------------------------

    @Slot("QVideoFrame")
    def _picture_came(self, frame: QVideoFrame) -> None:
        if not self._seen:
            self._seen = True
            self._waiting.stop()
        begin, end = frame.startTime() / 1e6, frame.endTime() / 1e6
        if begin >= 0:
            self._frame = begin, end if end > begin else begin + FRAME_SECONDS

    @Slot()
    def _media_failed(self) -> None:
        if self.media is not None:
            self.failed.emit(self.tr("It cannot be played here: {0}.").format(self.media.errorString()))

    @Slot()
    def _no_picture(self) -> None:
        if not self._seen:
            self.failed.emit(self.tr("No picture came; this player lacks a decoder for it."))

    @Slot("qlonglong")
    def _position_changed(self, position: int) -> None:
        now = position / 1000
        if self._begin is not None:
            return  # not where it is wanted yet
        if self._span is not None and self._last < self._span[1] <= now and self.playing:
            self.seek(self._span[0])
            return
        self._last = now
        self.moved.emit(now)

    @Slot("qlonglong")
    def _duration_changed(self, duration: int) -> None:
        self.length_known.emit(duration / 1000)

    @Slot()
    def _status_changed(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        media = self.media
        if media is None:
            return
        status = media.mediaStatus()
        ready = (QMediaPlayer.MediaStatus.LoadedMedia, QMediaPlayer.MediaStatus.BufferedMedia)
        if self._begin is not None and status in ready:  # some backends seek only now
            begin, self._begin = self._begin, None
            self.seek(begin)
        elif status == QMediaPlayer.MediaStatus.EndOfMedia:
            if self._span is not None and self._span[1] >= self.duration - LAST_PICTURE_MS / 1000:
                self.seek(self._span[0])
                media.play()
            else:  # hold the last picture
                media.setPosition(max(0, media.duration() - LAST_PICTURE_MS))
                media.pause()

    @Slot()
    def _look_for_sound(self) -> None:
        from PySide6.QtMultimedia import QMediaDevices

        if self.media is not None and self.media.hasAudio() and not QMediaDevices.audioOutputs():
            self.sound_missing.emit()

    # --- what is wanted -------------------------------------------------------------------------------

    def open(self, path: str, begin: float, *, play: bool) -> None:
        """Opens a file at a moment; `prepare` has given a widget."""
        from PySide6.QtMultimedia import QMediaPlayer

        media, url = self.media, QUrl.fromLocalFile(path)
        assert media is not None
        self._backward.stop()
        media.setPlaybackRate(1.0)
        none = (QMediaPlayer.MediaStatus.NoMedia, QMediaPlayer.MediaStatus.InvalidMedia)
        if media.source() == url and self._seen and media.mediaStatus() not in none:
            self._begin = None
            self.seek(begin)
        else:
            media.setSource(QUrl())
            self._seen, self._begin, self._last = False, begin, begin
            self._frame = begin, begin + FRAME_SECONDS
            self._waiting.start()
            media.setSource(url)
            media.setPosition(_into(begin))
        if play:
            media.play()
        else:
            media.pause()

    def stop(self) -> None:
        """Stops, and lets go of the file."""
        self._waiting.stop()
        self._backward.stop()
        self._begin = None
        if self.media is not None:
            self.media.stop()
            self.media.setSource(QUrl())

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself, forwards."""
        if self.media is None:
            return False
        from PySide6.QtMultimedia import QMediaPlayer

        return self.media.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    @property
    def ended(self) -> bool:
        """Whether it holds the last picture: to play is to begin anew."""
        left = self.duration - self.position
        return not self.playing and self.duration > 0 and left <= 2 * LAST_PICTURE_MS / 1000

    @property
    def position(self) -> float:
        """Where it is, or will be as soon as the file is open."""
        if self._begin is not None or self.media is None:
            return self._begin or 0.0
        return self.media.position() / 1000

    @property
    def shown(self) -> float:
        """Where the picture in view begins."""
        begin, end = self._frame
        near = begin - FRAME_SECONDS <= self.position <= end + 10 * FRAME_SECONDS
        return begin if near else self.position

    @property
    def duration(self) -> float:
        """How long the video is; 0 while unknown."""
        return self.media.duration() / 1000 if self.media is not None else 0.0

    @property
    def speed(self) -> float:
        """Of playing; negative while it steps back."""
        if self._backward.isActive():
            return -self._backward_speed
        return self.media.playbackRate() if self.media is not None else 1.0

    def play(self) -> None:
        """Goes on; at the end, from the start."""
        self._stop_backward()
        if self.media is not None:
            if self.ended:
                self.seek(self._span[0] if self._span is not None else 0.0)
            self.media.play()

    def pause(self) -> None:
        """Holds the picture."""
        self._stop_backward()
        if self.media is not None:
            self.media.pause()

    def seek(self, seconds: float) -> None:
        """Goes to a moment; before the file is open, that is where it will begin."""
        moment = max(0.0, min(seconds, self.duration or seconds))
        if self._begin is not None:
            self._begin = moment
        elif self.media is not None:
            self._last = moment
            self.media.setPosition(_into(moment))
        self.moved.emit(moment)

    def step(self, frames: int) -> None:
        """Goes one picture on, or with -1 back, and holds there."""
        self.pause()
        begin, end = self._frame
        length = end - begin
        self._frame = (end, end + length) if frames > 0 else (max(0.0, begin - length), begin)
        self.seek(self._frame[0] + length / 2)

    def faster(self) -> None:
        """Plays; while it plays, faster."""
        if self.playing:
            self.set_speed(next((speed for speed in SPEEDS if speed > self.speed + 0.01), SPEEDS[-1]))
        else:
            self.play()

    def backward(self) -> None:
        """Steps back on and on; pressed again, faster."""
        if self._backward.isActive():
            self._backward_speed = min(8.0, 2 * self._backward_speed)
        else:
            self.pause()
            self._backward_speed = 1.0
            self._backward.start()
        self.state_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Of playing forwards; 1 is as it was filmed."""
        if self.media is not None:
            self.media.setPlaybackRate(speed)

    def set_sound(self, volume: int, muted: bool) -> None:
        """Volume in per cent as an ear hears it."""
        self._volume, self._muted = volume, muted
        if self._audio is not None:
            self._audio.setVolume((volume / 100) ** 2)
            self._audio.setMuted(muted)

    def set_loop(self, span: tuple[float, float] | None) -> None:
        """Begins anew at the end of a span whenever it is played through."""
        self._span = span

    @Slot()
    def _step_backward(self) -> None:
        self.seek(self.position - self._backward_speed * REVERSE_MS / 1000)
        if self.position <= 0:
            self._stop_backward()

    def _stop_backward(self) -> None:
        if self._backward.isActive():
            self._backward.stop()
            self.state_changed.emit()


def _into(seconds: float) -> int:
    """Milliseconds just behind a moment: at its very start some backends still show the picture before."""
    return math.floor(seconds * 1000) + 1 if seconds > 0 else 0
