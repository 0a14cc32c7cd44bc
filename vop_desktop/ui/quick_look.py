"""Quick look: one result large, with its filmstrip and facts, as long as the person looks at it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from vop_desktop.records import Hit, display_path
from vop_desktop.ui.ordering import date_text
from vop_desktop.ui.results_model import ResultsModel, Role
from vop_desktop.ui.strip_widget import StripWidget
from vop_desktop.ui.texts import clock, confidence_text, file_name
from vop_desktop.ui.thumbnails import Strip
from vop_desktop.ui.tool_window import stand_over
from vop_desktop.ui.widgets import label

PICTURE, LEAST = QSize(640, 360), QSize(320, 180)


class _Picture(QWidget):
    """As large as there is room, and in shape."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._text = ""

    def show_picture(self, picture: QImage) -> None:
        """Shows it in place of the text."""
        self._picture, self._text = picture, ""
        self.update()

    def say(self, text: str) -> None:
        """Says why there is none."""
        self._picture, self._text = None, text
        self.update()

    def sizeHint(self) -> QSize:
        """Where there is room."""
        return PICTURE

    def minimumSizeHint(self) -> QSize:
        """Where there is little."""
        return LEAST

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture is None:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        else:
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(self.rect().center())
            painter.drawImage(place, self._picture)
        painter.end()


class QuickLook(QFrame):
    """A frame without a title over the window; Space and Escape close it, arrows go on to other results.

    Signals:
        step_wanted(int): the result so many further on.
        opened(Hit): the person wants to play it.
    """

    step_wanted = Signal(int)
    opened = Signal(object)

    def __init__(self, model: ResultsModel, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("quicklook")
        self.setWindowTitle(self.tr("Quick look"))
        self.setAccessibleName(self.tr("Quick look"))
        self._model = model
        self._hit: Hit | None = None
        self._name = label(role="heading")
        self._picture = _Picture()
        self._strip = StripWidget()
        self._facts = label(role="muted", wrap=True)
        self._keys = label(
            self.tr("Arrows: other results. Enter: play. Space or Escape: close."), role="muted"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self._name)
        layout.addWidget(self._picture, 1)
        for widget in (self._strip, self._facts, self._keys):
            layout.addWidget(widget)
        model.dataChanged.connect(self._data_changed)
        model.modelReset.connect(self._results_changed)

    @property
    def hit(self) -> Hit | None:
        """What is looked at."""
        return self._hit if self.isVisible() else None

    @property
    def facts(self) -> str:
        """The line under the pictures."""
        return self._facts.text()

    def look_at(self, row: int) -> None:
        """Shows the result of a row."""
        index = self._model.index(row, 0)
        hit = index.data(Role.HIT)
        if not isinstance(hit, Hit):
            return
        self._hit = hit
        self._name.setText(file_name(hit.path))
        self._facts.setText(self._describe(hit, index))
        self.setAccessibleName(f"{file_name(hit.path)}, {self._facts.text()}")
        self._show_pictures(index)
        if not self.isVisible():
            self._place()
            self.show()
        self.raise_()
        self.activateWindow()
        self.setFocus()

    def _place(self) -> None:
        """Over the middle of the window, as large as the screen lets it be."""
        window = self.parentWidget()
        if window is None:
            return
        self.resize(min(980, window.width() - 40), self.sizeHint().height())
        stand_over(self, window)

    def _describe(self, hit: Hit, index: QModelIndex) -> str:
        facts = index.data(Role.FACTS)
        parts = []
        if index.data(Role.RANKED):
            parts += [confidence_text(hit, exact=True), self.tr("at {0}").format(clock(hit.moment))]
        parts.append(self.tr("{0} long").format(clock(hit.duration)))
        if facts is not None:
            if facts.width:
                parts.append(f"{facts.width} × {facts.height}")
            parts.append(date_text(facts.changed))
            if facts.copies > 1:
                parts.append(self.tr("{0} copies").format(facts.copies))
            if facts.state == "partial":
                parts.append(self.tr("partial"))
        if hit.offline:
            parts.append(self.tr("offline"))
        return " · ".join(parts) + "\n" + display_path(hit.path)

    def _show_pictures(self, index: QModelIndex) -> None:
        hit: Hit = index.data(Role.HIT)
        picture: QImage | None = index.data(Role.PICTURE)
        strip: Strip | None = index.data(Role.STRIP)
        if picture is None or picture.isNull():
            self._picture.say("…" if picture is None else self.tr("There is no picture of it."))
        else:
            self._picture.show_picture(picture)
        if strip is None or not strip.pictures:
            self._strip.show_pictures((), ())
        else:
            marked = strip.place(hit.moment) if index.data(Role.RANKED) else -1
            self._strip.show_pictures(strip.pictures, [clock(time) for time in strip.times], marked)

    @Slot(QModelIndex, QModelIndex)
    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if self.isVisible() and first.data(Role.HIT) is self._hit:
            self._show_pictures(first)

    @Slot()
    def _results_changed(self) -> None:
        """Goes on looking at the same moment, if it is still among the results."""
        if not self.isVisible() or self._hit is None:
            return
        wanted = (self._hit.video_id, self._hit.segment)
        rows = (row for row, hit in enumerate(self._model.hits) if (hit.video_id, hit.segment) == wanted)
        row = next(rows, None)
        if row is None:
            self.hide()
        else:
            self._hit = self._model.hits[row]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that are named in the frame."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hit is not None:
            self.hide()
            self.opened.emit(self._hit)
        elif event.key() in steps:
            self.step_wanted.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
