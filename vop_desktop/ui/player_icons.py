"""The signs on the buttons of the player, drawn in the colours of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from vop_desktop.ui.theme import Tokens

SIZE = 18  # pixels; drawn at three times that
_SCALE = 3


def player_icon(name: str, tokens: Tokens) -> QIcon:
    """One of the signs below, such as `play`.

    It is grey where the button is disabled.
    """
    icon = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, tokens.text), (QIcon.Mode.Disabled, tokens.edge)):
        icon.addPixmap(_drawn(_SIGNS[name], colour), mode)
    icon.addPixmap(_drawn(_SIGNS[name], tokens.accent), QIcon.Mode.Normal, QIcon.State.On)
    return icon


def _drawn(sign: Callable[[QPainter], None], colour: str) -> QPixmap:
    pixmap = QPixmap(SIZE * _SCALE, SIZE * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SCALE, _SCALE)
    painter.setPen(QPen(QColor(colour), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(QColor(colour))
    sign(painter)
    painter.end()
    return pixmap


def _shape(painter: QPainter, *points: tuple[float, float]) -> None:
    pen = painter.pen()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.setPen(pen)


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _play(painter: QPainter) -> None:
    _shape(painter, (5, 3), (15, 9), (5, 15))


def _pause(painter: QPainter) -> None:
    _shape(painter, (4.5, 3), (7.5, 3), (7.5, 15), (4.5, 15))
    _shape(painter, (10.5, 3), (13.5, 3), (13.5, 15), (10.5, 15))


def _back(painter: QPainter) -> None:
    _shape(painter, (11, 4), (11, 14), (4, 9))
    _line(painter, (14, 4.5), (14, 13.5))


def _on(painter: QPainter) -> None:
    _shape(painter, (7, 4), (7, 14), (14, 9))
    _line(painter, (4, 4.5), (4, 13.5))


def _peak(painter: QPainter) -> None:
    _line(painter, (2, 14.5), (6, 14.5), (9, 6.5), (12, 14.5), (16, 14.5))


def _before(painter: QPainter) -> None:
    _peak(painter)
    _line(painter, (6, 3), (3, 5.5), (6, 8))


def _next(painter: QPainter) -> None:
    _peak(painter)
    _line(painter, (12, 3), (15, 5.5), (12, 8))


def _loop(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _line(painter, (3, 10), (3, 5.5), (14, 5.5))
    _line(painter, (15, 8), (15, 12.5), (4, 12.5))
    _line(painter, (11.5, 3), (14.2, 5.5), (11.5, 8))
    _line(painter, (6.5, 10), (3.8, 12.5), (6.5, 15))


def _again(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(3.5, 4, 11, 11), 60 * 16, -300 * 16)
    _shape(painter, (5.5, 5.2), (10.6, 1.2), (10.6, 7.4))


def _in(painter: QPainter) -> None:
    _line(painter, (8, 3), (4.5, 3), (4.5, 15), (8, 15))
    _shape(painter, (8.5, 5.5), (14, 9), (8.5, 12.5))


def _out(painter: QPainter) -> None:
    _line(painter, (10, 3), (13.5, 3), (13.5, 15), (10, 15))
    _shape(painter, (9.5, 5.5), (4, 9), (9.5, 12.5))


def _speaker(painter: QPainter) -> None:
    _shape(painter, (2, 6.5), (5, 6.5), (9, 3), (9, 15), (5, 11.5), (2, 11.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _sound(painter: QPainter) -> None:
    _speaker(painter)
    painter.drawArc(QRectF(7.5, 5.5, 6, 7), -50 * 16, 100 * 16)
    painter.drawArc(QRectF(7.5, 2.5, 9, 13), -50 * 16, 100 * 16)


def _muted(painter: QPainter) -> None:
    _speaker(painter)
    _line(painter, (11.5, 6.5), (16, 11.5))
    _line(painter, (16, 6.5), (11.5, 11.5))


def _full(painter: QPainter) -> None:
    for x, y, right, down in ((3, 3, 1, 1), (15, 3, -1, 1), (3, 15, 1, -1), (15, 15, -1, -1)):
        _line(painter, (x + 4 * right, y), (x, y), (x, y + 4 * down))


def _more(painter: QPainter) -> None:
    for x in (4.0, 9.0, 14.0):
        painter.drawEllipse(QPointF(x, 9), 0.8, 0.8)


_SIGNS: dict[str, Callable[[QPainter], None]] = {
    "play": _play, "pause": _pause, "back": _back, "on": _on, "before": _before, "next": _next,
    "loop": _loop, "in": _in, "out": _out, "sound": _sound, "muted": _muted, "full": _full, "more": _more,
    "again": _again,
}  # fmt: skip
