"""A small chart of curves, painted with the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from vop_desktop.ui.theme import RADIUS, current_tokens

SIDE = 12  # pixels
WIDEST = 40  # letters that have to find room
COLOURS = ("accent", "maybe")  # tokens
MOST_POINTS = 600  # of a curve; more than the widget has pixels bring nothing
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)  # so that colour is not all that tells curves apart

Point = tuple[float, float]


class Curve(NamedTuple):
    """A line through points, with its name."""

    name: str
    points: tuple[Point, ...]


class Chart(QWidget):
    """One or two curves over the steps of a run.

    Args:
        title: what is drawn.
        low, high: ends of the vertical axis; None for what the curves need.
    """

    def __init__(self, title: str, *, low: float | None = None, high: float | None = None) -> None:
        super().__init__()
        self._title = title
        self._low, self._high = low, high
        self._curves: tuple[Curve, ...] = ()
        self._end = 1.0
        letters = self.fontMetrics()
        self.setMinimumSize(WIDEST * letters.averageCharWidth(), 7 * letters.height())
        self.setAccessibleName(title)

    def show_curves(self, curves: Sequence[Curve], end: float = 0.0) -> None:
        """Draws these; `end` is the step at which the run will be over."""
        self._curves = tuple(curve for curve in curves if curve.points)
        last = max((curve.points[-1][0] for curve in self._curves), default=1.0)
        self._end = max(end, last, 1.0)
        told = [f"{curve.name}: {curve.points[-1][1]:.3g}" for curve in self._curves]
        self.setAccessibleDescription("; ".join(told))
        self.update()

    @property
    def curves(self) -> tuple[Curve, ...]:
        """What is drawn."""
        return self._curves

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(360, 145)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, axis, curves, and the last value of each."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line)))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        top = self._paint_titles(painter)
        letters = painter.fontMetrics()
        area = QRectF(self.rect()).adjusted(
            letters.horizontalAdvance("0.0000") + SIDE,
            top + letters.height() / 2,
            -SIDE,
            -letters.height() - 8,
        )
        if not self._curves:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("Drawn while it learns"))
            painter.end()
            return
        low, high = self._bounds()
        self._paint_axis(painter, area, low, high)
        for curve, colour, dash in zip(self._curves, COLOURS, DASHES, strict=False):
            painter.setPen(QPen(QColor(getattr(tokens, colour)), 2, dash))
            points = [self._place(point, area, low, high) for point in _thin(curve.points)]
            painter.drawPolyline(QPolygonF(points))
        painter.end()

    def _paint_titles(self, painter: QPainter) -> float:
        """The title, and each curve with its last value, below it where there is no room; the height."""
        tokens, letters = current_tokens(), painter.fontMetrics()
        line = letters.height() + 4.0
        texts = [f"{curve.name} {curve.points[-1][1]:.3g}" for curve in self._curves]
        needed = sum(letters.horizontalAdvance(text) + 16 for text in [self._title, *texts])
        below = needed > self.width() - 2 * SIDE
        painter.setPen(QColor(tokens.text))
        painter.drawText(QPointF(SIDE, 4.0 + letters.ascent()), self._title)
        right, base = self.width() - float(SIDE), 4.0 + letters.ascent()
        for text, colour in reversed(list(zip(texts, COLOURS, strict=False))):
            base += line if below else 0
            painter.setPen(QColor(getattr(tokens, colour)))
            painter.drawText(QPointF(right - letters.horizontalAdvance(text), base), text)
            right -= 0 if below else letters.horizontalAdvance(text) + 16
        return 4.0 + line * (1 + (len(texts) if below else 0))

    def _bounds(self) -> tuple[float, float]:
        values = [value for curve in self._curves for _, value in curve.points]
        low = self._low if self._low is not None else min(values, default=0.0)
        high = self._high if self._high is not None else max(values, default=1.0)
        return low, high if high > low else low + 1.0

    def _place(self, point: Point, area: QRectF, low: float, high: float) -> QPointF:
        share = (point[1] - low) / (high - low)
        return QPointF(
            area.left() + area.width() * point[0] / self._end, area.bottom() - area.height() * share
        )

    def _paint_axis(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        tokens = current_tokens()
        metrics = painter.fontMetrics()
        digits = 2 if high - low >= 0.04 else 3 if high - low >= 0.004 else 4
        for value in (low, (low + high) / 2, high):
            y = self._place((0.0, value), area, low, high).y()
            painter.setPen(QPen(QColor(tokens.line), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(tokens.muted))
            text = f"{value:.{digits}f}"
            painter.drawText(
                QPointF(area.left() - metrics.horizontalAdvance(text) - 6, y + metrics.ascent() / 2 - 1), text
            )
        end = f"{self._end:.0f}"
        painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(end), self.height() - 6.0), end)


def _thin(points: tuple[Point, ...]) -> tuple[Point, ...]:
    step = -(-len(points) // MOST_POINTS)
    return (*points[:-1:step], points[-1]) if step > 1 else points
