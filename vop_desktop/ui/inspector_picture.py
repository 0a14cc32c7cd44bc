"""The picture of the inspected result, and what plays it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.inspect_messages import HeatAnswer
from vop_desktop.ui.poster import Poster
from vop_desktop.ui.texts import clock, file_name


class InspectorPicture(QWidget):
    """Shows the poster of a result until it is played.

    Signals:
        play_wanted(Hit): the person wants to see it.
    """

    play_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._hit: Hit | None = None
        self.heat = HeatAnswer(0)
        self.poster = Poster()
        self.poster.clicked.connect(self.play)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.poster)

    def show_hit(self, hit: Hit) -> None:
        """Another result; what was played stops."""
        if hit != self._hit:
            self.stop()
        self._hit = hit
        self.poster.setEnabled(not hit.offline)
        self.poster.setAccessibleName(
            self.tr("Play {0} at {1}").format(file_name(hit.path), clock(self._begin))
        )
        self.show_picture(None)

    @property
    def _begin(self) -> float:
        return 0.0 if self._hit is None or not self._hit.score else self._hit.moment

    def show_picture(self, picture: QImage | None) -> None:
        """The picture of the moment, or None while it is loaded."""
        hit = self._hit
        times = "" if hit is None else clock(hit.duration)
        if hit is not None and hit.score:
            times = f"{clock(hit.moment)} / {times}"
        self.poster.show_picture(picture, times)

    def show_heat(self, heat: HeatAnswer) -> None:
        """Where the query shows in the video."""
        self.heat = heat

    def stop(self) -> None:
        """Stops playing and lets go of the file."""

    @Slot()
    def play(self) -> None:
        """Plays the result, if its file is there."""
        if self._hit is not None and not self._hit.offline:
            self.play_wanted.emit(self._hit)
