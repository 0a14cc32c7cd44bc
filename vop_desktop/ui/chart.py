"""A small chart of curves, painted with the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from vop_desktop.ui.theme import RADIUS, current_tokens

LEFT, RIGHT, TOP, BOTTOM = 46, 12, 28, 22  # pixels around the curves
MOST_POINTS = 600  # of a curve; more than the widget has pixels bring nothing
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)  # so that colour is not all that tells curves apart

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
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
        self.setMinimumHeight(120)
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
        return QSize(360, 160)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, axis, curves, and the last value of each."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line)))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        area = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        painter.setPen(QColor(tokens.text))
        painter.drawText(
            QRectF(12, 4, self.width() - 24, TOP - 6), Qt.AlignmentFlag.AlignVCenter, self._title
        )
        if not self._curves:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("Drawn while it learns"))
            painter.end()
            return
        low, high = self._bounds()
        self._paint_axis(painter, area, low, high)
        colours = (tokens.accent, tokens.maybe)
        right = self.width() - 12.0
        for curve, colour, dash in reversed(list(zip(self._curves, colours, DASHES, strict=False))):
            painter.setPen(QPen(QColor(colour), 2, dash))
            painter.drawPolyline(
                QPolygonF([self._place(point, area, low, high) for point in _thin(curve.points)])
            )
            text = f"{curve.name} {curve.points[-1][1]:.3g}"
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(QColor(colour))
            painter.drawText(
                QRectF(right - width, 4, width + 1, TOP - 6), Qt.AlignmentFlag.AlignVCenter, text
            )
            right -= width + 16
        painter.end()

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
        for value in (low, (low + high) / 2, high):
            y = self._place((0.0, value), area, low, high).y()
            painter.setPen(QPen(QColor(tokens.line), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(tokens.muted))
            text = f"{value:.2f}"
            painter.drawText(
                QPointF(area.left() - metrics.horizontalAdvance(text) - 6, y + metrics.ascent() / 2 - 1), text
            )
        end = f"{self._end:.0f}"
        painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(end), self.height() - 6.0), end)


def _thin(points: tuple[Point, ...]) -> tuple[Point, ...]:
    step = -(-len(points) // MOST_POINTS)
    return (*points[:-1:step], points[-1]) if step > 1 else points
