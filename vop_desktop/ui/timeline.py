"""A line from the start of a video to its end that can be pressed, dragged and stepped along."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from vop_desktop.ui.texts import clock
from vop_desktop.ui.theme import Tokens, current_tokens

LAST_SECONDS = 0.1  # in which a video is over
EDGE = 7  # pixels left free at both ends, for the handle
_STEPS = {  # seconds of an arrow
    Qt.KeyboardModifier.NoModifier: 5.0,
    Qt.KeyboardModifier.ShiftModifier: 10.0,
    Qt.KeyboardModifier.ControlModifier: 60.0,
}


def moment_after(event: QKeyEvent, position: float, duration: float) -> float | None:
    """Where a key leads, seconds: arrows, Home, End, and 1 to 9 for tenths; None for other keys."""
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    step = _STEPS.get(modifiers)
    if not duration or step is None:
        return None
    plain = modifiers == Qt.KeyboardModifier.NoModifier
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        return max(0.0, min(duration, position + (step if key == Qt.Key.Key_Right else -step)))
    if plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        return 0.0 if key == Qt.Key.Key_Home else duration
    if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return duration * (key - Qt.Key.Key_0) / 10
    return None


class Timeline(QAbstractSlider):
    """Times of one video; runs from left to right in every language, as players do.

    To a screen reader it is a slider whose value is the position in whole seconds.

    Signals:
        sought(float): the person wants to see this moment; seconds.
    """

    sought = Signal(float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duration = 0.0
        self._position = 0.0
        self._following = False  # the value is being set to where the player is
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.valueChanged.connect(self._value_changed)

    @property
    def duration(self) -> float:
        """Seconds that the line stands for; 0 where unknown."""
        return self._duration

    @property
    def position(self) -> float:
        """Where the mark stands, seconds."""
        return self._position

    def set_duration(self, seconds: float) -> None:
        """Says how long the video is."""
        self._duration = max(0.0, seconds)
        self._following = True
        self.setRange(0, int(self._duration))
        self._following = False
        self.update()

    def set_position(self, seconds: float) -> None:
        """Moves the mark, unless the person holds it."""
        if not self.isSliderDown():
            self._move_to(seconds)

    def _move_to(self, seconds: float) -> None:
        self._position = seconds
        self._following = True
        self.setValue(int(seconds))
        self._following = False
        self.update()

    @Slot(int)
    def _value_changed(self, seconds: int) -> None:
        if not self._following:  # a key, or a screen reader
            self.sought.emit(float(seconds))

    # --- places ---------------------------------------------------------------------------------------

    def place_of(self, seconds: float) -> float:
        """Pixels from the left edge."""
        share = seconds / self._duration if self._duration else 0.0
        return EDGE + max(0.0, min(1.0, share)) * max(1, self.width() - 2 * EDGE)

    @property
    def here(self) -> float:
        """Where the mark stands, pixels; at the end where the last picture is held a little before it."""
        over = 2 * LAST_SECONDS < self._duration <= self._position + LAST_SECONDS
        return self.place_of(self._duration if over else self._position)

    def time_at(self, place: float) -> float:
        """Seconds, within the video."""
        share = (place - EDGE) / max(1, self.width() - 2 * EDGE)
        return max(0.0, min(1.0, share)) * self._duration

    # --- the person -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to the place pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self._duration:
            self.setSliderDown(True)
            self._seek_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes along with the pointer."""
        if self.isSliderDown():
            self._seek_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        self.setSliderDown(False)

    def _seek_to(self, place: float) -> None:
        moment = self.time_at(place)
        self._move_to(moment)
        self.sought.emit(moment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End and digits; other keys go on to the player."""
        moment = moment_after(event, self._position, self._duration)
        if moment is not None:
            self._move_to(moment)
            self.sought.emit(moment)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Says the time under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            if self._duration:
                QToolTip.showText(event.globalPos(), self.hint_at(self.time_at(event.pos().x())), self)
            return True
        return super().event(event)

    def hint_at(self, seconds: float) -> str:
        """What is said of a moment under the pointer."""
        return clock(seconds)

    # --- painting -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """What subclasses paint, with a ring around it while the keyboard is here."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_line(painter, tokens)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def paint_line(self, painter: QPainter, tokens: Tokens) -> None:
        """For subclasses."""


class SeekBar(Timeline):
    """The position slider of a player, with the matching part and the piece between two marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Position in the video"))
        self._match: tuple[float, float] | None = None
        self._marks: tuple[float | None, float | None] = (None, None)

    def sizeHint(self) -> QSize:
        """As high as a slider."""
        return QSize(240, 24)

    def minimumSizeHint(self) -> QSize:
        """Fits a narrow panel."""
        return QSize(80, 24)

    def show_match(self, match: tuple[float, float] | None) -> None:
        """The part of the video that fits the query."""
        self._match = match
        self.update()

    def show_marks(self, begin: float | None, end: float | None) -> None:
        """The beginning and end of a piece, as far as they are set."""
        self._marks = begin, end
        texts = []
        if begin is not None:
            texts.append(self.tr("the piece begins at {0}").format(clock(begin)))
        if end is not None:
            texts.append(self.tr("the piece ends at {0}").format(clock(end)))
        self.setAccessibleDescription(", ".join(texts))
        self.update()

    def paint_line(self, painter: QPainter, tokens: Tokens) -> None:
        """Groove, what was played, match, marks, handle."""
        middle = self.height() // 2
        left, right, here = EDGE, self.width() - EDGE, round(self.here)
        painter.setPen(Qt.PenStyle.NoPen)
        begin, end = self._marks
        if begin is not None or end is not None:
            first = round(self.place_of(begin or 0.0))
            last = round(self.place_of(self._duration if end is None else end))
            painter.setBrush(QColor(tokens.line))
            painter.drawRect(QRect(first, middle - 7, max(2, last - first), 14))
        painter.setBrush(QColor(tokens.edge))
        painter.drawRoundedRect(QRect(left, middle - 2, right - left, 4), 2, 2)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRect(left, middle - 2, max(0, here - left), 4), 2, 2)
        if self._match is not None and self._duration:
            first, last = (round(self.place_of(moment)) for moment in self._match)
            painter.setBrush(QColor(tokens.likely))
            painter.drawRect(QRect(first, middle + 5, max(3, last - first), 3))
        painter.setPen(QPen(QColor(tokens.text), 2))
        for mark, inward in ((begin, 4), (end, -4)):
            if mark is not None:
                place = round(self.place_of(mark))
                painter.drawLine(place, middle - 8, place, middle + 8)
                painter.drawLine(place, middle - 8, place + inward, middle - 8)
                painter.drawLine(place, middle + 8, place + inward, middle + 8)
        painter.setPen(QPen(QColor(tokens.panel), 2))
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(QRect(here - 6, middle - 6, 12, 12))
