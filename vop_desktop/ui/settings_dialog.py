"""The settings, made from their one table: found by typing, applied at once, each with unit and cost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from vop_desktop.settings import OPTIONS, PAGES, Option, Settings, Value
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.pack_row import PackRow
from vop_desktop.ui.setting_row import SettingRow, setting_text
from vop_desktop.ui.tool_window import ToolWindow
from vop_desktop.ui.widgets import button, label


class SettingsDialog(ToolWindow):
    """All settings on one page under headings. Not modal; the window goes on.

    Signals:
        changed(str): a setting was given another value.
        pack_wanted(str): the library is to be read and searched with this pack.
        packs_wanted(): the window of all packs.
        restart_wanted(): the program is to be started anew, so that a setting holds.
    """

    changed = Signal(str)
    pack_wanted = Signal(str)
    packs_wanted = Signal()
    restart_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search the settings"))
        self._search.setAccessibleName(self.tr("Search the settings"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self.rows: dict[str, SettingRow] = {}
        self._pages: list[tuple[QWidget, list[SettingRow]]] = []
        self._nothing = label(self.tr("No setting has these words."), role="muted")
        page = QWidget()
        page.setObjectName("panel")
        column = QVBoxLayout(page)
        for title in PAGES:
            self._add_page(column, title, settings)
        self.rows["quiet_until"].changed.connect(self.rows["quiet_from"].refresh)  # which may mean never now
        column.addWidget(self._nothing)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("Settings"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.message = MessageBar()
        bottom = QHBoxLayout()
        bottom.addWidget(button(self.tr("Reset all"), self.reset_all))
        bottom.addStretch(1)
        bottom.addWidget(button(self.tr("Close"), self.close, primary=True))
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.message)
        layout.addLayout(bottom)
        self.resize(620, 640)
        self._filter("")

    def _add_page(self, column: QVBoxLayout, title: str, settings: Settings) -> None:
        heading = label(setting_text(title), role="heading")
        column.addWidget(heading)
        rows = [self._make_row(option, settings) for option in OPTIONS.values() if option.page == title]
        for row in rows:
            row.changed.connect(self.changed)
            row.restart_wanted.connect(self.restart_wanted)
            self.rows[row.option.name] = row
            column.addWidget(row)
        self._pages.append((heading, rows))

    def _make_row(self, option: Option, settings: Settings) -> SettingRow:
        if option.name != "pack":
            return SettingRow(option, settings)
        self.pack = PackRow(option, settings)
        self.pack.wanted.connect(self.pack_wanted)
        self.pack.packs_wanted.connect(self.packs_wanted)
        return self.pack

    def refresh(self) -> None:
        """Shows the values that hold now."""
        for row in self.rows.values():
            row.refresh()

    def reset_all(self) -> None:
        """Every setting on the page back to its default, until it is undone."""
        before = {name: row.value for name, row in self.rows.items() if row.differs}
        for name in before:
            self.rows[name].reset()
        if not before:
            self.message.say(self.tr("All settings are the built-in ones already."))
            return
        self.message.say(
            self.tr("Settings that were reset: {0}.").format(len(before)),
            offer=self.tr("Undo"),
            take=lambda: self._take_back(before),
        )

    def _take_back(self, before: dict[str, Value]) -> None:
        for name, value in before.items():
            self.rows[name].give(value)

    @Slot(str)
    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for heading, rows in self._pages:
            for row in rows:
                row.setVisible(row.matches(words))
            heading.setVisible(any(row.matches(words) for row in rows))
        self._nothing.setVisible(not any(row.matches(words) for row in self.rows.values()))
