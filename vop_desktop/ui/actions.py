"""Every command of the window, once: its name, its key, its menu. Buttons and menus show the same action."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from vop_desktop.ui.tip_menu import explain

log = logging.getLogger(__name__)

FIRST_OF_GROUP = frozenset({  # within a menu, after a line
    "settings", "quit", "focus_search", "paste", "reveal", "captions", "tag", "exclude", "copy_path",
    "accept_caption", "edit_caption", "write_sidecar", "all_moments", "toggle_sidebar", "larger", "show_work",
    "pause", "packs", "check_computer", "about",
})  # fmt: skip
EVERYWHERE = ("quit", "shortcuts")  # whose keys work in every window of the program


class Command(NamedTuple):
    """One command.

    Attributes:
        name: key in code.
        text: what menus and buttons call it.
        keys: shortcuts.
        menu: the menu it stands in; empty for a tile's context menu only.
        on_hits: whether it needs selected tiles.
        fixed: keys that the results themselves answer to; nobody can change them.
        also: another menu in which people look for it.
        tip: what happens, where the name does not tell it.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    menu: str = "file"
    on_hits: bool = False
    fixed: tuple[str, ...] = ()
    also: str = ""
    tip: str = ""


def menus() -> dict[str, str]:
    """Titles of the menus, in order, in the person's language."""
    translate = QCoreApplication.translate
    return {
        "file": translate("Actions", "&File"),
        "edit": translate("Actions", "&Edit"),
        "video": translate("Actions", "&Video"),
        "clip": translate("Actions", "&Clip"),
        "view": translate("Actions", "Vie&w"),
        "library": translate("Actions", "&Library"),
        "help": translate("Actions", "&Help"),
    }


def commands() -> tuple[Command, ...]:
    """All commands, in the order of the menus, in the person's language."""
    translate = QCoreApplication.translate
    return (
        Command("add_folder", translate("Actions", "Add folder…"), ("Ctrl+O",)),
        Command("samples", translate("Actions", "Add the sample clips"),
                tip=translate("Actions", "Draws short example videos to try a search on, and adds their "
                              "folder, which can be removed like any other.")),
        Command("open_clip", translate("Actions", "Captions for a clip…"), ("Ctrl+Shift+O",), also="clip"),
        Command("settings", translate("Actions", "Settings…"), ("Ctrl+,",)),
        Command("quit", translate("Actions", "Quit"), ("Ctrl+Q",)),
        Command("undo", translate("Actions", "Undo"), ("Ctrl+Z",), "edit"),
        Command("redo", translate("Actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "edit"),
        Command("focus_search", translate("Actions", "Search"), ("Ctrl+F", "/"), "edit"),
        Command("save_search", translate("Actions", "Save this search"), ("Ctrl+S",), "edit"),
        Command("paste", translate("Actions", "Paste files or a picture"), ("Ctrl+V",), "edit"),
        Command("copy_path", translate("Actions", "Copy path"), ("Ctrl+Shift+C",), "edit", True),
        Command("copy_frame", translate("Actions", "Copy this frame"), ("Ctrl+Shift+P",), "edit", True),
        Command("play", translate("Actions", "Play at this moment"), (), "video", True, ("Return",)),
        Command("quick_look", translate("Actions", "Quick look"), ("Space",), "video", True),
        Command("play_outside", translate("Actions", "Open in another player"), ("Ctrl+Return",),
                "video", True),
        Command("export_piece", translate("Actions", "Export piece…"), ("Ctrl+Shift+E",), "video", True),
        Command("reveal", translate("Actions", "Show in its folder"), ("Ctrl+R",), "video", True),
        Command("captions", translate("Actions", "Captions and videos like it"), ("Ctrl+E",),
                "video", True),
        Command("like_this", translate("Actions", "Search for videos like this"), ("Ctrl+L",),
                "video", True),
        Command("frame_query", translate("Actions", "Use this frame as the query"), ("Ctrl+Shift+L",),
                "video", True),
        Command("why", translate("Actions", "Why this match?"), ("Ctrl+I",), "video", True),
        Command("tag", translate("Actions", "Tag…"), ("Ctrl+T",), "video", True),
        Command("exclude", translate("Actions", "Leave out of the library"), (), "video", True,
                tip=translate("Actions", "It is not read and not shown any more. The file stays on the disk; "
                              "“Left out” in the sidebar takes it in again.")),
        Command("exclude_folder", translate("Actions", "Leave its folder out of the library"), (), "video",
                True, tip=translate("Actions", "Nothing in that folder is read and shown any more. The files "
                                    "stay on the disk; “Left out” in the sidebar takes it in again.")),
        Command("forget", translate("Actions", "Forget (files stay on the disk)"), ("Del",), "video", True,
                tip=translate("Actions", "The selected videos are not shown any more, until their files "
                              "change. Nothing is deleted from the disk; Undo brings them back.")),
        Command("accept_caption", translate("Actions", "Accept as caption"), ("Ctrl+Shift+A",), "clip"),
        Command("accept_tag", translate("Actions", "Accept as tag"), ("Ctrl+Shift+G",), "clip"),
        Command("edit_caption", translate("Actions", "Edit"), ("F2",), "clip"),
        Command("play_caption", translate("Actions", "Play the clip"), (), "clip"),
        Command("write_sidecar", translate("Actions", "Write to sidecar file"), (), "clip"),
        Command("export_captions", translate("Actions", "Export…"), ("Ctrl+Shift+X",), "clip"),
        Command("view_grid", translate("Actions", "Grid"), ("Ctrl+1",), "view"),
        Command("view_list", translate("Actions", "List"), ("Ctrl+2",), "view"),
        Command("view_filmstrip", translate("Actions", "Filmstrips"), ("Ctrl+3",), "view"),
        Command("all_moments", translate("Actions", "All moments"), ("Ctrl+M",), "view"),
        Command("toggle_sidebar", translate("Actions", "Sidebar"), ("Ctrl+B",), "view"),
        Command("toggle_inspector", translate("Actions", "Inspector"), ("Ctrl+D",), "view"),
        Command("larger", translate("Actions", "Larger pictures"), ("Ctrl++", "Ctrl+="), "view"),
        Command("smaller", translate("Actions", "Smaller pictures"), ("Ctrl+-",), "view"),
        Command("show_work", translate("Actions", "Background work"), ("Ctrl+J",), "view"),
        Command("show_problems", translate("Actions", "Problems"), ("Ctrl+P",), "view"),
        Command("rescan", translate("Actions", "Look for changes"), ("F5",), "library"),
        Command("retry", translate("Actions", "Try the problem files again"), (), "library"),
        Command("pause", translate("Actions", "Pause"), (), "library"),
        Command("stop", translate("Actions", "Stop"), (), "library"),
        Command("read_anyway", translate("Actions", "Read now anyway"), (), "library"),
        Command("packs", translate("Actions", "Model packs…"), ("Ctrl+Shift+M",), "library"),
        Command("tune", translate("Actions", "Teach a pack your words…"), ("Ctrl+Shift+T",), "library"),
        Command("search_rules", translate("Actions", "Rules of a search…"), ("Shift+F1",), "help"),
        Command("check_computer", translate("Actions", "Measure how fast this computer is…"), (), "help"),
        Command("commands", translate("Actions", "All commands…"), ("Ctrl+K",), "help"),
        Command("shortcuts", translate("Actions", "Shortcuts…"), ("F1",), "help"),
        Command("about", translate("Actions", "About VoP Desktop"), (), "help"),
    )  # fmt: skip


class Actions:
    """The commands as `QAction` objects of one window, their parent."""

    def __init__(self, window: QWidget) -> None:
        self._commands = commands()
        self._by_name = {command.name: command for command in self._commands}
        self._actions = {command.name: self._make(window, command) for command in self._commands}
        self._handled: set[str] = set()

    def handle(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Says what commands do, by name. Each is handled in one place."""
        for name, handler in handlers.items():
            assert name not in self._handled, f"two handlers for {name}"
            self._handled.add(name)
            self._actions[name].triggered.connect(lambda *_, handler=handler: handler())

    @property
    def unhandled(self) -> set[str]:
        """Commands that nothing answers to."""
        return set(self._actions) - self._handled

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def items(self) -> list[tuple[str, QAction]]:
        """All commands by name, in the order of the menus."""
        return list(self._actions.items())

    @property
    def names(self) -> tuple[str, ...]:
        """Of all commands, in the order of the menus."""
        return tuple(self._actions)

    def title(self, name: str) -> str:
        """What a command is called, also while its action says something else for the moment."""
        return self._by_name[name].text

    def built_in_keys(self, name: str) -> tuple[str, ...]:
        """The keys a command has until the person gives it others."""
        return self._by_name[name].keys

    def shown_keys(self, name: str) -> str:
        """All keys that run a command, as the system writes them."""
        keys = [*map(QKeySequence, self._by_name[name].fixed), *self._actions[name].shortcuts()]
        return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)

    def set_keys(self, name: str, keys: tuple[str, ...]) -> None:
        """Gives a command other keys."""
        self._actions[name].setShortcuts([QKeySequence(key) for key in keys])

    def holder_of(self, keys: str) -> str:
        """The command that a key belongs to, or nothing."""
        wanted = QKeySequence(keys)
        return next((name for name, action in self.items() if wanted in action.shortcuts()), "")

    def changed_keys(self) -> str:
        """The keys that differ from the built-in ones, as a text that `restore_keys` takes."""
        changed = {
            name: [sequence.toString() for sequence in action.shortcuts()]
            for name, action in self.items()
            if action.shortcuts() != [QKeySequence(key) for key in self.built_in_keys(name)]
        }
        return json.dumps(changed) if changed else ""

    def restore_keys(self, stored: str) -> None:
        """Takes up keys of an earlier day; a text that makes no sense changes nothing."""
        try:
            changed = json.loads(stored or "{}")
            for name, keys in changed.items():
                if name in self._actions:
                    self.set_keys(name, tuple(str(key) for key in keys))
        except (ValueError, AttributeError, TypeError):
            log.warning("The stored shortcuts make no sense; the built-in ones are used.")

    @staticmethod
    def _make(window: QWidget, command: Command) -> QAction:
        action = QAction(command.text, window)
        action.setObjectName(command.name)
        action.setIconText(command.text)  # buttons keep the ellipsis
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        if command.tip:
            explain(action, command.tip)
        if command.name in EVERYWHERE:
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        window.addAction(action)
        return action

    def keep_to(self, name: str, widget: QWidget) -> None:
        """Lets the keys of a command work while the keyboard is within one widget only."""
        action = self._actions[name]
        for other in action.associatedObjects():
            if isinstance(other, QWidget) and not isinstance(other, QMenu):
                other.removeAction(action)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        widget.addAction(action)

    def fill(self, menu: QMenu, name: str) -> None:
        """Puts the actions of a menu of the window into it, in order."""
        here = [command for command in self._commands if name in (command.menu, command.also)]
        _fill(menu, [self._actions[command.name] for command in here])

    def fill_for_hits(self, menu: QMenu) -> None:
        """Puts what can be done with selected tiles into their context menu."""
        _fill(menu, self.for_hits())

    def for_hits(self) -> list[QAction]:
        """What can be done with selected tiles."""
        found = [command for command in self._commands if command.on_hits]
        found.sort(key=lambda command: command.menu != "video")  # playing first, copying last
        return [self._actions[command.name] for command in found]


def _fill(menu: QMenu, actions: list[QAction]) -> None:
    for action in actions:
        if action.objectName() in FIRST_OF_GROUP and not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(action)
