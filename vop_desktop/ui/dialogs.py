"""The windows beside the window: settings, keys, commands, rules. Loaded when asked for, never modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.messages import PackCard
from vop_desktop.ui.packs_controller import PacksController

if TYPE_CHECKING:
    from vop_desktop.ui.about_window import AboutWindow
    from vop_desktop.ui.command_palette import CommandPalette
    from vop_desktop.ui.rules_sheet import RulesSheet
    from vop_desktop.ui.settings_dialog import SettingsDialog
    from vop_desktop.ui.shortcuts_dialog import ShortcutsDialog


class Dialogs(QObject):
    """Shows them, and keeps what is changed there.

    Signals:
        setting_changed(str): the person gave a setting another value.
        rule_wanted(str, bool): this example of a rule of the search; after what is typed already.
        restart_wanted(): the program is to be started anew.
    """

    setting_changed = Signal(str)
    rule_wanted = Signal(str, bool)
    restart_wanted = Signal()

    def __init__(self, window: QWidget, settings: Settings, packs: PacksController) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._packs = packs
        self._actions: Actions | None = None
        self.settings: SettingsDialog | None = None
        self.shortcuts: ShortcutsDialog | None = None
        self.palette: CommandPalette | None = None
        self.about: AboutWindow | None = None
        self.rules: RulesSheet | None = None

    def take_actions(self, actions: Actions) -> None:
        """The window's commands; gives them the keys the person chose."""
        self._actions = actions
        actions.restore_keys(str(self._settings.get("keys")))
        actions.handle(
            {
                "settings": self.show_settings, "commands": self.show_commands,
                "shortcuts": self.show_shortcuts, "search_rules": self.show_rules,
            }
        )  # fmt: skip

    def show_settings(self) -> None:
        """All settings on one page."""
        if self.settings is None:
            from vop_desktop.ui.settings_dialog import SettingsDialog

            self.settings = SettingsDialog(self._settings, self._window)
            self.settings.changed.connect(self.setting_changed)
            self.settings.restart_wanted.connect(self.restart_wanted)
            self.settings.pack_wanted.connect(self._packs.use)
            self.settings.packs_wanted.connect(self._packs.show)
            self._packs.listed.connect(self.settings.pack.show_packs)
            self._packs.pack_changed.connect(self.settings.pack.refresh)
        self._packs.refresh()
        self.settings.refresh()
        self.settings.bring_up()

    def show_shortcuts(self) -> None:
        """The sheet of keys."""
        if self.shortcuts is None and self._actions is not None:
            from vop_desktop.ui.shortcuts_dialog import ShortcutsDialog

            self.shortcuts = ShortcutsDialog(self._actions, self._window)
            self.shortcuts.changed.connect(self._keys_changed)
        if self.shortcuts is not None:
            self.shortcuts.bring_up()

    def show_commands(self) -> None:
        """All commands, found by typing."""
        if self.palette is None and self._actions is not None:
            from vop_desktop.ui.command_palette import CommandPalette

            self.palette = CommandPalette([action for _, action in self._actions.items()], self._window)
        if self.palette is not None:
            self.palette.open()

    def show_rules(self) -> None:
        """What a search understands, with examples to try."""
        if self.rules is None:
            from vop_desktop.ui.rules_sheet import RulesSheet

            self.rules = RulesSheet(self._window)
            self.rules.example_wanted.connect(self.rule_wanted)
        self.rules.bring_up()

    def show_about(self, library: str, card: PackCard | None) -> None:
        """What the program is, and where it keeps its things. `card` is the pack in use."""
        if self.about is None and self._actions is not None:
            from vop_desktop.ui.about_window import AboutWindow

            self.about = AboutWindow(library, self._actions, self._window)
        if self.about is not None:
            self.about.show_pack(card)
            self.about.bring_up()

    def close(self) -> None:
        """Takes them away with the window."""
        for dialog in (self.settings, self.shortcuts, self.palette, self.about, self.rules):
            if dialog is not None:
                dialog.hide()

    @Slot()
    def _keys_changed(self) -> None:
        if self._actions is not None:
            self._settings.set("keys", self._actions.changed_keys())
