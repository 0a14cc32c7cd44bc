"""The picture of the inspected result with the heat strip of the query; a player takes its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.heat_strip import HeatStrip
from vop_desktop.ui.inspect_messages import HeatAnswer
from vop_desktop.ui.poster import TALLEST, Poster
from vop_desktop.ui.texts import clock, file_name

if TYPE_CHECKING:
    from vop_desktop.ui.player_view import PlayerView

LEAST_PICTURE = 90  # pixels; how high the picture of a `PlayerView` is at least


class InspectorPicture(QWidget):
    """Shows the poster of a result until it is played. The player is made when it is first needed.

    Signals:
        player_made(PlayerView): before it shows anything.
        played(): it begins to play.
    """

    player_made = Signal(object)
    played = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hit: Hit | None = None
        self.answer = HeatAnswer(0)
        self.player: PlayerView | None = None
        self.poster = Poster()
        self.poster.clicked.connect(self.play)
        self.heat = HeatStrip()
        self.heat.hide()
        self.heat.sought.connect(self._play_from)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.poster)
        self._column.addWidget(self.heat)

    @property
    def playing(self) -> bool:
        """Whether the player is shown, playing or not."""
        return self.player is not None and self.player.hit is not None

    def show_hit(self, hit: Hit, *, asked: bool) -> None:
        """Another result, or the same one for another query.

        What is played goes on if it is the same moment of the same file.

        Args:
            hit: the result.
            asked: whether a query was asked, so that a heat strip may come.
        """
        if self._hit is None or _moment(hit) != _moment(self._hit):
            self.stop()
        self._hit = hit
        self.poster.setEnabled(not hit.offline)
        self.heat.setEnabled(not hit.offline)
        begin = clock(hit.moment if hit.score else 0.0)
        self.poster.setAccessibleName(self.tr("Play {0} at {1}").format(file_name(hit.path), begin))
        self._retain_heat(asked and not self.playing)
        self.show_heat(HeatAnswer(0))
        self.show_picture(None)

    def _retain_heat(self, retained: bool) -> None:
        """Keeps room for the strip, so that what is below does not jump when it comes."""
        policy = self.heat.sizePolicy()
        policy.setRetainSizeWhenHidden(retained)
        self.heat.setSizePolicy(policy)

    def show_picture(self, picture: QImage | None) -> None:
        """The picture of the moment, or None while it is loaded."""
        if self._hit is not None:
            length = clock(self._hit.duration)
            times = f"{clock(self._hit.moment)} / {length}" if self._hit.score else length
            self.poster.show_picture(picture, times)

    def show_heat(self, answer: HeatAnswer) -> None:
        """Where the query shows in the video."""
        self.answer = answer
        if self._hit is None or not answer.times:
            self.heat.clear()
            self.heat.show_peaks(())
        elif not self.playing:
            self.heat.show(answer.similarities, answer.times, self._hit.duration)
            self.heat.show_peaks(answer.peaks)
            self.heat.set_position(self._hit.moment)
        self._show_heat_in_player()

    def _show_heat_in_player(self) -> None:
        if self.player is None or self._hit is None or not self.playing:
            return
        if self.answer.times:
            self.player.show_heat(self.answer.similarities, self.answer.times, self._hit.duration)
            self.player.show_peaks(self.answer.peaks)
        else:
            self.player.clear_heat()
        self._fit()

    # --- playing --------------------------------------------------------------------------------------

    @Slot()
    def play(self) -> None:
        """Plays the result at its moment, if its file is there."""
        hit = self._hit
        if hit is None or hit.offline:
            return
        by_keyboard = self.poster.hasFocus() or self.heat.hasFocus()
        if self.player is None:
            from vop_desktop.ui.player_view import PlayerView

            self.player = PlayerView()
            self._column.addWidget(self.player)
            self.player_made.emit(self.player)
        self.poster.hide()
        self.heat.hide()
        self._retain_heat(False)
        self.player.show()
        self.player.open(hit, from_start=not hit.score)
        self._show_heat_in_player()
        self._fit()
        if by_keyboard:
            self.player.setFocus(Qt.FocusReason.OtherFocusReason)
        self.played.emit()

    @Slot(float)
    def _play_from(self, seconds: float) -> None:
        self.play()
        if self.player is not None and self.playing:
            self.player.seek(seconds)

    def stop(self) -> None:
        """Stops playing, lets go of the file, and shows the poster again."""
        if self.player is None or not self.playing:
            return
        focused = self.player.isAncestorOf(self.focusWidget() or self)
        self.player.stop()
        self.player.hide()
        self.poster.show()
        self.show_heat(self.answer)
        if focused:
            self.poster.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture of the player keeps its shape."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = None if self.player is None else self.player.layout()
        if self.player is None or layout is None or self.player.isHidden():
            return
        width = self.width()
        least = layout.minimumHeightForWidth(width)
        self.player.setFixedHeight(least + max(0, min(TALLEST, width * 9 // 16) - LEAST_PICTURE))


def _moment(hit: Hit) -> tuple[str, float, bool]:
    return hit.path, hit.moment, hit.offline
