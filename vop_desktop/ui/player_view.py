"""A player that opens a video at its moment: picture, timeline, buttons, and words where it cannot play."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSlider, QVBoxLayout, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.heat_strip import HeatStrip
from vop_desktop.ui.media_messages import PlayerHabits
from vop_desktop.ui.playback import Playback
from vop_desktop.ui.player_controls import PlayerControls
from vop_desktop.ui.player_picture import PlayerPicture
from vop_desktop.ui.texts import clock
from vop_desktop.ui.timeline import SeekBar, moment_after
from vop_desktop.ui.widgets import label

SHORTEST_SECONDS = 3.0  # of a video that are shown at least
PLAYING = (
    "play", "step_back", "step_on", "reverse", "pause", "faster", "loop", "mark_in", "mark_out", "unmark",
)  # fmt: skip


class PlayerView(QWidget):
    """Shows one video at a time, in any window or panel from 320 pixels on.

    Keys work while the keyboard is on the view or within it. Files are opened by Qt's media player, in its
    own threads. What the view cannot do itself it asks for by signals.

    Signals:
        opened(Hit): a video is shown now, without heat yet.
        gave_up(Hit, str): no picture came; the reason.
        moved(float): where it is now, seconds.
        frame_wanted(Hit, float): the frame in view is to be the query; its time, seconds.
        copy_wanted(Hit, float): the frame in view is to be copied; its time, seconds.
        piece_wanted(Hit, float, float): this piece is to be exported; beginning and end, seconds.
        outside_wanted(Hit, float): another player is to show it from this time on, seconds.
        full_screen_wanted(): the window is to fill the screen, or not any more.
        habits_changed(PlayerHabits): the person chose another volume, or to loop or not.
    """

    opened = Signal(object)
    gave_up = Signal(object, str)
    moved = Signal(float)
    frame_wanted = Signal(object, float)
    copy_wanted = Signal(object, float)
    piece_wanted = Signal(object, float, float)
    outside_wanted = Signal(object, float)
    full_screen_wanted = Signal()
    habits_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hit: Hit | None = None
        self._begin = 0.0
        self._marks: tuple[float | None, float | None] = (None, None)
        self._habits = PlayerHabits()
        self.playback = Playback(self)
        self.picture = PlayerPicture()
        self._note = label(role="muted", wrap=True)
        self._note.hide()
        self.heat = HeatStrip()
        self.heat.hide()
        self.seek_bar = SeekBar()
        self.controls = PlayerControls()
        self.controls.leave_out("full", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self._connect()
        self.stop()
        self.take_habits(self._habits)

    def sizeHint(self) -> QSize:
        """Room for a small picture."""
        return QSize(480, 400)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self._note)
        layout.addWidget(self.heat)
        layout.addWidget(self.seek_bar)
        layout.addWidget(self.controls)

    def _connect(self) -> None:
        playback, controls = self.playback, self.controls
        self.picture.pressed.connect(self._toggle)
        self.picture.pressed_twice.connect(self.full_screen_wanted)
        self.picture.outside_wanted.connect(self.ask_for_outside)
        playback.failed.connect(self._give_up)
        playback.moved.connect(self._moved)
        playback.length_known.connect(self._length_known)
        playback.state_changed.connect(self._state_changed)
        playback.sound_missing.connect(self._say_no_sound)
        self.seek_bar.sought.connect(self.seek)
        self.heat.sought.connect(self.seek)
        self.heat.peaks_changed.connect(self._peaks_changed)
        controls.volume_wanted.connect(self._set_volume)
        controls.speed_wanted.connect(playback.set_speed)
        controls.handle(
            {
                "play": self._toggle, "step_back": self._step_back, "step_on": self._step_on,
                "reverse": playback.backward, "pause": playback.pause, "faster": playback.faster,
                "peak_before": self._peak_before, "peak_next": self._peak_next, "loop": self._loop_chosen,
                "mark_in": self._mark_in, "mark_out": self._mark_out, "unmark": self._unmark,
                "mute": self._mute_chosen, "full": self.full_screen_wanted.emit,
                "export": self.ask_for_piece, "frame": self.ask_for_frame, "copy": self.ask_for_copy,
                "outside": self.ask_for_outside,
            }
        )  # fmt: skip
        for widget in (self.seek_bar, *self.controls.keyed, self.picture.offer):
            widget.installEventFilter(self)

    # --- what is shown --------------------------------------------------------------------------------

    def open(self, hit: Hit, *, from_start: bool = False, play: bool = True) -> None:
        """Shows a video from the moment of the hit on, or from its start.

        A moment so near the end that hardly anything would be seen begins a little earlier.

        Args:
            hit: the video; heat and peaks of the one before are taken away.
            from_start: from its beginning.
            play: else the picture at that moment is held.
        """
        latest = max(0.0, hit.duration - SHORTEST_SECONDS) if hit.duration else hit.moment
        begin = 0.0 if from_start else min(hit.moment, latest)
        self._hit, self._begin = hit, begin
        self._note.hide()
        self.clear_heat()
        self.show_peaks((hit.moment,) if hit.score and not from_start else ())
        self._unmark()
        match = (hit.start, hit.end) if hit.end > hit.start and hit.score else None
        self.seek_bar.show_match(match)
        self.seek_bar.set_duration(hit.duration)
        self._moved(begin)
        self._enable(True)
        self.opened.emit(hit)
        if hit.offline:
            self._give_up(
                self.tr("The file is not there now: it was moved or deleted, or its drive is not connected.")
            )
            return
        video = self.playback.prepare()
        if video is None:
            self._give_up(self.tr("This system has no working media player for the window."))
            return
        self.picture.show_picture(video)
        self.playback.set_loop(self.span if self._habits.loop else None)
        self.playback.open(hit.path, begin, play=play)

    def stop(self) -> None:
        """Stops, and lets go of the file."""
        self.playback.stop()
        self._hit = None
        self.picture.say("", offer=False)
        self.clear_heat()
        self._enable(False)

    @property
    def hit(self) -> Hit | None:
        """What is shown; None after `stop`."""
        return self._hit

    @property
    def message(self) -> str:
        """Why there is no picture; empty while there may be one."""
        return self.picture.message

    @property
    def position(self) -> float:
        """Where it is, seconds."""
        return self._begin if self.message else self.playback.position

    @property
    def span(self) -> tuple[float, float]:
        """The piece between the marks; without them the matching part, else the whole; seconds."""
        hit = self._hit
        length = self.playback.duration or (hit.duration if hit is not None else 0.0)
        begin, end = self._marks
        if begin is None and end is None and hit is not None and hit.end > hit.start:
            return hit.start, min(hit.end, length) if length > hit.start else hit.end
        return begin or 0.0, length if end is None else end

    def seek(self, seconds: float) -> None:
        """Goes to a moment."""
        self.playback.seek(seconds)

    def show_peaks(self, moments: tuple[float, ...]) -> None:
        """Says where the matches are, for “next match”; with none the heat strip finds them."""
        self.heat.show_peaks(moments)

    def show_heat(self, similarities: Sequence[float], times: Sequence[float], duration: float) -> None:
        """Shows how well each moment fits; see `HeatStrip.show`."""
        self.heat.show(similarities, times, duration)
        self.heat.setVisible(self.heat.filled)
        self.heat.set_position(self.position)

    def clear_heat(self) -> None:
        """Takes heat strip and matches away."""
        self.heat.show_peaks(())
        self.heat.clear()

    def tell(self, text: str) -> None:
        """Says something below the picture until the next video is opened."""
        self._note.setText(text)
        self._note.show()

    def offer_full_screen(self) -> None:
        """Shows the control for it: the window answers to `full_screen_wanted`."""
        self.controls.leave_out("full", False)

    def take_habits(self, habits: PlayerHabits) -> None:
        """Takes up volume and looping as they were left."""
        self._habits = habits
        self.playback.set_sound(habits.volume, habits.muted)
        self.playback.set_loop(self.span if habits.loop else None)
        self.controls.show_sound(habits.volume, habits.muted)
        self.controls.actions_by_name["loop"].setChecked(habits.loop)

    # --- what the playback says -----------------------------------------------------------------------

    @Slot(float)
    def _moved(self, seconds: float) -> None:
        self.seek_bar.set_position(seconds)
        self.heat.set_position(seconds)
        self.controls.time.setText(f"{clock(seconds)} / {clock(self.seek_bar.duration)}")
        self.controls.show_playing(self.playback.playing, ended=self.playback.ended)
        self.moved.emit(seconds)

    @Slot(float)
    def _length_known(self, seconds: float) -> None:
        if seconds > 0:
            self.seek_bar.set_duration(seconds)
            self.controls.time.setText(f"{clock(self.position)} / {clock(seconds)}")

    @Slot()
    def _state_changed(self) -> None:
        self.controls.show_playing(self.playback.playing, ended=self.playback.ended)
        self.controls.show_speed(self.playback.speed)

    @Slot()
    def _say_no_sound(self) -> None:
        self.tell(self.tr("This computer has no sound device; it plays without sound."))

    @Slot(str)
    def _give_up(self, reason: str) -> None:
        self.playback.stop()
        gone = self._hit is not None and self._hit.offline
        advice = "" if gone else self.tr("It may play in another player.")
        self.picture.say(f"{reason}\n\n{advice}".strip(), offer=not gone)
        self._enable(False)
        self.controls.set_enabled(("outside", "export"), not gone)
        if self._hit is not None:
            self.gave_up.emit(self._hit, reason)

    def _enable(self, possible: bool) -> None:
        self.controls.set_enabled((*PLAYING, "frame", "export", "outside"), possible)
        self.seek_bar.setEnabled(possible)
        self._peaks_changed()

    @Slot()
    def _peaks_changed(self) -> None:
        possible = bool(self.heat.peaks) and self.seek_bar.isEnabled()
        self.controls.set_enabled(("peak_before", "peak_next"), possible)

    # --- what the person does -------------------------------------------------------------------------

    def _toggle(self) -> None:
        if self.playback.playing or self.playback.speed < 0:
            self.playback.pause()
        else:
            self.playback.play()

    def _step_back(self) -> None:
        self.playback.step(-1)

    def _step_on(self) -> None:
        self.playback.step(1)

    def _peak_before(self) -> None:
        self._go_to_peak(-1)

    def _peak_next(self) -> None:
        self._go_to_peak(1)

    def _go_to_peak(self, step: int) -> None:
        peak = self.heat.peak_from(self.position, step)
        if peak is not None:
            self.seek(peak)

    def _mark_in(self) -> None:
        here, end = self.playback.shown, self._marks[1]
        self._set_marks(here, end if end is not None and end > here else None)

    def _mark_out(self) -> None:
        here, begin = self.position, self._marks[0]
        self._set_marks(begin if begin is not None and begin < here else None, here)

    def _unmark(self) -> None:
        self._set_marks(None, None)

    def _set_marks(self, begin: float | None, end: float | None) -> None:
        self._marks = begin, end
        self.seek_bar.show_marks(begin, end)
        self.playback.set_loop(self.span if self._habits.loop else None)

    def _loop_chosen(self) -> None:
        looping = self.controls.actions_by_name["loop"].isChecked()
        self._keep(PlayerHabits(self._habits.volume, self._habits.muted, looping))
        begin, end = self.span
        if looping and self._hit is not None and not begin <= self.position < end:
            self.seek(begin)

    def _mute_chosen(self) -> None:
        muted = self.controls.actions_by_name["mute"].isChecked()
        self._keep(PlayerHabits(self._habits.volume, muted, self._habits.loop))

    @Slot(int)
    def _set_volume(self, volume: int) -> None:
        self._keep(PlayerHabits(volume, False, self._habits.loop))

    def _keep(self, habits: PlayerHabits) -> None:
        self.take_habits(habits)
        self.habits_changed.emit(habits)

    def ask_for_frame(self) -> None:
        """The frame in view is to be the query."""
        if self._hit is not None:
            self.playback.pause()
            self.frame_wanted.emit(self._hit, self.playback.shown)

    def ask_for_copy(self) -> None:
        """The frame in view is to be copied."""
        if self._hit is not None:
            self.copy_wanted.emit(self._hit, self.playback.shown)

    def ask_for_piece(self) -> None:
        """The piece between the marks, else the match, is to be exported."""
        if self._hit is not None:
            self.piece_wanted.emit(self._hit, *self.span)

    def ask_for_outside(self) -> None:
        """Another player is to go on from here."""
        if self._hit is not None:
            self.playback.pause()
            self.outside_wanted.emit(self._hit, self.position)

    # --- keys -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the controls, arrows and digits."""
        if not self._take_key(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets the keys of the player work on its buttons too, but for those that work the buttons."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            pressing = isinstance(watched, QAbstractButton) and event.key() == Qt.Key.Key_Space
            sliding = isinstance(watched, QSlider) and event.key() in _ARROWS
            if not pressing and not sliding and self._take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        name = self.controls.control_for(event)
        if name:
            self.controls.actions_by_name[name].trigger()
            return True
        moment = moment_after(event, self.position, self.seek_bar.duration)
        if moment is None or not self.seek_bar.isEnabled():
            return False
        self.seek(moment)
        return True


_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
