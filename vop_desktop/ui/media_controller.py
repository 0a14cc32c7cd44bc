"""What players ask for: pieces to be exported, frames to be queries or copies, other players to go on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from vop_desktop.records import Hit
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.media_messages import FrameRead, OutsideStart, PieceProgress, PlayerHabits
from vop_desktop.ui.media_worker import MediaWorker
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import Example
from vop_desktop.ui.results_controller import ResultsController
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import clock, file_name
from vop_desktop.ui.tile_commands import IN_PLAYER

if TYPE_CHECKING:
    from vop_desktop.media.cutting import Piece
    from vop_desktop.ui.player import Player
    from vop_desktop.ui.player_view import PlayerView

KEEP_HABITS_MS = 500


class MediaController(QObject):
    """Joins the players with the workers that read and write single videos, and with the message bar."""

    def __init__(
        self,
        workers: tuple[MediaWorker, MediaWorker],
        results: ResultsController,
        actions: Actions,
        message: MessageBar,
        *,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._worker, self._exporter = workers
        self._results = results
        self._actions = actions
        self._message = message
        self._settings = settings
        self._window = window
        self._views: list[PlayerView] = []
        self._progress = ""  # what the bar says of an export
        self._asker: PlayerView | None = None  # the player that the last export was asked for in
        self._habits = PlayerHabits(
            settings.get("player_volume"), settings.get("player_muted"), settings.get("player_loop")
        )
        self._keep_habits = QTimer(self)  # a slider has many values on the way
        self._keep_habits.setSingleShot(True)
        self._keep_habits.setInterval(KEEP_HABITS_MS)
        self._keep_habits.timeout.connect(self._habits_settled)
        self.dialog: QFileDialog | None = None
        actions.handle(
            {
                "frame_query": self._take_frame, "copy_frame": self._copy_frame,
                "export_piece": self._export_piece, "play_outside": self._play_outside,
            }
        )  # fmt: skip
        results.tiles.player_made.connect(self._player_made)
        self._worker.frame_read.connect(self._frame_read)
        self._worker.outside_started.connect(self._outside_started)
        self._exporter.piece_moved.connect(self._piece_moved)
        self._exporter.piece_done.connect(self._piece_done)
        for worker in workers:
            worker.failed.connect(self._tell_windows)

    def attach(self, view: PlayerView) -> None:
        """Serves a player, wherever it stands: its wishes, its volume, and the commands of the menu."""
        self._views.append(view)
        view.take_habits(self._habits)
        view.frame_wanted.connect(self._read_frame)
        view.copy_wanted.connect(self.copy_frame)
        view.piece_wanted.connect(self.export)
        view.outside_wanted.connect(self.play_outside)
        view.habits_changed.connect(self._habits_changed)

    @Slot(object)
    def _player_made(self, player: Player) -> None:
        self.attach(player.view)
        player.addActions([self._actions[name] for name in IN_PLAYER])

    @Slot(object)
    def _habits_changed(self, habits: PlayerHabits) -> None:
        self._habits = habits
        self._keep_habits.start()
        for view in self._views:
            if view is not self.sender():
                view.take_habits(habits)

    @Slot()
    def _habits_settled(self) -> None:
        self._keep_habits.stop()
        kept = {"player_volume": self._habits.volume, "player_muted": self._habits.muted,
                "player_loop": self._habits.loop}  # fmt: skip
        for name, value in kept.items():
            if self._settings.get(name) != value:
                self._settings.set(name, value)

    def close(self) -> None:
        """The window goes away."""
        self._habits_settled()
        if self.dialog is not None:
            self.dialog.close()

    @property
    def front(self) -> PlayerView | None:
        """The player that the person works with: its window is active, or the keyboard is within it."""
        focus = QApplication.focusWidget()
        for view in self._views:
            alone = view.window() is not self._window and view.window().isActiveWindow()
            if view.hit is not None and (alone or view is focus or view.isAncestorOf(focus or self._window)):
                return view
        return None

    # --- the commands ---------------------------------------------------------------------------------

    def _take_frame(self) -> None:
        view = self.front
        if view is not None:
            view.ask_for_frame()
        else:
            self._results.examples.take_frame()

    def _copy_frame(self) -> None:
        view = self.front
        if view is not None:
            view.ask_for_copy()
            return
        for hit in self._results.page.selected_hits()[:1]:
            self.copy_frame(hit, hit.moment)

    def _export_piece(self) -> None:
        view = self.front
        if view is not None:
            view.ask_for_piece()
            return
        for hit in self._results.page.selected_hits()[:1]:
            self.export(hit, hit.start, hit.end if hit.end > hit.start else hit.duration)

    def _play_outside(self) -> None:
        view = self.front
        if view is not None:
            view.ask_for_outside()
            return
        for hit in self._results.page.selected_hits()[:1]:
            self.play_outside(hit, hit.moment if hit.score else 0.0)

    # --- a frame --------------------------------------------------------------------------------------

    @Slot(object, float)
    def _read_frame(self, hit: Hit, seconds: float) -> None:
        self._worker.read_frame(hit.path, seconds)

    @Slot(object, float)
    def copy_frame(self, hit: Hit, seconds: float) -> None:
        """Puts the frame shown at a time into the clipboard."""
        if hit.offline:
            self._say_gone(hit)
        else:
            self._worker.read_frame(hit.path, seconds, copied=True)

    @Slot(object)
    def _frame_read(self, frame: FrameRead) -> None:
        text = self.tr("{0} at {1}").format(file_name(frame.path), clock(frame.time))
        if frame.copied:
            QApplication.clipboard().setImage(QImage.fromData(frame.data))
            self._message.say(self.tr("The picture is copied: {0}.").format(text))
            self._tell_windows(self._message.text)
            return
        self._results.search_like(Example(text, frame.data), QImage.fromData(frame.data))
        self._window.raise_()
        self._window.activateWindow()

    # --- a piece --------------------------------------------------------------------------------------

    @Slot(object, float, float)
    def export(self, hit: Hit, begin: float, end: float) -> None:
        """Asks where a piece is to go, and exports it there. Seconds."""
        from vop_desktop.media.cutting import piece_name

        if hit.offline:
            self._say_gone(hit)
            return
        name = piece_name(hit.path, begin, end)
        view = self._asker = self.front
        dialog = QFileDialog(self._window if view is None else view.window(), self.tr("Export a piece"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever replaced
        dialog.setNameFilter(self.tr("Videos") + " (*.mp4 *.m4v *.mov *.mkv *.webm)")
        dialog.setDefaultSuffix(os.path.splitext(name)[1][1:])
        LastFolders(self._settings).prepare(dialog, "piece")
        dialog.selectFile(name)
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda target: self._export_to(hit, target, begin, end))
        dialog.finished.connect(self._dialog_gone)
        self.dialog = dialog
        dialog.show()

    @Slot()
    def _dialog_gone(self) -> None:
        self.dialog = None

    def _export_to(self, hit: Hit, target: str, begin: float, end: float) -> None:
        self._progress = ""
        self._exporter.cut(hit.path, target, begin, end)

    @Slot(object)
    def _piece_moved(self, progress: PieceProgress) -> None:
        if self._progress and self._message.text != self._progress:
            return  # it was closed, or something else is to be read
        text = self.tr("Exporting a piece of {0}: {1} %")
        self._message.say(
            text.format(file_name(progress.source), round(100 * progress.share)),
            offer=self.tr("Stop"),
            take=self._exporter.cancel,
        )
        self._progress = self._message.text
        self._tell_asker(self._progress)

    @Slot(object)
    def _piece_done(self, piece: Piece) -> None:
        self._progress = ""
        text = self.tr("The piece is exported as {0}.").format(file_name(piece.path))
        if piece.early:
            why = self.tr("It begins {1} s early, at {0}: only at a key frame can a copy begin.")
            text += " " + why.format(clock(piece.begin), f"{piece.asked - piece.begin:.1f}")
        self._message.say(
            text, offer=self.tr("Show in folder"), take=lambda: _show(os.path.dirname(piece.path))
        )
        self._tell_asker(text)

    # --- another player -------------------------------------------------------------------------------

    @Slot(object, float)
    def play_outside(self, hit: Hit, seconds: float) -> None:
        """Opens a video in another player, at a time where one is installed that takes it."""
        if hit.offline:
            self._say_gone(hit)
        else:
            self._worker.start_outside(hit.path, seconds, str(self._settings.get("outside_player")))

    @Slot(object)
    def _outside_started(self, start: OutsideStart) -> None:
        if start.player:
            return
        if not _show(start.path):
            text = self.tr("No program here opens {0}. Install a video player, such as VLC or mpv.")
            self._message.say(text.format(file_name(start.path)))
            self._tell_windows(self._message.text)
        elif start.seconds >= 1:
            text = self.tr("The system's player begins at the start; the moment is at {0}.")
            self._message.say(text.format(clock(start.seconds)))

    @Slot(str)
    def _tell_windows(self, text: str) -> None:
        """Says it in the players' own windows too: they may hide the message bar."""
        for view in self._views:
            if view.hit is not None and view.window() is not self._window:
                view.tell(said(text))

    def _tell_asker(self, text: str) -> None:
        """Says it in the window of the player from which the export was asked for, while that is open."""
        view = self._asker
        if view is not None and view.hit is not None and view.window() is not self._window:
            view.tell(text)

    def _say_gone(self, hit: Hit) -> None:
        text = self.tr("{0} is not there now: it was moved or deleted, or its drive is not connected.")
        self._message.say(text.format(file_name(hit.path)))


def _show(path: str) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))
