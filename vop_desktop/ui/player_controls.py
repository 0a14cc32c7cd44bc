"""The buttons, keys and menu of the player: one table, shown in as many rows as the width takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSlider, QToolButton, QVBoxLayout, QWidget

from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.playback import SPEEDS
from vop_desktop.ui.player_icons import SIZE, player_icon
from vop_desktop.ui.theme import current_tokens
from vop_desktop.ui.widgets import label

WORDY = 700  # pixels from which on the commands of the menu have buttons as well
NO_SHIFT = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


class Control(NamedTuple):
    """One thing that the player can do.

    Attributes:
        name: key in code.
        text: what menu and tool tip call it.
        keys: as shown.
        sign: on its button; without one it has none, or one with words.
        row: whether it has a button that is always there.
        wide: whether it has a button where there is room.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    sign: str = ""
    row: bool = False
    wide: bool = False


class PlayerControls(QWidget):
    """Shows the table; what each control does is said by `handle`.

    Signals:
        volume_wanted(int): the person moved the slider; per cent.
        speed_wanted(float): a speed was chosen.
    """

    volume_wanted = Signal(int)
    speed_wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = self._controls()
        self.actions_by_name = {control.name: self._action(control) for control in self._table}
        for name in ("loop", "mute"):
            self.actions_by_name[name].setCheckable(True)
        self._buttons: dict[str, QToolButton] = {}
        self._sign = ""  # on the first button
        self._words = QWidget()
        self.time = label("0:00 / 0:00", role="muted")
        self.speed = QToolButton()
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.more = QToolButton()
        self._lay_out()
        self.show_speed(1.0)
        self.show_playing(False)
        self._paint_signs()

    def _controls(self) -> tuple[Control, ...]:
        return (
            Control("play", self.tr("Play"), ("Space",), "play", row=True),
            Control("step_back", self.tr("One picture back"), (",",), "back", row=True),
            Control("step_on", self.tr("One picture on"), (".",), "on", row=True),
            Control("reverse", self.tr("Backwards, faster each time"), ("J",)),
            Control("pause", self.tr("Pause"), ("K",)),
            Control("faster", self.tr("Play, faster each time"), ("L",)),
            Control("peak_before", self.tr("Previous match"), ("Shift+N",), "before", row=True),
            Control("peak_next", self.tr("Next match"), ("N",), "next", row=True),
            Control("loop", self.tr("Loop the match, or the marked piece"), ("R",), "loop", row=True),
            Control("mark_in", self.tr("The piece begins here"), ("[", "I"), "in", row=True),
            Control("mark_out", self.tr("The piece ends here"), ("]", "O"), "out", row=True),
            Control("unmark", self.tr("Take the marks away"), ("\\",)),
            Control("mute", self.tr("Mute"), ("M",), "sound", row=True),
            Control("full", self.tr("Full screen"), ("F",), "full", row=True),
            Control("export", self.tr("Export piece…"), wide=True),
            Control("frame", self.tr("Use this frame as the query"), wide=True),
            Control("copy", self.tr("Copy this frame"), wide=True),
            Control("outside", self.tr("Open in another player"), wide=True),
        )

    def _action(self, control: Control) -> QAction:
        action = QAction(control.text, self)
        action.setIconText(control.text)
        keys = self.tr(" or ").join(control.keys)
        if keys:
            action.setText(f"{control.text}\t{keys}")
            action.setToolTip(f"{control.text} ({keys})")
        return action

    def _lay_out(self) -> None:
        row, words = FlowLayout(), FlowLayout(self._words)
        for control in self._table:
            if control.name == "full":
                self._add_menus(row)
            if control.row:
                row.addWidget(self._button(control.name, "sign"))
            elif control.wide:
                words.addWidget(self._button(control.name, "slim"))
            if control.name == "mute":
                row.addWidget(self.volume)
        row.addWidget(self.more)
        row.addWidget(self.time)
        for widget in (self.volume, self.time):
            widget.setMinimumHeight(self.more.sizeHint().height())
        self._words.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._words)

    def _button(self, name: str, kind: str) -> QToolButton:
        made = self._buttons[name] = QToolButton()
        made.setDefaultAction(self.actions_by_name[name])
        made.setProperty(kind, True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        only = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextOnly
        made.setToolButtonStyle(only[kind == "slim"])
        made.setIconSize(QSize(SIZE, SIZE))
        return made

    def _add_menus(self, row: FlowLayout) -> None:
        self.volume.setRange(0, 100)
        self.volume.setFixedWidth(64)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.volume.valueChanged.connect(self.volume_wanted)
        for made, name in ((self.speed, self.tr("Speed")), (self.more, self.tr("More"))):
            made.setProperty("sign", True)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            made.setAccessibleName(name)
            made.setToolTip(name)
        self.speed.setMenu(self._speed_menu())
        menu = QMenu(self.more)
        wide = [control.name for control in self._table if control.wide]
        menu.addActions([self.actions_by_name[name] for name in wide])
        menu.addSeparator()
        menu.addActions([action for name, action in self.actions_by_name.items() if name not in wide])
        self.more.setMenu(menu)
        self.more.setIconSize(QSize(SIZE, SIZE))
        row.addWidget(self.speed)

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self.speed)
        group = QActionGroup(menu)
        for speed in SPEEDS:
            action = menu.addAction(_speed_text(speed))
            action.setCheckable(True)
            action.setData(speed)
            group.addAction(action)
        menu.triggered.connect(self._speed_chosen)
        return menu

    def _speed_chosen(self, action: QAction) -> None:
        self.speed_wanted.emit(float(action.data()))

    def handle(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Says what the controls do, by name."""
        for name, handler in handlers.items():
            self.actions_by_name[name].triggered.connect(lambda *_, handler=handler: handler())

    # --- how things stand -----------------------------------------------------------------------------

    def show_playing(self, playing: bool, *, ended: bool = False) -> None:
        """The first button holds or goes on; at the end it begins anew."""
        sign = "pause" if playing else "again" if ended else "play"
        if sign != self._sign:
            self._sign = sign
            self._show_sign()

    def _show_sign(self) -> None:
        action = self.actions_by_name["play"]
        texts = {"pause": self.tr("Pause"), "again": self.tr("Play again"), "play": self.tr("Play")}
        text = texts[self._sign]
        action.setIconText(text)
        action.setText(f"{text}\tSpace")
        action.setToolTip(f"{text} (Space)")
        action.setIcon(player_icon(self._sign, current_tokens()))

    def show_speed(self, speed: float) -> None:
        """The speed on its button; backwards with a sign."""
        self.speed.setText(_speed_text(speed))
        for action in self.speed.menu().actions():
            action.setChecked(abs(float(action.data()) - speed) < 0.01)

    def show_sound(self, volume: int, muted: bool) -> None:
        """Slider and button, without telling anybody."""
        self.volume.blockSignals(True)
        self.volume.setValue(volume)
        self.volume.blockSignals(False)
        action = self.actions_by_name["mute"]
        action.setChecked(muted)
        action.setIcon(player_icon("muted" if muted else "sound", current_tokens()))

    @property
    def keyed(self) -> tuple[QWidget, ...]:
        """The widgets that the keyboard can be on, menus aside."""
        return (*self._buttons.values(), self.volume, self.speed, self.more)

    def set_enabled(self, names: tuple[str, ...], enabled: bool) -> None:
        """Lets controls be used or not."""
        for name in names:
            self.actions_by_name[name].setEnabled(enabled)

    def leave_out(self, name: str, out: bool) -> None:
        """Takes a control away where it makes no sense; it has no key then either."""
        self.actions_by_name[name].setVisible(not out)
        self._buttons[name].setVisible(not out)

    # --- keys -----------------------------------------------------------------------------------------

    def control_for(self, event: QKeyEvent) -> str:
        """The control that a key works now, or nothing."""
        plain = not event.modifiers() & ~NO_SHIFT
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        if not plain or (shift and key != Qt.Key.Key_N and not _is_sign(key)):
            return ""
        name = "peak_before" if shift and key == Qt.Key.Key_N else _KEYS.get(key, "")
        action = self.actions_by_name.get(name)
        return name if action is not None and action.isVisible() and action.isEnabled() else ""

    # --- looks ----------------------------------------------------------------------------------------

    def _paint_signs(self) -> None:
        tokens = current_tokens()
        for control in self._table:
            if control.sign and control.name not in ("play", "mute"):
                self.actions_by_name[control.name].setIcon(player_icon(control.sign, tokens))
        self.more.setIcon(player_icon("more", tokens))

    def changeEvent(self, event: QEvent) -> None:
        """Draws the signs anew when the colours change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "more"):
            self._paint_signs()
            self.show_sound(self.volume.value(), self.actions_by_name["mute"].isChecked())
            self._show_sign()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons with words where there is room."""
        super().resizeEvent(event)
        self._words.setVisible(self.width() >= WORDY)


_KEYS = {
    Qt.Key.Key_Space: "play", Qt.Key.Key_Comma: "step_back", Qt.Key.Key_Period: "step_on",
    Qt.Key.Key_J: "reverse", Qt.Key.Key_K: "pause", Qt.Key.Key_L: "faster", Qt.Key.Key_N: "peak_next",
    Qt.Key.Key_R: "loop", Qt.Key.Key_BracketLeft: "mark_in", Qt.Key.Key_I: "mark_in",
    Qt.Key.Key_BracketRight: "mark_out", Qt.Key.Key_O: "mark_out", Qt.Key.Key_Backslash: "unmark",
    Qt.Key.Key_M: "mute", Qt.Key.Key_F: "full",
}  # fmt: skip


def _is_sign(key: Qt.Key) -> bool:
    """Whether a key may need Shift on some keyboards."""
    return key in (
        Qt.Key.Key_Comma, Qt.Key.Key_Period, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight,
        Qt.Key.Key_Backslash,
    )  # fmt: skip


def _speed_text(speed: float) -> str:
    return f"{speed:g}×".replace("-", "−")
