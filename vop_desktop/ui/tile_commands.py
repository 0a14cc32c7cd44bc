"""What can be done with the selected tiles: play, show in the folder, copy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from vop_desktop.records import Hit, display_path
from vop_desktop.ui.results_page import ResultsPage

if TYPE_CHECKING:
    from vop_desktop.ui.player import Player

IN_PLAYER = ("frame_query", "copy_frame", "export_piece", "play_outside")  # commands that its window has too


class TileCommands(QObject):
    """Acts on the tiles that are selected in a page; the player is made when it is first needed.

    Signals:
        player_made(Player): its window, before it shows anything.
        player_changed(): it was opened or closed.
    """

    player_made = Signal(object)
    player_changed = Signal()

    def __init__(self, page: ResultsPage, window: QWidget) -> None:
        super().__init__(window)
        self._page = page
        self._window = window
        self._player: Player | None = None

    @property
    def player(self) -> Player | None:
        """The player's window, once something was played."""
        return self._player

    @property
    def playing(self) -> bool:
        """Whether the player's window shows a video."""
        return self._player is not None and self._player.view.hit is not None

    @Slot(object)
    def open(self, hit: Hit) -> None:
        """Plays a hit at its moment; a video of the unsearched library from its start."""
        if self._player is None:
            from vop_desktop.ui.player import Player

            self._player = Player(self._window)
            self._player.shown_changed.connect(self.player_changed)
            self.player_made.emit(self._player)
        self._player.open(hit, from_start=not hit.score)

    def play(self) -> None:
        """Plays the first selected tile."""
        for hit in self._page.selected_hits()[:1]:
            self.open(hit)

    def reveal(self) -> None:
        """Opens the folder of the first selected tile."""
        for hit in self._page.selected_hits()[:1]:
            QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.dirname(hit.path)))

    def copy_paths(self) -> None:
        """Puts the paths of all selected tiles on the clipboard, one a line."""
        paths = [display_path(hit.path) for hit in self._page.selected_hits()]
        QGuiApplication.clipboard().setText("\n".join(paths))

    def close(self) -> None:
        """Closes the player."""
        if self._player is not None:
            self._player.close()
