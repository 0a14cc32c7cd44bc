"""How well each moment of a video fits the query, as a strip along the timeline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from vop_desktop.records import FloatArray
from vop_desktop.ui.texts import clock
from vop_desktop.ui.theme import Tokens
from vop_desktop.ui.timeline import EDGE, Timeline

HEIGHT = 34
SIGN = 6  # pixels on top, for the signs of the peaks
MOST_PEAKS = 20
PEAK_LEVEL = 0.6  # of the way from the worst to the best moment; lower ones are no peaks
PEAK_SECONDS = 2.0  # between two of them at least
HERE = 0.3  # seconds around the position that count as here


class HeatStrip(Timeline):
    """Higher where the query fits better, as far as this video goes; peaks have a sign on top.

    The arrows go along the video, N and Shift+N from peak to peak.

    Signals:
        sought(float): the person wants to see this moment; seconds.
        peaks_changed(): other moments stand out now.
    """

    peaks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("How well each moment fits"))
        self._times: Sequence[float] = ()
        self._levels: Sequence[float] = ()
        self._own_peaks: tuple[float, ...] = ()
        self._given_peaks: tuple[float, ...] = ()
        self._hills: QPixmap | None = None  # painted once: the position moves many times a second
        self._hills_of: tuple[object, ...] = ()

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(240, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Fits a narrow panel."""
        return QSize(80, HEIGHT)

    def show(
        self, similarities: Sequence[float] = (), times: Sequence[float] = (), duration: float = 0.0
    ) -> None:
        """Shows what is given; without anything it only becomes visible, as any widget.

        Args:
            similarities: of the query and each moment; only their differences count.
            times: of the moments, ascending, seconds; as many.
            duration: of the video, seconds.
        """
        if len(similarities):
            self._times = tuple(map(float, times))
            self._levels = levels_of(similarities)
            self._own_peaks = peaks_of(similarities, times)
            self.set_duration(duration)
            self._peaks_known()
        super().show()

    def clear(self) -> None:
        """Shows nothing any more, and no moment stands out."""
        self._times = self._levels = self._own_peaks = ()
        self.hide()
        self._peaks_known()

    @property
    def filled(self) -> bool:
        """Whether there is something to show."""
        return len(self._levels) > 0

    @property
    def peaks(self) -> tuple[float, ...]:
        """The moments that stand out, ascending, seconds: those given, else the strip's own."""
        return self._given_peaks or self._own_peaks

    def show_peaks(self, moments: Sequence[float]) -> None:
        """Gives the moments that stand out; with none the strip finds its own."""
        self._given_peaks = tuple(sorted(map(float, moments)))
        self._peaks_known()

    def _peaks_known(self) -> None:
        self._hills = None
        shown = ", ".join(clock(moment) for moment in self.peaks[:MOST_PEAKS])
        self.setAccessibleDescription(self.tr("It fits best at {0}.").format(shown) if shown else "")
        self.update()
        self.peaks_changed.emit()

    def peak_from(self, seconds: float, step: int) -> float | None:
        """The next peak after a moment, or with -1 the one before it; goes round at the ends."""
        if not self.peaks:
            return None
        if step > 0:
            return next((peak for peak in self.peaks if peak > seconds + HERE), self.peaks[0])
        return next((peak for peak in reversed(self.peaks) if peak < seconds - HERE), self.peaks[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N and Shift+N; the rest as every timeline."""
        if event.key() == Qt.Key.Key_N:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            peak = self.peak_from(self.position, -1 if back else 1)
            if peak is not None:
                self.set_position(peak)
                self.sought.emit(peak)
        else:
            super().keyPressEvent(event)

    def hint_at(self, seconds: float) -> str:
        """The time, and how well it fits beside the rest of the video."""
        import numpy as np

        if not self.filled:
            return clock(seconds)
        level = float(np.interp(seconds, self._times, self._levels))
        return self.tr("{0}: {1} % of the best moment here").format(clock(seconds), round(100 * level))

    def paint_line(self, painter: QPainter, tokens: Tokens) -> None:
        """The hills, the signs of the peaks, the position."""
        key = (self.width(), self.height(), self.devicePixelRatioF(), tokens, self.duration)
        if self._hills is None or self._hills_of != key:
            self._hills, self._hills_of = self._painted_hills(tokens), key
        painter.drawPixmap(0, 0, self._hills)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.likely))
        for peak in self.peaks if self.duration else ():
            x = self.place_of(peak)
            painter.drawPolygon(QPolygonF([QPointF(x - 4, 1), QPointF(x + 4, 1), QPointF(x, 1 + SIGN)]))
        painter.setPen(QPen(QColor(tokens.text), 2))
        here = round(self.here)
        painter.drawLine(here, SIGN + 2, here, self.height() - 2)

    def _painted_hills(self, tokens: Tokens) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom, top, room = self.height() - 2, SIGN + 2, self.width() - 2 * EDGE
        painter.fillRect(EDGE, top, room, bottom - top, QColor(tokens.raised))
        if self.filled and self.duration and room > 1:
            heights = bottom - 2 - self._levels_along(room + 1) * (bottom - top - 2)
            line = [QPointF(EDGE + x, y) for x, y in enumerate(heights.tolist())]
            soft = QColor(tokens.accent)
            soft.setAlpha(90)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            painter.drawPolygon(QPolygonF([*line, QPointF(EDGE + room, bottom), QPointF(EDGE, bottom)]))
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.drawPolyline(QPolygonF(line))
        painter.end()
        return made

    def _levels_along(self, columns: int) -> FloatArray:
        """float32 [columns], from 0 to 1; of several moments in one column the best counts."""
        import numpy as np

        times, levels = np.asarray(self._times), np.asarray(self._levels)
        along = np.interp(np.linspace(0.0, self.duration, columns), times, levels)
        places = np.clip(np.rint(times / self.duration * (columns - 1)), 0, columns - 1).astype(np.int64)
        np.maximum.at(along, places, levels)
        return np.asarray(along, np.float32)


def levels_of(similarities: Sequence[float]) -> tuple[float, ...]:
    """From 0, the worst moment, to 1, the best; all in the middle where none differs."""
    import numpy as np

    values = np.asarray(similarities, np.float64)
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-6:
        return (0.5,) * len(values)
    return tuple(((values - low) / (high - low)).tolist())


def peaks_of(similarities: Sequence[float], times: Sequence[float]) -> tuple[float, ...]:
    """The times of the moments that stand out among their neighbours, ascending; at most twenty."""
    levels = levels_of(similarities)
    found: list[int] = []
    for number in sorted(range(len(levels)), key=lambda i: -levels[i]):
        if levels[number] < PEAK_LEVEL or len(found) == MOST_PEAKS:
            break
        beside = levels[max(0, number - 1) : number + 2]
        apart = all(abs(times[number] - times[other]) >= PEAK_SECONDS for other in found)
        if levels[number] == max(beside) and apart:
            found.append(number)
    return tuple(sorted(float(times[number]) for number in found))
